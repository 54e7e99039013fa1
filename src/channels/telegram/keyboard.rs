//! Buttons under a message.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::client::CallError;
use crate::dialogue::{Button, is_control};

/// Two labels of at most so many characters share a row; a longer one would be cut on a phone.
const SHORT: usize = 16;

/// More than so many buttons Telegram does not take.
const MOST: usize = 100;

/// The keyboard for `buttons`, none without buttons.
pub(super) fn keyboard(buttons: &[Button]) -> Result<Option<InlineKeyboardMarkup>, CallError> {
    if buttons.len() > MOST {
        return Err(CallError::Refused("too many buttons"));
    }
    if buttons.iter().any(|button| !(1..=64).contains(&button.data.len())) {
        return Err(CallError::Refused("a button has too little or too much data"));
    }
    if buttons.iter().any(|button| button.label.trim().is_empty()) {
        return Err(CallError::Refused("a button has no label"));
    }
    let rows = rows(buttons).into_iter().map(|row| row.iter().map(key).collect::<Vec<_>>());
    Ok((!buttons.is_empty()).then(|| InlineKeyboardMarkup::new(rows)))
}

fn key(button: &Button) -> InlineKeyboardButton {
    let label: String = button.label.chars().filter(|&c| !is_control(c)).collect();
    InlineKeyboardButton::callback(label, &button.data)
}

fn rows(buttons: &[Button]) -> Vec<&[Button]> {
    let mut rows = Vec::new();
    let mut rest = buttons;
    while !rest.is_empty() {
        let pair = rest.len() > 1 && rest[..2].iter().all(|button| button.label.chars().count() <= SHORT);
        let (row, after) = rest.split_at(if pair { 2 } else { 1 });
        rows.push(row);
        rest = after;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(label: &str, data: &str) -> Button {
        Button { label: label.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn two_short_labels_share_a_row_and_a_long_one_has_its_own() {
        let buttons = [button("Ja", "1"), button("Nee", "2"), button("Hoe lang duurt dat?", "3"), button("Stop", "4")];
        let sizes: Vec<usize> = rows(&buttons).iter().map(|row| row.len()).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }

    #[test]
    fn data_are_one_to_sixty_four_bytes_and_labels_not_blank() {
        for wrong in [button("x", ""), button("x", &"é".repeat(33)), button(" ", "x")] {
            assert!(keyboard(&[wrong]).is_err());
        }
        assert!(keyboard(&[button("x", &"é".repeat(32))]).is_ok());
        assert!(keyboard(&vec![button("x", "y"); 101]).is_err());
    }

    #[test]
    fn no_buttons_are_no_keyboard() {
        assert_eq!(keyboard(&[]), Ok(None));
    }
}
