//! How identifiers of each kind are made up.

use super::Dice;

/// What stands before and behind.
type Surroundings = (&'static str, &'static str);

const APART: [&str; 16] =
    ["", "", "", "", "", "", "", " ", ".", "-", " - ", "/", "\u{2013}", "\u{a0}", "\u{200b}", "\t"];

/// Words around any identifier, none of which says what it is.
const ANYWHERE: [Surroundings; 24] = [
    ("", ""),
    ("", "."),
    ("(", ")"),
    ("ik ben ", " en ik wil mijn gegevens inzien"),
    ("Goedemiddag, hierbij ", ", graag antwoord"),
    ("dit staat fout in het systeem: ", ""),
    ("waarom heeft de politie ", " van mij?"),
    ("Hallo\n", "\nMet vriendelijke groet"),
    ("ze hebben ", " opgeschreven, mag dat"),
    ("\u{1f600} ", " \u{1f44d}"),
    ("HALLO IK BEN ", " EN IK BEN BOOS"),
    ("kunt u kijken bij \u{201c}", "\u{201d} ?"),
    ("mijn dossier: ", "; spoed!!"),
    ("the police has ", " on file, how do I remove it?"),
    ("please check ", ", thank you"),
    ("my details are ", "\nregards"),
    ("is ", " bekend bij jullie"),
    ("wie heeft er in ", " gekeken"),
    ("gegevens = ", " / einde"),
    ("zoek '", "' op"),
    ("b\u{e9}l of mail, ", "\u{2026}"),
    ("staat \u{2192} ", " \u{2190} erin"),
    ("ok ", "\tklopt dat"),
    ("<b>", "</b>"),
];

fn anywhere(dice: &mut Dice) -> Surroundings {
    ANYWHERE[usize::try_from(dice.below(ANYWHERE.len() as u64)).unwrap_or_default()]
}

fn named(dice: &mut Dice, of: &[Surroundings]) -> Surroundings {
    of[usize::try_from(dice.below(of.len() as u64)).unwrap_or_default()]
}

/// `signs` in groups, with one thing between all of them.
fn grouped(signs: &str, lengths: &[usize], apart: &str) -> String {
    let mut rest = signs;
    let mut parts = Vec::new();
    for length in lengths {
        let (part, behind) = rest.split_at((*length).min(rest.len()));
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts.join(apart)
}

/// Each digit followed by whatever sets digits apart.
fn spread(digits: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 {
            text.push_str(dice.one(&APART));
        }
        text.push(digit);
    }
    text
}

/// The same digits of another script, now and then.
fn scripted(text: String, dice: &mut Dice) -> String {
    let zero = match dice.below(40) {
        0 => '\u{0660}',
        1 => '\u{06F0}',
        2 => '\u{FF10}',
        3 => '\u{0966}',
        4 => '\u{1D7CE}',
        _ => return text,
    };
    let other = |c: char| c.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value));
    text.chars().map(|c| if c.is_ascii_digit() { other(c).unwrap_or(c) } else { c }).collect()
}

pub(super) fn bsn(dice: &mut Dice) -> (String, Surroundings) {
    let around: [Surroundings; 7] = [
        ("mijn bsn is ", ""),
        ("BSN:", " graag verwijderen"),
        ("burgerservicenummer ", ", en nu?"),
        ("Sofi-nummer ", "."),
        ("my citizen service number: ", " ok?"),
        ("bsn", ""),
        ("", " is mijn BSN"),
    ];
    loop {
        // One in five begins with a zero; none begins with two.
        let digits = match dice.chance(5) {
            true => format!("0{}{}", 1 + dice.below(9), dice.digits(6)),
            false => format!("{}{}", 1 + dice.below(9), dice.digits(7)),
        };
        let weights = [9, 8, 7, 6, 5, 4, 3, 2];
        let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        if sum % 11 == 10 {
            continue;
        }
        let whole = format!("{digits}{}", sum % 11);
        let short = whole.starts_with('0') && dice.chance(3);
        let text = match (short, dice.below(4)) {
            (true, _) => whole[1..].to_owned(),
            (false, 0) => whole,
            (false, 1) => grouped(&whole, &[4, 2], dice.one(&["-", ".", " "])),
            (false, 2) => grouped(&whole, &[3, 3], dice.one(&["-", ".", " ", " - "])),
            (false, _) => spread(&whole, dice),
        };
        let text = scripted(text, dice);
        return (text, if dice.chance(2) { named(dice, &around) } else { anywhere(dice) });
    }
}

pub(super) fn iban(dice: &mut Dice) -> (String, Surroundings) {
    let (country, account) = match dice.below(8) {
        0 => ("BE", dice.digits(12)),
        1 => ("DE", dice.digits(18)),
        2 => ("FR", dice.digits(23)),
        3 => ("GB", format!("{}{}", dice.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4), dice.digits(14))),
        4 => ("PL", dice.digits(24)),
        _ => {
            let bank = dice.one(&["ABNA", "INGB", "RABO", "SNSB", "TRIO", "KNAB", "BUNQ", "ASNB", "REVO"]);
            ("NL", format!("{bank}{}", dice.digits(10)))
        }
    };
    let rest = format!("{account}{country}00").chars().fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap_or_default();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    let iban = format!("{country}{:02}{account}", 98 - rest);
    let text = match dice.below(4) {
        0 => grouped(&iban, &[4; 8], dice.one(&[" ", ".", "-", "  ", "_"])),
        1 => iban.to_lowercase(),
        2 => grouped(&iban.to_lowercase(), &[4; 8], " "),
        _ => iban,
    };
    (text, anywhere(dice))
}

pub(super) fn email(dice: &mut Dice) -> (String, Surroundings) {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let first = format!("{}q{}", dice.from(letters, 1), dice.from(letters, 5));
    let last = format!("{}x{}", dice.from(letters, 2), dice.digits(2));
    let host = format!("z{}", dice.from(letters, 6));
    let apart = dice.one(&["", ".", "_", "-", "+"]);
    let (at, dot) = match dice.below(10) {
        0 => (" @ ", "."),
        1 => ("(at)", "."),
        2 => (" [at] ", " [dot] "),
        3 => (" apenstaartje ", " punt "),
        4 => (" at ", " dot "),
        _ => ("@", "."),
    };
    let (before, after) = anywhere(dice);
    // Behind a word without an end of its own, " at " would be read as belonging to all of it.
    let sub = if dice.chance(4) { format!("mail{dot}") } else { String::new() };
    (
        format!("{first}{apart}{last}{at}{sub}{host}{dot}{}", dice.one(&["nl", "com", "be", "org", "info"])),
        (before, after),
    )
}

pub(super) fn phone(dice: &mut Dice) -> (String, Surroundings) {
    let text = match dice.below(6) {
        0 => format!("06{}", spread(&format!("{}{}", dice.one(&["1", "2", "3", "4", "5", "8"]), dice.digits(7)), dice)),
        1 => {
            format!("{}{}", dice.one(&["06-", "+316", "+31 6 ", "0031 6", "+31(0)6 ", "06 - ", "316"]), dice.digits(8))
        }
        2 => {
            let area = dice.one(&["010", "020", "030", "040", "050", "070", "088", "085"]);
            format!(
                "{area}{}{}",
                dice.one(&["-", " ", "", ") ", "/"]),
                grouped(&dice.digits(7), &[3, 2], dice.one(&[" ", "", "."]))
            )
        }
        3 => {
            let area = dice.one(&["0111", "0223", "0321", "0413", "0513", "0592", "0650", "0713", "0887"]);
            format!("{area}{}{}", dice.one(&["-", " ", ""]), dice.digits(6))
        }
        4 => {
            let country =
                dice.one(&["+32 4", "+49 1", "+44 7", "+48 6", "+90 5", "+212 6", "+1 2", "+33 6", "+380 9", "+597 8"]);
            format!("{country}{}", spread(&dice.digits(8), dice))
        }
        _ => {
            let country = dice.one(&["0032", "0049", "0044", "0090", "00212", "+34", "+351", "+40"]);
            format!("{country}{}{}{}", dice.one(&["", " ", "-"]), dice.one(&["4", "6", "7", "9"]), dice.digits(8))
        }
    };
    (scripted(text, dice), anywhere(dice))
}

pub(super) fn plate(dice: &mut Dice) -> (String, Surroundings) {
    let series = [
        "xx-99-99", "99-99-xx", "99-xx-99", "xx-99-xx", "xx-xx-99", "99-xx-xx", "99-xxx-9", "9-xxx-99", "xx-999-x",
        "x-999-xx", "xxx-99-x", "x-99-xxx", "9-xx-999", "999-xx-9",
    ];
    let around: [Surroundings; 5] = [
        ("mijn kenteken is ", ""),
        ("kenteken: ", ", klopt dat?"),
        ("", " is het kenteken"),
        ("my licence plate ", " was scanned"),
        ("de nummerplaat was ", " dacht ik"),
    ];
    let place = usize::try_from(dice.below(14)).unwrap_or_default();
    let letters = "BDFGHJKLNPRSTVXZ";
    let plate: String = series[place]
        .chars()
        .map(|part| match part {
            'x' => dice.from(letters, 1),
            '9' => dice.digits(1),
            dash => dash.to_string(),
        })
        .collect();
    match dice.below(4) {
        0 => {
            let apart = dice.one(&[" ", "", ".", " - ", "\u{b7}"]);
            let text = plate.replace('-', apart);
            (if dice.chance(2) { text.to_lowercase() } else { text }, named(dice, &around))
        }
        1 if place >= 2 => (plate.replace('-', ""), anywhere(dice)),
        2 => (plate.to_lowercase(), anywhere(dice)),
        3 => (plate.replace('-', dice.one(&["\u{2011}", "\u{2013}", "\u{2212}"])), anywhere(dice)),
        _ => (plate, anywhere(dice)),
    }
}

pub(super) fn address(dice: &mut Dice) -> (String, Surroundings) {
    let code = format!("{}{}", 1 + dice.below(9), dice.digits(3));
    let letters = dice.from("BCFGHJKLMPRTVWXZ", 2);
    let letters = if dice.chance(2) { letters.to_lowercase() } else { letters };
    let number = format!("{}{}", 1 + dice.below(999), dice.one(&["", "", "", "a", "-2", " bis", " hs", "B"]));
    let code = format!("{code}{}{letters}", dice.one(&["", " "]));
    let text = match dice.below(7) {
        0 => format!("{code} {number}"),
        1 => format!("{code}, {number}"),
        2 => format!("{code} nr. {number}"),
        3 => format!("{code} huisnummer {number}"),
        4 => format!("{number}, {code}"),
        5 => format!("{number} {code}"),
        _ => format!("{code}\nhuisnummer: {number}"),
    };
    (text, anywhere(dice))
}

pub(super) fn birth_date(dice: &mut Dice) -> (String, Surroundings) {
    let around: [Surroundings; 12] = [
        ("geboren ", ""),
        ("geboren op ", " te Utrecht"),
        ("geboren te Amsterdam op ", "."),
        ("mijn geboortedatum is ", " en ik wil inzage"),
        ("Geboortedatum: ", ""),
        ("geb. ", ""),
        ("geb ", " man"),
        ("(*geboren ", ")"),
        ("born on ", " in London"),
        ("my date of birth: ", ", thanks"),
        ("DOB ", ""),
        ("", " is mijn geboortedatum"),
    ];
    let (day, month, year) = (1 + dice.below(28), 1 + dice.below(12), 1920 + dice.below(100));
    let apart = dice.one(&["-", "/", ".", " ", " - ", "\u{2013}", ". "]);
    let dutch = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let short = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"];
    let english = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let named_month = usize::try_from(month - 1).unwrap_or_default();
    let text = match dice.below(10) {
        0 => format!("{day:02}{apart}{month:02}{apart}{year}"),
        1 => format!("{day}{apart}{month}{apart}{year}"),
        2 => format!("{day}{apart}{month}{apart}{:02}", year % 100),
        3 => format!("{year}-{month:02}-{day:02}"),
        4 => format!("{day} {} {year}", dutch[named_month]),
        5 => format!("{day} {} '{:02}", short[named_month], year % 100),
        6 => format!("{} {day}, {year}", english[named_month]),
        7 => format!(
            "{day}{} of {} {year}",
            ["th", "st", "nd", "rd"][usize::try_from(day % 4).unwrap_or_default()],
            english[named_month]
        ),
        8 => format!("{day:02}{month:02}{year}"),
        _ => format!("{day} {}", dutch[named_month].to_uppercase()),
    };
    (text, named(dice, &around))
}

pub(super) fn document(dice: &mut Dice) -> (String, Surroundings) {
    let around: [Surroundings; 12] = [
        ("mijn paspoortnummer is ", ""),
        ("paspoort ", " is gestolen"),
        ("identiteitskaart: ", ", verlopen"),
        ("ID-kaart ", ""),
        ("rijbewijs ", " kwijt"),
        ("rijbewijsnummer is ", "."),
        ("v-nummer ", ""),
        ("mijn V-nummer: ", " graag"),
        ("verblijfsdocument nr ", " klopt niet"),
        ("my passport number is ", ", why"),
        ("", " is mijn paspoortnummer"),
        ("SKN ", " hoort niet bij mij"),
    ];
    let signs = "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789";
    match dice.below(4) {
        0 => (dice.digits(10), named(dice, &around)),
        1 => (grouped(&dice.digits(10), &[3, 3], dice.one(&[".", " ", "-"])), named(dice, &around)),
        2 => {
            let number =
                format!("{}{}{}", dice.from("ABCDEFGHIJKLMNPQRSTUVWXYZ", 2), dice.from(signs, 6), dice.digits(1));
            let small = number.bytes().filter(u8::is_ascii_digit).count() >= 3 && dice.chance(2);
            (if small { number.to_lowercase() } else { number }, named(dice, &around))
        }
        _ => loop {
            let number =
                format!("{}{}{}", dice.from("ABCDEFGHIJKLMNPQRSTUVWXYZ", 2), dice.from(signs, 6), dice.digits(1));
            if number.bytes().filter(u8::is_ascii_digit).count() >= 3 {
                return (number, anywhere(dice));
            }
        },
    }
}

pub(super) fn card(dice: &mut Dice) -> (String, Surroundings) {
    let (head, length) = match dice.below(6) {
        0 => (dice.one(&["51", "52", "53", "54", "55"]), 16),
        1 => ("2221", 16),
        2 => (dice.one(&["34", "37"]), 15),
        3 => (dice.one(&["5018", "6304", "6759"]), 19),
        4 => ("36", 14),
        _ => ("4", 16),
    };
    let body = format!("{head}{}", dice.digits(length - head.len() - 1));
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let values = body.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = values.map(|(place, digit)| if place % 2 == 0 { doubled(digit) } else { digit }).sum();
    let card = format!("{body}{}", (10 - sum % 10) % 10);
    let text = match dice.below(3) {
        0 => card,
        1 => grouped(&card, &[4; 5], dice.one(&[" ", "-", "  ", "."])),
        _ => spread(&card, dice),
    };
    (scripted(text, dice), anywhere(dice))
}

pub(super) fn handle(dice: &mut Dice) -> (String, Surroundings) {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let around: [Surroundings; 5] = [
        ("mijn telegram is ", ""),
        ("insta: ", ", zoek maar"),
        ("gebruikersnaam ", " op snap"),
        ("my username is ", " ok"),
        ("Telegram naam: ", "."),
    ];
    let name = format!("q{}{}{}", dice.from(letters, 5), dice.one(&["_", "", "9"]), dice.from(letters, 3));
    if dice.chance(4) {
        return (format!("{name}_{}", dice.digits(2)), named(dice, &around));
    }
    let (before, after) = anywhere(dice);
    (format!("@{name}"), (before, after))
}

pub(super) fn link(dice: &mut Dice) -> (String, Surroundings) {
    let word = dice.from("abcdefghijklmnopqrstuvwxyz", 9);
    let hex = dice.from("0123456789abcdef", 32);
    let mixed = dice.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 24);
    let text = match dice.below(8) {
        0 => format!("https://t.me/{word}"),
        1 => format!("t.me/+{mixed}7Q"),
        2 => format!("https://www.voorbeeld.nl/reset?token={word}"),
        3 => format!("http://voorbeeld.nl/d/{hex}00112233"),
        4 => format!("www.voorbeeld.com/bestand/{mixed}ABCDE"),
        5 => format!("https://voorbeeld.org/a?x=1&session={hex}&y=2"),
        6 => format!("https://wa.me/316{}", dice.digits(8)),
        _ => format!("tg://resolve?domain={word}"),
    };
    let (before, after) = anywhere(dice);
    (text, (before, after))
}
