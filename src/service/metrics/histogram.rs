//! How long things take, in fixed buckets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the buckets in microseconds. 20 ms is what an answer may take at 500 a second.
const ENDS: [u64; 16] = [
    500, 1_000, 2_500, 5_000, 10_000, 20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
    10_000_000, 30_000_000, 60_000_000,
];

/// Counts durations by how long they are.
#[derive(Default)]
pub struct Histogram {
    buckets: [AtomicU64; ENDS.len()],
    longer: AtomicU64,
    micros: AtomicU64,
}

impl Histogram {
    /// Counts a duration.
    pub fn observe(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = ENDS.iter().position(|end| micros <= *end).and_then(|place| self.buckets.get(place));
        bucket.unwrap_or(&self.longer).fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// The upper end of each bucket in seconds, with how many lasted no longer; the last one has no end.
    #[must_use]
    pub fn up_to(&self) -> Vec<(f64, u64)> {
        let ends = ENDS.iter().map(|micros| *micros as f64 / 1e6).chain([f64::INFINITY]);
        let mut sum = 0;
        let counts = self.buckets.iter().chain([&self.longer]).map(|count| {
            sum += count.load(Ordering::Relaxed);
            sum
        });
        ends.zip(counts).collect()
    }

    /// All durations together, in seconds.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.micros.load(Ordering::Relaxed) as f64 / 1e6
    }
}
