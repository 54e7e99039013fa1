use proptest::prelude::*;

use super::*;

fn inline(text: &str, style: Style, link: Option<&str>) -> Inline {
    Inline { text: text.to_owned(), style, link: link.map(str::to_owned) }
}

fn one(block: Block) -> Part {
    let mut parts = render(&RichText(vec![block]));
    assert_eq!(parts.len(), 1);
    parts.remove(0)
}

#[test]
fn each_kind_of_block_and_look_has_its_markup() {
    let text = RichText(vec![
        Block::Heading(vec![Inline::plain("Inzage")]),
        Block::Paragraph(vec![
            Inline::plain("U "),
            inline("mag", Style::Bold, None),
            inline(" zien", Style::Italic, None),
        ]),
        Block::Bullets(vec![vec![Inline::plain("een")], vec![Inline::plain("twee")]]),
        Block::Numbers(vec![vec![Inline::plain("a")], vec![Inline::plain("b")]]),
    ]);
    let parts = render(&text);
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].html, "<b>Inzage</b>\n\nU <b>mag</b><i> zien</i>\n\n• een\n• twee\n\n1. a\n2. b");
    assert_eq!(parts[0].plain, "Inzage\n\nU mag zien\n\n• een\n• twee\n\n1. a\n2. b");
}

#[test]
fn what_means_something_to_telegram_is_escaped_in_texts_and_addresses() {
    let link = "https://a.example/?x=\"1\"&y=<2>";
    let part = one(Block::Paragraph(vec![Inline::plain("a<b> & \"c\" "), inline("d", Style::Plain, Some(link))]));
    assert_eq!(
        part.html,
        "a&lt;b&gt; &amp; &quot;c&quot; <a href=\"https://a.example/?x=&quot;1&quot;&amp;y=&lt;2&gt;\">d</a>"
    );
}

#[test]
fn the_plain_form_says_once_where_a_link_leads() {
    let web = |text, style| inline(text, style, Some("https://a.example"));
    let line = vec![web("zie ", Style::Plain), web("hier", Style::Bold), Inline::plain("!")];
    assert_eq!(one(Block::Paragraph(line)).plain, "zie hier (https://a.example)!");
    assert_eq!(one(Block::Paragraph(vec![web("https://a.example", Style::Plain)])).plain, "https://a.example");
}

#[test]
fn links_that_telegram_would_drop_are_text() {
    for link in ["ftp://a.example", "javascript:x", "https://intranet", "https://a.example/a b", "tg://user?id=1", ""] {
        let part = one(Block::Paragraph(vec![inline("hier", Style::Plain, Some(link))]));
        assert_eq!((part.html.as_str(), part.plain.as_str()), ("hier", "hier"), "{link}");
    }
}

#[test]
fn mail_addresses_and_telephone_numbers_stand_in_the_text() {
    let shown = |text, link| one(Block::Paragraph(vec![inline(text, Style::Plain, Some(link))])).html;
    assert_eq!(shown("Mail ons", "mailto:fg@a.example"), "Mail ons (fg@a.example)");
    assert_eq!(shown("fg@a.example", "mailto:fg@a.example"), "fg@a.example");
    assert_eq!(shown("Bel ons", "tel:09008844"), "Bel ons (09008844)");
    assert_eq!(shown("0900 8844", "tel:09008844"), "0900 8844");
}

#[test]
fn t12_direction_overrides_nul_and_invisible_characters_do_not_leave() {
    let part = one(Block::Paragraph(vec![Inline::plain("a\u{202E}b\0c\u{200B}d\u{1b}[31m\u{2066}")]));
    assert_eq!(part.html, "abcd[31m");
}

#[test]
fn nothing_to_read_is_no_message() {
    assert!(render(&RichText::default()).is_empty());
    assert!(render(&RichText::paragraph(" \n\u{202E}")).is_empty());
}

#[test]
fn a_long_text_is_cut_between_blocks() {
    let block = "woord ".repeat(500);
    let parts = render(&RichText::paragraph(&block).then(RichText::paragraph(&block)));
    assert_eq!(parts.iter().map(|part| units(&part.html)).collect::<Vec<_>>(), [3000, 3000]);
}

#[test]
fn a_long_block_is_cut_after_a_sentence_else_a_word_else_anywhere() {
    let cut_after = |text: String, end: &str| {
        let parts = render(&RichText::paragraph(text));
        assert!(parts.len() > 1 && parts[0].html.ends_with(end), "{end}");
    };
    cut_after("Dit is een zin. ".repeat(400), "zin. ");
    cut_after("woord ".repeat(1000), "woord ");
    cut_after("x".repeat(5000), "x");
}

#[test]
fn characters_outside_the_basic_plane_count_double_and_stay_whole() {
    let parts = render(&RichText::paragraph("😀".repeat(2049)));
    assert_eq!(parts.iter().map(|part| units(&part.html)).collect::<Vec<_>>(), [4096, 2]);
}

#[test]
fn a_look_goes_on_in_the_next_message() {
    let parts = render(&RichText(vec![Block::Paragraph(vec![inline(&"x".repeat(5000), Style::Bold, None)])]));
    assert!(parts.iter().all(|part| part.html.starts_with("<b>") && part.html.ends_with("</b>")));
}

/// What Telegram shows of `html`, if it has only the tags we may use, well nested.
fn parse(html: &str) -> Result<String, String> {
    let (mut text, mut open) = (String::new(), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let is_tag = rest[at..].starts_with('<');
        let end = at + rest[at..].find(if is_tag { '>' } else { ';' }).ok_or("no end")?;
        let inside = &rest[at + 1..end];
        match inside {
            "b" | "i" => open.push(inside),
            "/b" | "/i" | "/a" if open.pop() == Some(&inside[1..]) => {}
            _ if is_tag && inside.starts_with("a href=\"http") && inside.matches('"').count() == 2 => open.push("a"),
            "lt" => text.push('<'),
            "gt" => text.push('>'),
            "amp" => text.push('&'),
            "quot" => text.push('"'),
            other => return Err(other.to_owned()),
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    if open.is_empty() && !text.is_empty() { Ok(text) } else { Err("left open or empty".to_owned()) }
}

fn any_inline() -> impl Strategy<Value = Inline> {
    let text = prop_oneof!["\\PC{0,20}", ".{0,20}", "[<>&\"';/ab ]{0,12}", "(een zin\\. ){0,300}", "😀{0,900}"];
    let style = prop_oneof![Just(Style::Plain), Just(Style::Bold), Just(Style::Italic)];
    let link = prop_oneof![
        3 => Just(None),
        1 => "https?://[a-z.<>&\"]{1,12}".prop_map(Some),
        1 => "(mailto|tel):.{0,12}".prop_map(Some),
        1 => ".{0,12}".prop_map(Some),
    ];
    (text, style, link).prop_map(|(text, style, link)| Inline { text, style, link })
}

fn any_text() -> impl Strategy<Value = RichText> {
    let line = || prop::collection::vec(any_inline(), 0..4);
    let items = || prop::collection::vec(line(), 0..4);
    let block = prop_oneof![
        line().prop_map(Block::Heading),
        line().prop_map(Block::Paragraph),
        items().prop_map(Block::Bullets),
        items().prop_map(Block::Numbers),
    ];
    prop::collection::vec(block, 0..6).prop_map(RichText)
}

/// The words that must arrive: everything but blanks, which may go where a text is cut.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #[test]
    fn t11_any_text_arrives_whole_in_known_tags_and_short_messages(text in any_text()) {
        let wanted: String = text.0.iter().map(|block| text_of(&lay_out(block))).filter(|block| !block.trim().is_empty()).collect();
        let parts = render(&text);
        let mut arrived = String::new();
        for part in &parts {
            let shown = parse(&part.html).map_err(TestCaseError::fail)?;
            prop_assert!(units(&shown) <= LIMIT && units(&part.plain) <= LIMIT);
            prop_assert!(!shown.trim().is_empty() && !shown.chars().any(is_control));
            arrived.push_str(&shown);
        }
        prop_assert_eq!(words(&arrived), words(&wanted));
    }
}
