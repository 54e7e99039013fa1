//! Telegram's HTML, parsed strictly: the text as people see it and its entities, or why it cannot be parsed.

/// A stretch of the text with a look, in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    pub(crate) kind: &'static str,
    pub(crate) offset: usize,
    pub(crate) length: usize,
    pub(crate) url: Option<String>,
}

/// Parses `html`. The error is what Telegram says after "can't parse entities: ".
pub(crate) fn parse(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut parser = Parser { html, at: 0, text: String::new(), units: 0, open: Vec::new(), entities: Vec::new() };
    while let Some(c) = parser.rest().chars().next() {
        match c {
            '<' if parser.rest().starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => parser.reference()?,
            '>' => return Err(format!("Unescaped character \">\" at byte offset {}", parser.at)),
            _ => parser.push(c, c.len_utf8()),
        }
    }
    match parser.open.last() {
        Some(open) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag)),
        None => Ok((parser.text, parser.entities)),
    }
}

struct Parser<'a> {
    html: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<Open<'a>>,
    entities: Vec<Entity>,
}

struct Open<'a> {
    tag: &'a str,
    kind: &'static str,
    start: usize,
    url: Option<String>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn push(&mut self, c: char, bytes: usize) {
        self.text.push(c);
        self.units += c.len_utf16();
        self.at += bytes;
    }

    fn reference(&mut self) -> Result<(), String> {
        let (c, bytes) = decode(self.rest()).ok_or_else(|| format!("Unknown entity at byte offset {}", self.at))?;
        self.push(c, bytes);
        Ok(())
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let at = self.at;
        let inside = self.rest()[1..].split_once('>').ok_or(format!("Unclosed start tag at byte offset {at}"))?.0;
        let (tag, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let unsupported = || format!("Unsupported start tag \"{tag}\" at byte offset {at}");
        let kind = kind(tag).ok_or_else(unsupported)?;
        let url = match (tag, attribute(attributes)) {
            ("a", Some(("href", url))) => Some(unescape(url)?),
            ("span", Some(("class", "tg-spoiler"))) | ("code", Some(("class", _))) => None,
            ("a" | "span", _) => return Err(unsupported()),
            _ if attributes.is_empty() => None,
            _ => return Err(unsupported()),
        };
        if url.as_ref().is_some_and(|url| !is_web_address(url)) {
            return Err(format!("Unsupported address at byte offset {at}"));
        }
        self.open.push(Open { tag, kind, start: self.units, url });
        self.at += inside.len() + 2;
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let at = self.at;
        let found = self.rest()[2..].split_once('>').ok_or(format!("Unclosed end tag at byte offset {at}"))?.0;
        let open = self.open.pop().ok_or(format!("Unexpected end tag at byte offset {at}"))?;
        if open.tag != found {
            return Err(format!(
                "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{found}>\"",
                open.tag
            ));
        }
        let length = self.units - open.start;
        if length > 0 {
            self.entities.push(Entity { kind: open.kind, offset: open.start, length, url: open.url });
        }
        self.at += found.len() + 3;
        Ok(())
    }
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

/// The one attribute `name="value"`.
fn attribute(attributes: &str) -> Option<(&str, &str)> {
    let (name, value) = attributes.split_once("=\"")?;
    let value = value.strip_suffix('"')?;
    (!value.contains('"')).then_some((name, value))
}

fn unescape(text: &str) -> Result<String, String> {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let (c, bytes) = decode(&rest[at..]).ok_or("Unknown entity in an attribute")?;
        plain.push(c);
        rest = &rest[at + bytes..];
    }
    Ok(plain + rest)
}

/// The character that a reference at the start of `text` stands for, and the length of the reference.
fn decode(text: &str) -> Option<(char, usize)> {
    let (name, _) = text[1..].split_once(';')?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => match name.strip_prefix("#x") {
            Some(digits) => number(digits, 16)?,
            None => number(name.strip_prefix('#')?, 10)?,
        },
    };
    Some((c, name.len() + 2))
}

/// Telegram drops other links in silence.
fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| host.contains('.')) && !url.contains(char::is_whitespace)
}
