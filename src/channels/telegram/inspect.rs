//! What Telegram says of the bot's own set-up: for who looks whether all is right. Changes nothing.

use std::time::Duration;

use serde::Deserialize;
use teloxide::payloads::GetWebhookInfo;

use super::TelegramChannel;
use crate::channels::SendError;

/// Where updates go. No address: it may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Whether one is set.
    pub is_set: bool,
    /// How many updates wait at Telegram.
    pub pending: u64,
    /// Whether Telegram had trouble reaching it lately.
    pub troubled: bool,
}

impl TelegramChannel {
    /// Whether a webhook is set.
    ///
    /// # Errors
    /// As for any call.
    pub async fn webhook(&self) -> Result<Webhook, SendError> {
        let result = self.client.call(&GetWebhookInfo::new(), Duration::ZERO).await?;
        let info: Info = serde_json::from_str(result.get())
            .map_err(|_| SendError::Temporary("the webhook's state cannot be read"))?;
        let troubled = info.last_error_date.is_some();
        Ok(Webhook { is_set: !info.url.is_empty(), pending: info.pending_update_count, troubled })
    }

    /// The date header of the server's answer, as text; `None` if it gave none or does not answer.
    pub async fn server_date(&self) -> Option<String> {
        self.client.date().await
    }
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    url: String,
    #[serde(default)]
    pending_update_count: u64,
    last_error_date: Option<i64>,
}
