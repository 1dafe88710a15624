//! Every screen is laid out without a display: nothing is clipped, nothing overlaps, everything can be read aloud.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::input_focus::{FocusCause, InputFocus};
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{Backends, WgpuSettings};
use bevy::text::TextLayoutInfo;
use bevy::ui::InteractionDisabled;
use bevy::ui_widgets::{Activate, Button};
use bevy::winit::WinitPlugin;

use super::announce::announced;
use super::focus::{Control, Hint, HintLine};
use super::order::Order;
use super::preferences::Preferences;
use super::session::{Desk, Mode, Overlay, Screen, Session};
use super::{Options, furnished, session};
use crate::luck::{Luck, Purpose};
use crate::negotiation::{self, Action};
use crate::policy::{Bot, Policy, Random, Roster};
use crate::record::{Coach, Game, Start};
use crate::scenario::{Paper, Scenario};

pub(super) const SIZES: [(u32, u32); 3] = [(1280, 720), (1920, 1080), (1024, 576)];
/// The largest screen that everything is set for.
pub(super) const LARGEST: (u32, u32) = (3840, 2160);
/// Rounding to whole pixels may cost so much.
const SLACK: f32 = 2.5;
/// The width of a space in the largest prose.
const SPACE: f32 = 7.0;

/// The program's own window, without display and graphics card.
pub(super) struct Desktop {
    pub(super) app: App,
    _folder: tempfile::TempDir,
}

impl Desktop {
    pub(super) fn open(size: (u32, u32), start: Option<Game>) -> Self {
        let scenario = shipped();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let none = WgpuSettings { backends: None::<Backends>, ..default() };
        let plugins = DefaultPlugins
            .build()
            .disable::<WinitPlugin>()
            .disable::<bevy::log::LogPlugin>()
            .set(RenderPlugin { render_creation: none.into(), ..default() });
        let options = Options { scenario, start, record: None, coach: Some(Coach::Guided), watch: None };
        let mut app = furnished(plugins, size);
        session::install(&mut app, options);
        app.world_mut().resource_mut::<Session>().folder = folder.path().into();
        app.finish();
        app.cleanup();
        let mut desktop = Self { app, _folder: folder };
        desktop.settle();
        desktop
    }

    /// Draws until what follows from the last picture is drawn too.
    pub(super) fn settle(&mut self) {
        for _ in 0..4 {
            self.app.update();
        }
    }

    /// The same with text of another size, in percent.
    pub(super) fn sized(mut self, percent: u32) -> Self {
        self.app.world_mut().resource_mut::<Preferences>().text_size = percent;
        self.settle();
        self
    }

    pub(super) fn order(&mut self, order: Order) {
        self.app.world_mut().trigger(order);
        self.settle();
    }

    pub(super) fn game(&self) -> &Game {
        self.app.world().resource::<Session>().game.as_ref().expect("a game is being played")
    }

    /// Activates the control that shows this letter or digit, as a click or Enter on it would.
    pub(super) fn activate(&mut self, hotkey: char) {
        let mut controls = self.app.world_mut().query_filtered::<(Entity, &Control), Without<InteractionDisabled>>();
        let found = controls.iter(self.app.world()).find(|(_, c)| c.hotkey == Some(hotkey)).map(|(e, _)| e);
        let entity = found.unwrap_or_else(|| panic!("no control shows {hotkey}"));
        self.app.world_mut().trigger(Activate { entity });
        self.settle();
    }

    /// What is wrong with what is shown now.
    fn faults(&mut self) -> Vec<String> {
        let mut faults = clipped(self.app.world_mut());
        faults.extend(overlapping(self.app.world_mut()));
        faults.extend(unnamed(self.app.world_mut()));
        faults
    }
}

pub(super) fn shipped() -> Arc<Scenario> {
    let id = Scenario::shipped_ids().next().expect("a scenario comes with the program");
    Arc::new(Scenario::shipped(id).expect("the shipped scenario is sound"))
}

pub(super) fn new_game(seed: u64, coach: Coach) -> Game {
    Game::new(shipped(), Start { seed, coach, ..Start::default() }, None)
        .expect("a game without a record can always begin")
}

/// A game played by a bot until it stands as wanted.
pub(super) fn played(seed: u64, bot: &mut dyn Policy, wanted: impl Fn(&Game) -> bool) -> Game {
    let mut game = new_game(seed, Coach::Guided);
    while !wanted(&game) {
        let action = chosen(&game, seed, bot);
        game.act(action).expect("bots act legally");
    }
    game
}

pub(super) fn chosen(game: &Game, seed: u64, bot: &mut dyn Policy) -> Action {
    let mut luck = Luck::at(seed, Purpose::Policy, game.turns() as u32);
    bot.choose(game.rules(), game.view(), &mut luck).expect("no dead end")
}

/// Front pages that the shipped scenario can print.
fn front_pages() -> Vec<Paper> {
    let scenario = shipped();
    let pages = scenario.texts.choices.iter().flat_map(|c| &c.papers);
    pages.max_by_key(|p| p.iter().map(|p| p.headline.len() + p.deck.len()).sum::<usize>()).cloned().unwrap_or_default()
}

pub(super) fn at_table(game: &Game) -> bool {
    negotiation::session(game.rules(), game.view()).is_some() && game.view().table.agenda != 0
}

/// Where a node is on the screen.
fn place(node: &ComputedNode, transform: &UiGlobalTransform) -> Rect {
    Rect::from_center_size(transform.translation, node.size())
}

/// The first words of a text or of what an entity holds, to name it in a fault.
fn words(world: &World, entity: Entity) -> String {
    let own = world.get::<Text>(entity).map(|t| t.0.clone());
    let label = || world.get::<AccessibleLabel>(entity).map(|l| l.0.clone());
    let below = || {
        let children = world.get::<Children>(entity)?;
        children.iter().map(|c| words(world, c)).find(|w| !w.is_empty())
    };
    let text = own.or_else(label).or_else(below).unwrap_or_default();
    text.chars().take(48).collect()
}

/// Texts that do not fit their box, or stick out of a box around them. A page that scrolls may be longer than its room.
fn clipped(world: &mut World) -> Vec<String> {
    let scale = world.resource::<Preferences>().scale().max(1.0) * world.resource::<UiScale>().0.max(1.0);
    let mut texts = world.query::<(Entity, &Text, &ComputedNode, &UiGlobalTransform, &TextLayoutInfo)>();
    let mut faults = Vec::new();
    for (entity, text, node, transform, info) in texts.iter(world) {
        if text.0.is_empty() {
            continue;
        }
        // A wrapped line may let the space at its end hang out.
        let (needs, has) = (info.size / node.inverse_scale_factor(), node.size());
        if needs.x > has.x + SPACE * scale || needs.y > has.y + SLACK {
            faults.push(format!("‘{}’ needs {needs} and has {has}", words(world, entity)));
        }
        let own = place(node, transform);
        let mut child = entity;
        let mut scrolls = false;
        while let Some(parent) = world.get::<ChildOf>(child).map(ChildOf::parent) {
            if let (Some(style), Some(box_), Some(at)) =
                (world.get::<Node>(parent), world.get::<ComputedNode>(parent), world.get::<UiGlobalTransform>(parent))
            {
                let around = place(box_, at);
                scrolls |= style.overflow.y == OverflowAxis::Scroll;
                let beside = own.min.x < around.min.x - SLACK || own.max.x > around.max.x + SLACK;
                let beyond = !scrolls && (own.min.y < around.min.y - SLACK || own.max.y > around.max.y + SLACK);
                if beside || beyond {
                    faults.push(format!("‘{}’ at {own:?} sticks out of {around:?}", words(world, entity)));
                    break;
                }
            }
            child = parent;
        }
    }
    faults
}

/// Neighbours in one box that lie upon each other.
fn overlapping(world: &mut World) -> Vec<String> {
    let mut parents = world.query_filtered::<&Children, With<Node>>();
    let mut faults = Vec::new();
    for children in parents.iter(world) {
        let beside: Vec<(Entity, Rect)> = children
            .iter()
            .filter(|&c| world.get::<Node>(c).is_some_and(|n| n.position_type != PositionType::Absolute))
            .filter_map(|c| {
                let rect = place(world.get::<ComputedNode>(c)?, world.get::<UiGlobalTransform>(c)?);
                (!rect.is_empty()).then_some((c, rect))
            })
            .collect();
        for (i, (a, a_place)) in beside.iter().enumerate() {
            for (b, b_place) in &beside[i + 1..] {
                let both = a_place.intersect(*b_place);
                if both.width() > SLACK && both.height() > SLACK {
                    faults.push(format!("‘{}’ and ‘{}’ overlap in {both:?}", words(world, *a), words(world, *b)));
                }
            }
        }
    }
    faults
}

/// Controls that a screen reader could not name, and two on one layer that focus could not tell apart.
fn unnamed(world: &mut World) -> Vec<String> {
    let mut controls = world
        .query_filtered::<(Entity, Option<&AccessibleLabel>, Option<&Control>), Or<(With<Button>, With<Control>)>>();
    let mut faults = Vec::new();
    let mut keys = BTreeSet::new();
    for (entity, label, control) in controls.iter(world) {
        if label.is_none_or(|l| l.0.trim().is_empty()) {
            faults.push(format!("{entity} with ‘{}’ has no name", words(world, entity)));
        }
        match control {
            None => faults.push(format!("‘{}’ cannot be reached by key", words(world, entity))),
            Some(c) if !keys.insert((c.above, c.key.clone())) => faults.push(format!("two controls are ‘{}’", c.key)),
            Some(_) => {}
        }
    }
    faults
}

/// All faults of a screen at once, each with where it is.
#[derive(Default)]
pub(super) struct Found(BTreeSet<String>);

impl Found {
    pub(super) fn look(&mut self, desktop: &mut Desktop, size: (u32, u32), screen: &str) {
        let faults = desktop.faults();
        self.0.extend(faults.into_iter().map(|f| format!("{}×{} {screen}: {f}", size.0, size.1)));
    }

    pub(super) fn report(self) {
        let list: Vec<String> = self.0.into_iter().collect();
        assert!(list.is_empty(), "{} faults:\n{}", list.len(), list.join("\n"));
    }
}

#[test]
fn nothing_is_clipped_or_overlaps_on_the_way_into_a_game() {
    let mut found = Found::default();
    for size in SIZES {
        let mut desktop = Desktop::open(size, None);
        found.look(&mut desktop, size, "title");
        desktop.activate('n');
        found.look(&mut desktop, size, "new game");
        desktop.activate('b');
        found.look(&mut desktop, size, "first scene");
        desktop.order(Order::Open(Overlay::Menu));
        found.look(&mut desktop, size, "menu");
        desktop.order(Order::Show(Screen::Title));
        found.look(&mut desktop, size, "title with a game to continue");
    }
    found.report();
}

#[test]
fn nothing_is_clipped_or_overlaps_at_the_table() {
    let mut found = Found::default();
    for size in SIZES {
        let game = played(5, &mut Random, at_table);
        let mut desktop = Desktop::open(size, Some(game));
        found.look(&mut desktop, size, "table");
        for mode in [Mode::Agenda, Mode::Link] {
            desktop.order(Order::Mode(mode));
            found.look(&mut desktop, size, &format!("{mode:?}"));
        }
        desktop.order(Order::Mode(Mode::Moves));
        for overlay in [
            Overlay::Log(String::new()),
            Overlay::Types,
            Overlay::Dossier,
            Overlay::Menu,
            Overlay::Confirm(Action::Adjourn),
            Overlay::Keys,
            Overlay::Terms,
            Overlay::Double,
            Overlay::Handbook(7),
            Overlay::Papers(front_pages(), Some(0)),
        ] {
            desktop.order(Order::Open(overlay.clone()));
            found.look(&mut desktop, size, &format!("{overlay:?}").chars().take(30).collect::<String>());
            desktop.order(Order::Escape);
        }
        let options: Vec<u8> = desktop.game().rules().issues.iter().map(|i| i.options.len() as u8).collect();
        for (i, options) in options.into_iter().enumerate() {
            for option in 0..options {
                desktop.order(Order::Draft(i as u8, option));
                found.look(&mut desktop, size, "drafting");
            }
        }
    }
    found.report();
}

#[test]
fn nothing_is_clipped_or_overlaps_on_any_page_of_whole_games() {
    let mut found = Found::default();
    let roster = Roster::new(new_game(0, Coach::Standard).rules());
    let bots = [(3, Coach::Guided, Bot::Best), (8, Coach::Standard, Bot::Random), (21, Coach::Exam, Bot::Conceder)];
    for (seed, coach, bot) in bots {
        let mut bot = roster.player(bot);
        for size in SIZES {
            let mut desktop = Desktop::open(size, Some(new_game(seed, coach)));
            while desktop.game().ending().is_none() {
                let action = chosen(desktop.game(), seed, bot.as_mut());
                let turn = desktop.game().turns();
                desktop.order(Order::Act(action));
                assert_eq!(desktop.game().turns(), turn + 1, "{action:?} was not done");
                found.look(&mut desktop, size, &format!("seed {seed}, turn {}", turn + 1));
            }
            desktop.activate('1');
            assert_eq!(*desktop.app.world().resource::<State<Screen>>().get(), Screen::Ending);
            found.look(&mut desktop, size, &format!("seed {seed}, front page"));
            desktop.activate('l');
            found.look(&mut desktop, size, &format!("seed {seed}, log"));
        }
    }
    found.report();
}

#[test]
fn activating_the_first_choice_advances_the_game_by_one_turn() {
    let mut desktop = Desktop::open(SIZES[0], Some(new_game(7, Coach::Standard)));
    let first = desktop.game().legal_actions().into_iter().find(|a| matches!(a, Action::Choose(_)));
    assert_eq!(desktop.game().turns(), 0);
    desktop.activate('1');
    assert_eq!(desktop.game().turns(), 1);
    assert_eq!(desktop.game().actions().first().copied(), first);
}

#[test]
fn a_proposal_goes_forward_as_it_was_drafted() {
    let game = played(5, &mut Random, at_table);
    let turns = game.turns();
    let mut desktop = Desktop::open(SIZES[0], Some(game));
    desktop.order(Order::Step(0, 1));
    let draft = desktop.app.world().resource::<Desk>().draft;
    desktop.activate('p');
    assert_eq!(desktop.game().turns(), turns + 1);
    assert_eq!(desktop.game().actions().last(), Some(&Action::Propose(draft)));
}

#[test]
fn large_text_is_neither_clipped_nor_overlaps() {
    let mut found = Found::default();
    for percent in [80, 100, 150, 200] {
        for size in [SIZES[0], SIZES[1], LARGEST] {
            let named = |screen: &str| format!("{percent} %, {screen}");
            let mut desktop = Desktop::open(size, None).sized(percent);
            found.look(&mut desktop, size, &named("title"));
            desktop.activate('n');
            found.look(&mut desktop, size, &named("new game"));
            desktop.activate('b');
            found.look(&mut desktop, size, &named("first scene"));
            for overlay in [
                Overlay::Menu,
                Overlay::Preferences,
                Overlay::Types,
                Overlay::Dossier,
                Overlay::Log(String::new()),
                Overlay::Log("the".into()),
                Overlay::Terms,
                Overlay::Handbook(3),
                Overlay::Keys,
                Overlay::Advisers,
                Overlay::Papers(front_pages(), Some(0)),
            ] {
                desktop.order(Order::Open(overlay.clone()));
                found.look(&mut desktop, size, &named(&format!("{overlay:?}").chars().take(30).collect::<String>()));
                desktop.order(Order::Escape);
            }
            let game = played(5, &mut Random, at_table);
            let mut desktop = Desktop::open(size, Some(game)).sized(percent);
            found.look(&mut desktop, size, &named("table"));
            desktop.order(Order::Open(Overlay::Double));
            found.look(&mut desktop, size, &named("two at once"));
            let roster = Roster::new(new_game(0, Coach::Standard).rules());
            let mut bot = roster.player(Bot::Best);
            let game = played(11, bot.as_mut(), |game| game.ending().is_some());
            let mut desktop = Desktop::open(size, Some(game)).sized(percent);
            desktop.order(Order::Show(Screen::Ending));
            found.look(&mut desktop, size, &named("front page"));
        }
    }
    found.report();
}

#[test]
fn what_happens_is_announced_to_screen_readers() {
    let mut desktop = Desktop::open(SIZES[0], Some(new_game(7, Coach::Standard)));
    let before = announced(desktop.app.world_mut());
    assert!(before.contains("October 2000"), "the first scene is read aloud: {before}");
    desktop.activate('1');
    let after = announced(desktop.app.world_mut());
    let label = action_label(&desktop);
    assert!(after != before && after.contains(&label), "‘{label}’ is missing in: {after}");
}

/// What was done last.
fn action_label(desktop: &Desktop) -> String {
    let game = desktop.game();
    let action = game.actions().last().copied().expect("something was done");
    crate::report::labels::action_label(game.scenario(), game.view(), action)
}

#[test]
fn a_guided_game_shows_the_odds_of_each_choice_and_no_other_game_does() {
    let mut found = Found::default();
    for (size, percent) in [(SIZES[0], 100), (SIZES[2], 100), (SIZES[0], 200)] {
        let mut desktop = Desktop::open(size, Some(new_game(7, Coach::Guided))).sized(percent);
        let odds = |desktop: &mut Desktop| {
            let mut controls = desktop.app.world_mut().query::<(&Control, &AccessibleLabel)>();
            let first = controls.iter(desktop.app.world()).find(|(c, _)| c.hotkey == Some('1'));
            first.is_some_and(|(_, label)| label.0.contains(" ± "))
        };
        for _ in 0..100_000 {
            if odds(&mut desktop) {
                break;
            }
            desktop.settle();
        }
        assert!(odds(&mut desktop), "the odds never came");
        found.look(&mut desktop, size, &format!("{percent} %, odds"));
        let mut standard = Desktop::open(size, Some(new_game(7, Coach::Standard)));
        standard.settle();
        assert!(!odds(&mut standard));
    }
    found.report();
}

#[test]
fn a_name_typed_on_the_new_game_page_stands_in_the_record() {
    let mut desktop = Desktop::open(SIZES[0], None);
    desktop.activate('n');
    for letter in "Zoë Ng".chars() {
        desktop.order(Order::Type(letter));
    }
    desktop.order(Order::Untype);
    let mut found = Found::default();
    found.look(&mut desktop, SIZES[0], "a name");
    desktop.activate('b');
    assert_eq!(desktop.game().header().player.as_deref(), Some("Zoë N"));
    found.report();
}

#[test]
fn a_hint_that_comes_and_goes_moves_nothing_out_of_its_place() {
    let mut found = Found::default();
    for size in SIZES.into_iter().chain([LARGEST]) {
        let mut desktop = Desktop::open(size, Some(played(5, &mut Random, at_table)));
        let mut shown = BTreeSet::new();
        for n in 0.. {
            let mut hints = desktop.app.world_mut().query_filtered::<(Entity, &Hint), With<Control>>();
            let Some((entity, hint)) = hints.iter(desktop.app.world()).nth(n) else { break };
            let hint = hint.0.clone();
            desktop.app.world_mut().resource_mut::<InputFocus>().set(entity, FocusCause::Navigated);
            desktop.settle();
            let mut lines = desktop.app.world_mut().query_filtered::<&Text, With<HintLine>>();
            shown.extend(lines.iter(desktop.app.world()).map(|line| line.0.clone()));
            found.look(&mut desktop, size, &format!("hint ‘{hint}’"));
        }
        assert!(shown.len() > 10, "only these hints were shown: {shown:?}");
    }
    found.report();
}

#[test]
fn words_are_explained_on_the_first_page_of_a_game() {
    let mut desktop = Desktop::open(SIZES[0], None);
    desktop.activate('n');
    desktop.activate('b');
    let tips = desktop.app.world_mut().query::<&super::tips::Tip>().iter(desktop.app.world()).count();
    assert!(tips > 0, "nothing is explained");
}
