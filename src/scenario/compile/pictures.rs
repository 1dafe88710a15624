//! Illustrations and where they are shown; words that are explained.

use super::*;

impl Compiler<'_> {
    /// Gives scenes, endings and the title page their pictures.
    pub(super) fn pictures(&mut self, texts: &mut Texts) {
        let s = self.source;
        for (number, placed) in s.pictures.iter().enumerate() {
            let (picture, here) = (&placed.value, Here::new(&placed.at));
            if texts.pictures.iter().any(|p| p.id == picture.id) {
                self.fault(&here.field("id"), format!("the picture ‘{}’ stands twice", picture.id));
            }
            if picture.shows.trim().is_empty() {
                self.fault(&here.field("shows"), "expected what the picture shows, for those who cannot see it");
            }
            let svg = s.drawings.get(&picture.id);
            if let Some(message) = self.undrawn(&picture.id) {
                self.fault(&here.field("id"), message);
            }
            texts.pictures.push(PictureText {
                id: picture.id.clone(),
                shows: picture.shows.clone(),
                svg: svg.cloned().unwrap_or_default(),
                light: picture.light,
                sound: picture.sound.clone(),
                cards: picture.cards.iter().filter_map(|id| s.drawings.get(id)).cloned().collect(),
            });
            if let Some(light) = picture.light {
                let near = |x: f32| (-0.2..=1.2).contains(&x);
                if !near(light.at.0) || !near(light.at.1) {
                    let message = format!("expected a place between -0.2 and 1.2, found {:?}", light.at);
                    self.fault(&here.field("light"), message);
                }
                if !(0.05..=2.0).contains(&light.reach) {
                    let message = format!("expected a reach between 0.05 and 2, found {}", light.reach);
                    self.fault(&here.field("light"), message);
                }
            }
            if let Some(sound) = picture.sound.as_deref().filter(|s| !SOUNDS.contains(s)) {
                self.fault(&here.field("sound"), unknown("sound", sound, SOUNDS));
            }
            for (i, id) in picture.cards.iter().enumerate() {
                if let Some(message) = self.undrawn(id) {
                    self.fault(&here.field("cards").item(i), message);
                }
            }
            if picture.cover && texts.cover.replace(number).is_some() {
                self.fault(&here.field("cover"), "only one picture can be on the title page");
            }
            for (i, id) in picture.scenes.iter().enumerate() {
                let here = here.field("scenes").item(i);
                let mut messages = Vec::new();
                let scene = Self::look(&mut messages, &self.scenes, "scene", id);
                if messages.is_empty()
                    && let Some(scene) = texts.scenes.get_mut(scene)
                    && scene.picture.replace(number).is_some()
                {
                    messages.push(format!("the scene ‘{id}’ has a picture already"));
                }
                messages.into_iter().for_each(|m| self.fault(&here, m));
            }
            for (i, id) in picture.endings.iter().enumerate() {
                let here = here.field("endings").item(i);
                let known = || s.endings.iter().map(|e| e.value.id.as_str());
                match known().position(|e| e == id) {
                    Some(ending) if texts.endings[ending].picture.replace(number).is_some() => {
                        self.fault(&here, format!("the ending ‘{id}’ has a picture already"));
                    }
                    Some(_) => {}
                    None => {
                        let message = unknown("ending", id, known());
                        self.fault(&here, message);
                    }
                }
            }
        }
    }

    /// Why the drawing with this name cannot be shown.
    fn undrawn(&self, id: &str) -> Option<String> {
        let drawings = &self.source.drawings;
        match drawings.get(id) {
            Some(svg) => drawing::fault(svg).map(|found| format!("pictures/{id}.svg: {found}")),
            None => {
                let message = unknown("drawing in pictures/ called", id, drawings.keys().map(String::as_str));
                Some(format!("{message}; expected the file pictures/{id}.svg"))
            }
        }
    }

    /// Words that are explained where they stand.
    pub(super) fn glossary(&mut self, texts: &mut Texts) {
        for placed in &self.source.glossary {
            let (term, here) = (&placed.value, Here::new(&placed.at));
            self.source_given(&here, &term.source);
            if term.says.trim().is_empty() {
                self.fault(&here.field("says"), "expected what the word means");
            }
            for (i, word) in term.words.iter().enumerate() {
                if word.trim().is_empty() || texts.glossary.iter().any(|t| t.words.contains(word)) {
                    self.fault(&here.field("words").item(i), format!("‘{word}’ is empty or explained twice"));
                }
            }
            texts.glossary.push(TermText {
                term: term.term.clone(),
                words: term.words.clone(),
                says: term.says.clone(),
                source: term.source.clone(),
            });
        }
    }
}
