//! The scenarios that come with the program, compiled in.

macro_rules! scenario {
    ($id:literal: $($file:literal),* $(,)?) => {
        ($id, &[$(($file, include_str!(concat!("../../assets/scenarios/", $id, "/", $file)))),*])
    };
}

type File = (&'static str, &'static str);

pub(super) const SHIPPED: &[(&str, &[File])] = &[
    scenario!("pyongyang-2000":
    "00_frame.ron", "05_table.ron", "10_washington.ron", "20_day_one.ron", "30_day_two.ron", "40_winter.ron",
    "50_epilogue.ron", "60_voice.ron", "70_calendar.ron", "80_pictures.ron", "90_glossary.ron",
    "pictures/archive.svg", "pictures/avenue.svg", "pictures/box-missile.svg", "pictures/box.svg",
    "pictures/cabin.svg", "pictures/capitol.svg", "pictures/cards-blossom.svg", "pictures/cards-missile.svg",
    "pictures/cards-sea.svg", "pictures/cards-sunrise.svg", "pictures/corridor.svg", "pictures/desk.svg",
    "pictures/dinner.svg", "pictures/election_night.svg", "pictures/experts.svg", "pictures/gift.svg",
    "pictures/guesthouse.svg", "pictures/invitation.svg", "pictures/kindergarten.svg", "pictures/kuala_lumpur.svg",
    "pictures/mausoleum.svg", "pictures/memo.svg", "pictures/new_york.svg", "pictures/night_cable.svg",
    "pictures/press.svg", "pictures/runway.svg", "pictures/seoul.svg", "pictures/snow.svg", "pictures/stadium.svg",
    "pictures/summit.svg", "pictures/table.svg", "pictures/tarmac.svg", "pictures/west_wing.svg",
    ),
    scenario!("rehearsal":
        "00_frame.ron", "10_story.ron", "15_voice.ron", "20_pictures.ron",
        "pictures/across.svg", "pictures/nab_light.svg", "pictures/three_cards.svg",
    ),
    scenario!("winter-timetable":
        "00_frame.ron", "10_story.ron", "20_pictures.ron", "30_endings.ron", "40_voice.ron",
        "pictures/boardroom.svg", "pictures/gale.svg", "pictures/hall.svg", "pictures/pier.svg", "pictures/room.svg",
    ),
];

/// The files of a shipped scenario.
pub(super) fn files(id: &str) -> Option<Vec<(String, String)>> {
    let (_, files) = SHIPPED.iter().find(|(name, _)| *name == id)?;
    Some(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}
