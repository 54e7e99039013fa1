//! The shell around the pure core: lanes, clock, timers, delivery, health.
