//! The test-suite: one binary, a module per theme. See `tests/README.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it breaks off")]

mod bot;
mod channel_telegram;
mod chat_reload;
mod command_chat;
mod command_content;
mod command_data;
mod command_input;
mod command_json;
mod command_start;
mod command_support;
mod content_check;
mod content_diagnostics;
mod content_fixture;
mod content_mutations;
mod conversation;
mod conversation_care;
mod conversation_danger;
mod conversation_language;
mod conversation_menu;
mod conversation_misunderstood;
mod conversation_region;
mod fences;
mod matching_behaviour;
mod matching_hostile;
mod pretend;
mod pretend_rules;
mod pretend_types;
mod serve;
mod serve_reload;
mod store_contract;
mod store_damage;
mod store_kill;
mod store_model;
mod store_support;
mod talk;
