//! The text format of Prometheus, version 0.0.4.

use std::fmt::{Display, Write as _};

use super::{Counter, Histogram, Label};

/// A gauge with one label: the label's word and the value.
pub type Gauge = (&'static str, f64);

/// Text that grows by one metric at a time.
#[derive(Default)]
pub struct MetricText(String);

impl MetricText {
    /// Counters told apart by a label.
    pub fn counter<L: Label>(&mut self, name: &'static str, help: &'static str, counter: &Counter<L>) {
        self.head(name, help, "counter");
        for (word, count) in L::WORDS.iter().zip(&counter.counts) {
            self.line(name, &[(L::NAME, word)], count.load(std::sync::atomic::Ordering::Relaxed));
        }
    }

    /// A counter alone.
    pub fn total(&mut self, name: &'static str, help: &'static str, count: u64) {
        self.head(name, help, "counter");
        self.line(name, &[], count);
    }

    /// A value that goes up and down.
    pub fn gauge(&mut self, name: &'static str, help: &'static str, value: f64) {
        self.head(name, help, "gauge");
        self.line(name, &[], value);
    }

    /// The same, told apart by a label.
    pub fn gauges(&mut self, name: &'static str, help: &'static str, label: &'static str, values: &[Gauge]) {
        self.head(name, help, "gauge");
        for (word, value) in values {
            self.line(name, &[(label, word)], value);
        }
    }

    /// A fact of the process in words: hexadecimal digits or a version, never from outside.
    pub fn info(&mut self, name: &'static str, help: &'static str, label: &'static str, word: &str) {
        self.head(name, help, "gauge");
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        self.line(name, &[(label, &word.chars().filter(plain).collect::<String>())], 1);
    }

    /// Histograms by the words of the label `kind`; one without a label has the word "".
    pub fn histogram(&mut self, name: &'static str, help: &'static str, all: &[(&'static str, &Histogram)]) {
        self.head(name, help, "histogram");
        for (word, histogram) in all {
            let own: &[(&str, &str)] = if word.is_empty() { &[] } else { &[("kind", word)] };
            let mut count = 0;
            for (end, up_to) in histogram.up_to() {
                let end = if end.is_infinite() { "+Inf".to_owned() } else { end.to_string() };
                self.line(&format!("{name}_bucket"), &[own, &[("le", &end)]].concat(), up_to);
                count = up_to;
            }
            self.line(&format!("{name}_sum"), own, histogram.sum());
            self.line(&format!("{name}_count"), own, count);
        }
    }

    /// The whole text.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        self.push(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels.iter().map(|(label, word)| format!("{label}=\"{word}\"")).collect();
        if labels.is_empty() {
            self.push(format_args!("{name} {value}\n"));
        } else {
            self.push(format_args!("{name}{{{}}} {value}\n", labels.join(",")));
        }
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(text);
    }
}
