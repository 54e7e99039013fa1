use super::*;

/// What an update with this content means, in one line.
fn meaning(content: &str) -> String {
    let Some(incoming) = read(format!(r#"{{"update_id":1,{content}}}"#).as_bytes()) else {
        return "nothing".to_owned();
    };
    let press = incoming.press_id.map(|id| format!(" [{id}]")).unwrap_or_default();
    let what = match incoming.input {
        Input::Text { text, app_lang, edited, .. } => format!("text {:?} {app_lang:?} {edited}", text.expose()),
        Input::Press { data } => format!("press {:?}", data.expose()),
        Input::Media { kind, caption, .. } => match caption {
            Some(caption) => format!("{kind:?} {:?}", caption.expose()),
            None => format!("{kind:?}"),
        },
        Input::Desk(_) => unreachable!("no channel brings letters"),
        Input::Group => "group".to_owned(),
    };
    format!("{}: {what}{press}", incoming.chat_id)
}

/// A message of citizen 7 in private with these further fields.
fn message(fields: &str) -> String {
    meaning(&format!(r#""message":{}"#, body(fields)))
}

fn body(fields: &str) -> String {
    format!(
        r#"{{"message_id":5,"date":1,"chat":{{"id":7,"type":"private"}},"from":{{"id":7,"is_bot":false,"language_code":"nl"}},{fields}}}"#
    )
}

#[test]
fn words_come_with_the_language_of_the_app() {
    assert_eq!(message(r#""text":"Hoi \u00e9\n""#), r#"7: text "Hoi é\n" Some("nl") false"#);
    assert_eq!(message(r#""text":"/start x""#), r#"7: text "/start x" Some("nl") false"#);
    let bare = r#""message":{"chat":{"id":7},"text":"Hoi"}"#;
    assert_eq!(meaning(bare), r#"7: text "Hoi" None false"#);
}

#[test]
fn ids_of_more_than_thirty_two_bits_are_kept() {
    let far = r#""message":{"chat":{"id":7999999999999,"type":"private"},"text":"x"}"#;
    assert_eq!(meaning(far), r#"7999999999999: text "x" None false"#);
}

#[test]
fn what_is_not_text_is_named() {
    for (fields, wanted) in [
        (r#""photo":[{}],"caption":"kijk""#, r#"7: Photo "kijk""#),
        (r#""live_photo":{}"#, "7: Photo"),
        (r#""voice":{}"#, "7: Voice"),
        (r#""video_note":{}"#, "7: Voice"),
        (r#""audio":{}"#, "7: Voice"),
        (r#""video":{}"#, "7: Video"),
        (r#""animation":{},"document":{}"#, "7: Video"),
        (r#""document":{}"#, "7: Document"),
        (r#""sticker":{}"#, "7: Sticker"),
        (r#""dice":{"emoji":"x","value":1}"#, "7: Sticker"),
        (r#""location":{}"#, "7: Location"),
        (r#""venue":{},"location":{}"#, "7: Location"),
        (r#""contact":{}"#, "7: Contact"),
        (r#""poll":{}"#, "7: Other"),
        (r#""story":{}"#, "7: Other"),
        (r#""checklist":{}"#, "7: Other"),
        (r#""something_of_next_year":{"a":[1]}"#, "7: Other"),
        (r#""photo":null,"voice":5"#, "7: Voice"),
    ] {
        assert_eq!(message(fields), wanted, "{fields}");
    }
}

#[test]
fn an_edited_message_says_so() {
    let edited = |fields: &str| meaning(&format!(r#""edited_message":{}"#, body(fields)));
    assert_eq!(edited(r#""text":"Hoi""#), r#"7: text "Hoi" Some("nl") true"#);
    assert_eq!(edited(r#""photo":[],"caption":"nieuw""#), r#"7: Photo "nieuw""#);
    assert_eq!(edited(r#""location":{"live_period":60}"#), "nothing");
}

#[test]
fn a_press_has_its_id_and_may_lack_its_data_and_its_message() {
    let press =
        |fields: &str| meaning(&format!(r#""callback_query":{{"id":"99","from":{{"id":7,"is_bot":false}}{fields}}}"#));
    let private = r#","message":{"message_id":1,"date":0,"chat":{"id":7,"type":"private"}}"#;
    assert_eq!(press(&format!(r#"{private},"data":"i:x""#)), r#"7: press "i:x" [99]"#);
    assert_eq!(press(private), r#"7: press "" [99]"#);
    assert_eq!(press(r#","inline_message_id":"z","data":"d""#), r#"7: press "d" [99]"#);
    let group = r#","message":{"message_id":1,"date":5,"chat":{"id":-9,"type":"supergroup"}},"data":"d""#;
    assert_eq!(press(group), "-9: group [99]");
}

#[test]
fn t26_whatever_happens_in_a_group_or_channel_is_only_its_name() {
    for kind in ["group", "supergroup", "channel"] {
        let said =
            format!(r#""message":{{"chat":{{"id":-9,"type":"{kind}"}},"text":"x","from":{{"id":1,"is_bot":true}}}}"#);
        assert_eq!(meaning(&said), "-9: group");
    }
    assert_eq!(meaning(r#""channel_post":{"chat":{"id":-9,"type":"channel"},"text":"x"}"#), "-9: group");
    assert_eq!(meaning(r#""edited_message":{"chat":{"id":-9},"text":"x"}"#), "-9: group");
    let member = |id: i64, kind: &str, status: &str| {
        let chat = format!(r#"{{"id":{id},"type":"{kind}"}}"#);
        meaning(&format!(r#""my_chat_member":{{"chat":{chat},"new_chat_member":{{"status":"{status}"}}}}"#))
    };
    assert_eq!(member(-9, "group", "member"), "-9: group");
    assert_eq!(member(-9, "supergroup", "administrator"), "-9: group");
    assert_eq!(member(-9, "group", "left"), "nothing");
    assert_eq!(member(7, "private", "kicked"), "nothing");
    assert_eq!(member(7, "private", "member"), "nothing");
}

#[test]
fn what_nobody_said_is_ignored() {
    for fields in SERVICE {
        assert_eq!(message(&format!(r#""{fields}":{{}}"#)), "nothing", "{fields}");
    }
    assert_eq!(
        meaning(r#""message":{"chat":{"id":7,"type":"private"},"from":{"id":1,"is_bot":true},"text":"x"}"#),
        "nothing"
    );
    assert_eq!(meaning(r#""message":{"chat":{"id":-9,"type":"group"},"left_chat_member":{}}"#), "nothing");
    assert_eq!(meaning(r#""poll":{"id":"1"}"#), "nothing");
    assert_eq!(meaning(r#""message":5"#), "nothing");
    assert_eq!(meaning(r#""message":{"text":"no chat"}"#), "nothing");
    assert!(read(b"no json").is_none());
    assert!(read(b"").is_none());
}

#[test]
fn what_can_be_read_only_in_part_is_still_answered() {
    assert_eq!(message(r#""text":{"odd":true}"#), "7: Other");
    assert_eq!(message(r#""text":"\ud800""#), "7: Other");
    let odd = r#""message":{"chat":{"id":7,"type":9},"from":"me","text":"x"}"#;
    assert_eq!(meaning(odd), r#"7: text "x" None false"#);
    assert_eq!(message(&format!(r#""deep":{}1{}"#, "[".repeat(5000), "]".repeat(5000))), "7: Other");
}

#[test]
fn the_debug_form_shows_neither_words_nor_chat() {
    let incoming = read(format!(r#"{{"update_id":1,"message":{}}}"#, body(r#""text":"geheim""#)).as_bytes()).unwrap();
    let shown = format!("{incoming:?}");
    assert!(!shown.contains("geheim") && !shown.contains('7'), "{shown}");
}
