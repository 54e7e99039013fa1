//! What is given anything: one function a target. `cargo fuzz` calls them in `fuzz_targets/`, the test-suite with the corpora,
//! `benches/fuzz.rs` with what it makes of the corpora.
//!
//! Always holds: no input makes one of them panic, and none takes longer than its length allows.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use loket::channels::telegram::{Lock, RawUpdate, parts, read};
use loket::content::{Block, Date, Inline, RichText, SourceFile, Style, parse_catalogue};
use loket::content_files::{Root, load_for_use, today};
use loket::dialogue::{Effect, House, Input, Knowledge, Moment, State, step};
use loket::privacy::{Sensitive, redact};
use loket::store::backup::verify;

/// What is run on any bytes.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const ALL: [(&str, Target); 7] = [
    ("update", update),
    ("redact", redactor),
    ("content", content),
    ("html", html),
    ("press", press),
    ("record", record),
    ("webhook", webhook),
];

fn words(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// An update of Telegram's, whole or not.
pub fn update(data: &[u8]) {
    let _ = RawUpdate::parse(data);
    let _ = read(data);
}

/// A citizen's message; a second round strikes nothing more. Of one in which there is ever more to strike nothing comes through;
/// that must not hide a panic, which whoever calls this sees by a hook.
pub fn redactor(data: &[u8]) {
    /// Of longer texts the second round sees less.
    const LENGTH: usize = 8192;
    let once = redact(&words(data));
    assert!(!once.withheld || once.text == "[...]", "withheld, and not");
    if once.text.chars().count() <= LENGTH {
        let twice = redact(&once.text);
        assert_eq!(twice.text, once.text, "a second round strikes more");
    }
}

/// One file of the content; the first byte says which.
pub fn content(data: &[u8]) {
    const FILES: [&str; 7] = [
        "intents/complaint.toml",
        "answers/nl/complaint.md",
        "answers/nl/phrases.ftl",
        "answers/facts.toml",
        "answers/contacts.toml",
        "answers/regions.toml",
        "intents/follow-ups.toml",
    ];
    let (which, text) = data.split_first().map_or((0, data), |(which, text)| (*which, text));
    let path = FILES[usize::from(which) % FILES.len()];
    let file = SourceFile { path: path.to_owned(), text: words(text) };
    let _ = parse_catalogue(&[file], Date { year: 2026, month: 11, day: 23 });
}

/// A text that goes out: in parts that Telegram takes.
pub fn html(data: &[u8]) {
    let text = words(data);
    let styles = [Style::Plain, Style::Bold, Style::Italic];
    let blocks = text.split("\n\n").enumerate().map(|(at, block)| {
        let run = block.split('|').enumerate().map(|(place, text)| Inline {
            text: text.to_owned(),
            style: styles[place % styles.len()],
            link: (place % 5 == 4).then(|| format!("https://a.example/{text}")),
        });
        if at % 3 == 1 {
            Block::Bullets(run.map(|inline| vec![inline]).collect())
        } else {
            Block::Paragraph(run.collect())
        }
    });
    for (html, plain) in parts(&RichText(blocks.collect())) {
        assert!(plain.encode_utf16().count() <= 4096, "a part is too long");
        assert!(!html.contains('\0'));
    }
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let base = root().join("tests/fixtures/content/base");
        let loaded = load_for_use(&Root::Folder(base), today());
        Knowledge::new(loaded.catalogue.expect("the small content is whole"))
    })
}

/// The folder of the project, from itself and from `fuzz/`.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    if own.ends_with("fuzz") { own.join("..") } else { own.to_owned() }
}

/// The data of a button, and the payload of a link: they never erase, for that takes the turn before.
pub fn press(data: &[u8]) {
    assert!(!erases(data));
}

/// Whether a press with these data, or a link, erases a conversation in which that was not asked.
pub fn erases(data: &[u8]) -> bool {
    let state = State { introduced: true, turns: 7, ..State::default() };
    let pressed = Input::Press { data: Sensitive::new(words(data)) };
    let typed = Input::Text {
        text: Sensitive::new(format!("/start {}", words(data))),
        app_lang: None,
        edited: false,
        message: None,
    };
    [pressed, typed].iter().any(|input| {
        let turn = step(knowledge(), &House::default(), &state, input, Moment(0));
        assert!(!turn.effects.is_empty(), "each is answered");
        turn.effects.contains(&Effect::Forget)
    })
}

/// The bytes of a backup, with the records in it.
pub fn record(data: &[u8]) {
    let _ = verify(data, |_| {});
}

/// What a request at the webhook brings: secrets a line each, an empty line, the body.
pub fn webhook(data: &[u8]) {
    let lock = Lock::new(&Sensitive::new("Kanarie-zingt_zacht-0123456789".to_owned()));
    let mut lines = data.split(|byte| *byte == b'\n');
    let given: Vec<&[u8]> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    if lock.opens(given.iter().copied()) {
        assert_eq!(given, [b"Kanarie-zingt_zacht-0123456789"]);
    }
    update(&lines.collect::<Vec<_>>().join(&b'\n'));
}
