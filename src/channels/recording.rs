//! A channel without a network: keeps what was sent, and fails when told to. For tests of what stands above channels.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Channel, SendError};
use crate::dialogue::{Message, MessageId};

/// Something that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A message to a conversation.
    Message(String, Message),
    /// A message of the citizen's was taken out of a conversation.
    Removed(String, MessageId),
    /// The assistant left a group.
    Left(String),
}

/// Keeps what was sent, in order.
#[derive(Default)]
pub struct RecordingChannel {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    sent: Vec<Sent>,
    failures: VecDeque<(String, SendError)>,
}

impl RecordingChannel {
    /// A channel to which nothing was sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next call for the conversation `id` fail with `error`; several are used up in order.
    pub fn fail_next(&self, id: &str, error: SendError) {
        self.inner().failures.push_back((id.to_owned(), error));
    }

    /// All that went out so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.inner().sent.clone()
    }

    /// The messages to the conversation `id` so far.
    #[must_use]
    pub fn sent_to(&self, id: &str) -> Vec<Message> {
        let to_id = |sent: Sent| match sent {
            Sent::Message(to, message) if to == id => Some(message),
            _ => None,
        };
        self.sent().into_iter().filter_map(to_id).collect()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, id: &str, sent: Sent) -> Result<(), SendError> {
        let mut inner = self.inner();
        let planned = inner.failures.iter().position(|(to, _)| to == id);
        match planned.and_then(|place| inner.failures.remove(place)) {
            Some((_, error)) => Err(error),
            None => {
                inner.sent.push(sent);
                Ok(())
            }
        }
    }
}

impl Channel for RecordingChannel {
    async fn send(&self, id: &str, message: &Message) -> Result<(), SendError> {
        self.record(id, Sent::Message(id.to_owned(), message.clone()))
    }

    fn is_group(&self, id: &str) -> bool {
        id.starts_with('-')
    }

    fn calls(&self, _: &Message) -> u32 {
        1
    }

    async fn remove(&self, id: &str, message: MessageId) -> Result<(), SendError> {
        self.record(id, Sent::Removed(id.to_owned(), message))
    }

    async fn leave(&self, id: &str) -> Result<(), SendError> {
        self.record(id, Sent::Left(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::RichText;

    #[tokio::test]
    async fn a_planned_failure_hits_one_call_of_that_conversation() {
        let channel = RecordingChannel::new();
        let message = Message { text: RichText::paragraph("Dag"), buttons: Vec::new() };
        channel.fail_next("7", SendError::Temporary("scripted"));
        assert_eq!(channel.send("8", &message).await, Ok(()));
        assert_eq!(channel.send("7", &message).await, Err(SendError::Temporary("scripted")));
        assert_eq!(channel.send("7", &message).await, Ok(()));
        assert_eq!(channel.leave("-9").await, Ok(()));
        assert_eq!(channel.sent_to("7"), [message]);
        assert_eq!(channel.sent().last(), Some(&Sent::Left("-9".to_owned())));
    }
}
