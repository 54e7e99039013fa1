//! What else Telegram's server says, for who looks whether all is right. Changes nothing.

use super::TelegramChannel;

impl TelegramChannel {
    /// The date header of the server's answer, as text; `None` if it gave none or does not answer.
    pub async fn server_date(&self) -> Option<String> {
        self.client.date().await
    }
}
