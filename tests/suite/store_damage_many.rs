//! A few dozen of the damaged images of which `cargo bench --bench damage` opens a thousand.

use crate::damage::{Image, Outcome};

#[test]
fn t32_damaged_images_open_whole_or_are_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let image = Image::make(&folder.path().join("whole"), 60);
    assert_eq!(image.judge(&folder.path().join("whole")), Outcome::Whole);
    for seed in 1..=40 {
        let damaged = folder.path().join(format!("{seed}"));
        let how = image.damaged(&damaged, seed);
        let outcome = image.judge(&damaged);
        assert!(matches!(outcome, Outcome::Whole | Outcome::Refused), "seed {seed}, {how}: {outcome:?}");
    }
}
