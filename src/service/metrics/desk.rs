//! How the desk does, as Prometheus reads it.

use super::MetricText;
use crate::desk::Figures;

/// Writes the figures; where there is no desk they are all zero.
pub(super) fn render(figures: &Figures, text: &mut MetricText) {
    let open = [("waiting", figures.waiting), ("taken", figures.taken), ("drafted", figures.drafted)];
    text.gauges("loket_desk_cases", "Open cases of the desk, by state.", "state", &open.map(gauge));
    let seconds = figures.longest_wait_seconds as f64;
    text.gauge("loket_desk_longest_wait_seconds", "How long the case waits that waits longest to be taken.", seconds);
    text.gauge("loket_desk_officers_on_shift", "Officers on shift.", f64::from(figures.on_shift));
    let late = [("acknowledge", figures.late_to_acknowledge), ("answer", figures.late_to_answer)];
    text.gauges(
        "loket_desk_overdue",
        "Open cases that should have been taken or answered by now, counted in opening hours.",
        "by",
        &late.map(gauge),
    );
    text.gauge("loket_desk_groups_lost", "Groups of officers in the settings that are lost.", f64::from(figures.lost));
}

fn gauge((word, count): (&'static str, u32)) -> (&'static str, f64) {
    (word, f64::from(count))
}
