//! Files and folders themselves: names, encoding, what is missing or does not belong.

use super::Severity::{Error, Warning};
use super::{Code, Diagnostic, Place};
use crate::text::nearest;

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &FILE_NAME,
    &UNKNOWN_FILE,
    &MISSING_FILE,
    &MISSING_FOLDER,
    &ENCODING,
    &HIDDEN_CHARACTER,
    &UNREADABLE_FILE,
    &SYMLINK,
];

/// `file-name`
pub static FILE_NAME: Code = Code {
    name: "file-name",
    severity: Error,
    title: "a name is not in lower-case letters, digits and dashes",
    why: "The name of a file or ledger entry is how others refer to it. Lower-case letters a to z, digits, and dashes \
          between words work everywhere alike.",
    wrong: "intents/Access_Request.toml",
    right: "intents/access-request.toml",
};

/// `name` is not in lower-case letters, digits and dashes; `better` would be.
#[must_use]
pub fn file_name(at: Place, name: &str, better: &str) -> Diagnostic {
    FILE_NAME
        .at(at, format!("the name `{name}` is not in lower-case letters, digits and dashes"))
        .help(if better.is_empty() { "rename it".to_owned() } else { format!("call it `{better}`") })
}

/// `unknown-file`
pub static UNKNOWN_FILE: Code = Code {
    name: "unknown-file",
    severity: Warning,
    title: "a file in the content folders is not read",
    why: "intents/ has .toml files. answers/ has facts.toml, contacts.toml, sources.toml and a folder for each language \
          with .md files, phrases.ftl and plain-words.toml. Anything else there is not read, perhaps because its ending is not right.",
    wrong: "intents/access-request.tml",
    right: "intents/access-request.toml",
};

/// The file is of no known sort.
#[must_use]
pub fn unknown_file<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let help = match nearest(name, known) {
        Some(near) => format!("the nearest name is `{near}`"),
        None => {
            "intents/ has .toml files, answers/<language>/ has .md files and phrases.ftl; move other files elsewhere"
                .into()
        }
    };
    UNKNOWN_FILE.at(at, format!("`{name}` is not read")).help(help)
}

/// `missing-file`
pub static MISSING_FILE: Code = Code {
    name: "missing-file",
    severity: Error,
    title: "a file that must be there is missing",
    why: "intents/ has menu.toml, follow-ups.toml and none.toml beside the intents; answers/ has facts.toml, contacts.toml \
          and sources.toml; each language has phrases.ftl.",
    wrong: "answers/ without facts.toml",
    right: "answers/facts.toml, contacts.toml and sources.toml",
};

/// The file at the place is missing.
#[must_use]
pub fn missing_file(at: Place) -> Diagnostic {
    let message = format!("the file {} is missing", at.file);
    MISSING_FILE.at(at, message).help("docs/content-format.md shows what stands in it")
}

/// The folder of the language `code` has no phrases, perhaps because it is no language at all.
#[must_use]
pub fn missing_phrases(at: Place, code: &str) -> Diagnostic {
    let help = format!(
        "put it back, or write it for a new language; if answers/{code}/ is no language, move the folder elsewhere. Until \
         then nothing else is said of this language"
    );
    missing_file(at).help(help)
}

/// `missing-folder`
pub static MISSING_FOLDER: Code = Code {
    name: "missing-folder",
    severity: Error,
    title: "a folder that must be there is missing",
    why: "The content is the two folders intents/ and answers/ beside one another, and answers/nl/ for the Dutch answers. \
          With --content you name the folder in which the two stand.",
    wrong: "loket check --content intents",
    right: "loket check --content .",
};

/// The folder at the place is missing or empty.
#[must_use]
pub fn missing_folder(at: Place) -> Diagnostic {
    let message = format!("the folder {}/ is missing or has no files", at.file);
    MISSING_FOLDER.at(at, message).help("name the folder that has intents/ and answers/ with --content")
}

/// `encoding`
pub static ENCODING: Code = Code {
    name: "encoding",
    severity: Error,
    title: "a file is not in UTF-8",
    why: "Letters such as é are saved in different ways. The content is saved as UTF-8, which every editor can: choose \
          \"Save as\" and then the encoding UTF-8.",
    wrong: "a file saved as Windows-1252",
    right: "the same file saved as UTF-8",
};

/// The file is not UTF-8 from the place on.
#[must_use]
pub fn encoding(at: Place) -> Diagnostic {
    ENCODING
        .at(at.saying("this character"), "this file is not in UTF-8")
        .help("save it again in your editor with the encoding UTF-8")
}

/// The file is in UTF-16, which some editors call "Unicode".
#[must_use]
pub fn encoding_utf_16(at: Place) -> Diagnostic {
    ENCODING.at(at, "this file is in UTF-16, not in UTF-8").help(
        "save it again in your editor with the encoding UTF-8; UTF-16 is called \"Unicode\" in some editors, such as Kladblok",
    )
}

/// `hidden-character`
pub static HIDDEN_CHARACTER: Code = Code {
    name: "hidden-character",
    severity: Error,
    title: "a character that cannot be seen stands in a file",
    why: "Some characters are not shown but turn the direction of the text, or do nothing at all. They come along when a \
          text is copied from a web page or a document. What a citizen reads may then differ from what you see. The same holds for one written as an escape: \\u202e.",
    wrong: "U krijgt<U+200B> antwoord.",
    right: "U krijgt antwoord.",
};

/// The character `found` cannot be seen.
#[must_use]
pub fn hidden_character(at: Place, found: char) -> Diagnostic {
    HIDDEN_CHARACTER
        .at(at.saying("here"), format!("the character U+{:04X} stands here, which cannot be seen", u32::from(found)))
        .help("delete it: remove the words around it and type them again")
}

/// `unreadable-file`
pub static UNREADABLE_FILE: Code = Code {
    name: "unreadable-file",
    severity: Error,
    title: "a file or folder cannot be read",
    why: "The operating system refused to give it. Most often the rights of the file do not let the assistant read it, or \
          the file is far too large.",
    wrong: "-rw------- root facts.toml",
    right: "-rw-r--r-- root facts.toml",
};

/// The operating system's refusal.
#[must_use]
pub fn unreadable_file(at: Place, why: &str) -> Diagnostic {
    let message = format!("{} cannot be read: {why}", at.file);
    UNREADABLE_FILE.at(at, message).help("let the assistant read it, or move it elsewhere")
}

/// `symlink`
pub static SYMLINK: Code = Code {
    name: "symlink",
    severity: Error,
    title: "a link to another place stands in the content folders",
    why: "A symbolic link could show a citizen a file from anywhere on the computer. The content is only what stands in \
          the folders themselves.",
    wrong: "answers/nl/help.md -> /etc/passwd",
    right: "answers/nl/help.md as a file of its own",
};

/// The file at the place is a symbolic link.
#[must_use]
pub fn symlink(at: Place) -> Diagnostic {
    let message = format!("{} is a symbolic link", at.file);
    SYMLINK.at(at, message).help("put the file itself there")
}
