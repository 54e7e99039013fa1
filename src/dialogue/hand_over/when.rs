//! When people are there, said honestly.

use crate::content::RichText;
use crate::desk::{Day, Opening};
use crate::dialogue::scene::Scene;

/// Who waits before, or when somebody comes and that the question can be left.
pub(super) fn people_are_there(scene: &Scene<'_>) -> RichText {
    let Some(desk) = &scene.house.desk else { return RichText::default() };
    match nobody_is_there(scene) {
        Some(nobody) => nobody.then(scene.phrase("hand-over-leave", &[])),
        None => scene.phrase("hand-over-open", &[("waiting", &desk.sight.waiting.to_string())]),
    }
}

/// When somebody comes and the answer with them; `None` where somebody is there.
pub(super) fn answer_comes_later(scene: &Scene<'_>) -> Option<RichText> {
    Some(nobody_is_there(scene)?.then(scene.phrase("hand-over-later", &[])))
}

/// When somebody comes, where nobody is there now; nothing where somebody is.
fn nobody_is_there(scene: &Scene<'_>) -> Option<RichText> {
    let desk = scene.house.desk.as_ref()?;
    if desk.hours.is_open(scene.now()) {
        return (desk.sight.staffed == Some(false)).then(|| scene.phrase("hand-over-unstaffed", &[]));
    }
    Some(match desk.hours.next_opening(scene.now()) {
        Some(opening) => closed(scene, &opening),
        None => scene.phrase("hand-over-closed-long", &[]),
    })
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
