//! How the server says no.

use serde_json::{Map, Value, json};

/// A refusal as the Bot API words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    pub(crate) description: String,
    parameter: Option<(&'static str, i64)>,
}

impl ApiError {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), parameter: None }
    }

    pub(crate) fn bad_request(what: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {what}"))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(crate) fn forbidden(what: &str) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(crate) fn conflict(what: &str) -> Self {
        Self::new(409, format!("Conflict: {what}"))
    }

    pub(crate) fn too_fast(seconds: i64) -> Self {
        let error = Self::new(429, format!("Too Many Requests: retry after {seconds}"));
        Self { parameter: Some(("retry_after", seconds)), ..error }
    }

    pub(crate) fn server_error() -> Self {
        Self::new(500, "Internal Server Error: restart")
    }

    pub(crate) fn moved(to: i64) -> Self {
        let error = Self::bad_request("group chat was upgraded to a supergroup chat");
        Self { parameter: Some(("migrate_to_chat_id", to)), ..error }
    }

    /// The reply's body.
    pub(crate) fn body(&self) -> String {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some((name, value)) = self.parameter {
            body["parameters"] = Value::Object(Map::from_iter([(name.to_owned(), value.into())]));
        }
        body.to_string()
    }
}
