//! When people are there, said honestly.

use crate::content::RichText;
use crate::desk::{Day, Opening};
use crate::dialogue::scene::Scene;

/// Who waits before, or when somebody comes.
pub(super) fn people_are_there(scene: &Scene<'_>) -> RichText {
    let Some(desk) = &scene.house.desk else { return RichText::default() };
    if desk.hours.is_open(scene.now()) {
        let waiting = desk.sight.waiting.to_string();
        return match desk.sight.staffed {
            Some(false) => scene.phrase("hand-over-unstaffed", &[]),
            Some(true) | None => scene.phrase("hand-over-open", &[("waiting", &waiting)]),
        };
    }
    nobody_is_there(scene)
}

/// When somebody comes, where nobody is there now; nothing where somebody is.
pub(super) fn nobody_is_there(scene: &Scene<'_>) -> RichText {
    let Some(desk) = &scene.house.desk else { return RichText::default() };
    if desk.hours.is_open(scene.now()) {
        let unstaffed = desk.sight.staffed == Some(false);
        return if unstaffed { scene.phrase("hand-over-unstaffed", &[]) } else { RichText::default() };
    }
    match desk.hours.next_opening(scene.now()) {
        Some(opening) => closed(scene, &opening),
        None => scene.phrase("hand-over-closed-long", &[]),
    }
}

fn closed(scene: &Scene<'_>, opening: &Opening) -> RichText {
    let (day, date) = match opening.day {
        Day::Today => ("today".to_owned(), String::new()),
        Day::Tomorrow => ("tomorrow".to_owned(), String::new()),
        Day::Week(number) => (format!("day{number}"), String::new()),
        Day::Later(day, month) => (format!("month{month}"), day.to_string()),
    };
    let time = format!("{}.{:02}", opening.hour, opening.minute);
    scene.phrase("hand-over-closed", &[("day", &day), ("date", &date), ("time", &time)])
}
