//! Reads and watches the content folders; the only reader of `intents/` and `answers/`.
