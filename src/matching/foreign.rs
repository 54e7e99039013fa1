//! Languages that the content does not have: told by their small words and their script, never understood.
//!
//! Who writes one is told in English what there is. A text must be clearly foreign: a name or one borrowed word is not
//! enough. To have a language recognised, add its most frequent words that are no words of the content's languages.

use super::table::{Table, hash_text};
use super::words::fold;

/// Frequent words of each language, none of them Dutch or English ("mes", "les", "ben" and "die" are, so they are not
/// here).
const SMALL_WORDS: [(&str, &str); 10] = [
    (
        "de",
        "ich nicht und mich mir mein meine meinen meiner haben habe möchte kann können welche welches bitte danke guten \
         ist sind eine einen einer auf für mit von wir sie ihre ihnen über polizei warum wurde gegen spreche deutsch \
         kein keine uns dass auch sich wenn oder noch gespeichert auskunft",
    ),
    (
        "fr",
        "suis vous nous avec pour bonjour bonsoir merci mon qui que comment pourquoi votre vos cest jai quelles quelle \
         veux voudrais peux parle français sont une moi mes données chez sur cette sil plaît lors aux leur",
    ),
    (
        "es",
        "hola quiero quisiera tengo puedo datos policía cómo por favor gracias está usted hablo español porque cuánto \
         dónde cuando necesito ustedes tiene esta señor buenas buenos días qué mí sus tienen",
    ),
    (
        "tr",
        "merhaba bir için bana nasıl istiyorum hakkımda bilgi bilgilerimi değil teşekkürler lütfen türkçe benim kişisel \
         verilerimi verileri hangi kadar olarak yardım kayıt polisin polisi öğrenmek selam biliyor konuşuyor musunuz",
    ),
    (
        "pl",
        "jak mogę moje dane policja policji proszę dzień dobry czy jestem mnie się dziękuję gdzie chcę polsku mówię \
         jakie które mojego cześć",
    ),
    ("it", "buongiorno vorrei sono polizia grazie miei dati posso perché italiano parlo quali della hanno"),
    ("pt", "olá obrigado obrigada quero meus dados polícia posso não você português sobre falo quais minha"),
    ("ro", "bună vreau datele poliția mulțumesc sunt despre mele română vorbesc pot care ziua"),
    ("hu", "szeretnék rendőrség köszönöm hogyan magyarul vagyok kérem nem adataim"),
    ("id", "saya tidak apa bagaimana polisi terima kasih dengan untuk yang bisa"),
];

/// Words of the list above that other languages have as well.
const SHARED: [&str; 9] = ["mes", "sobre", "mon", "esta", "auf", "pot", "care", "noch", "nem"];

/// So many small words of a foreign language are needed in more than a greeting.
const TELLING: usize = 2;

/// One word in so many must be one.
const ONE_IN: usize = 4;

/// Up to so many words one is enough, if none is known.
const GREETING: usize = 3;

/// Tells what is written in a language that the content does not have.
pub(super) struct Foreign {
    words: Table,
}

impl Foreign {
    /// Knows the small words of languages other than those of the `codes`.
    pub(super) fn beside(codes: &[&str]) -> Self {
        let mut words = Table::default();
        let lists = SMALL_WORDS.iter().filter(|(code, _)| !codes.contains(code));
        for word in lists.flat_map(|(_, list)| list.split_whitespace()).filter(|word| !SHARED.contains(word)) {
            words.insert(hash_text(&fold(word)));
        }
        Self { words }
    }

    /// Whether a folded text is in such a language; `known` tells the words of the content's languages.
    pub(super) fn is(&self, folded: &str, known: impl Fn(&str) -> bool) -> bool {
        if is_other_script(folded) {
            return true;
        }
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let small = words.iter().filter(|word| self.words.get(hash_text(word)).is_some()).count();
        if words.len() <= GREETING {
            return small > 0 && !words.iter().any(|word| known(word));
        }
        small >= TELLING && small * ONE_IN >= words.len()
    }
}

/// Whether most letters are of a script that neither Dutch nor English is written in.
fn is_other_script(folded: &str) -> bool {
    let letters = || folded.chars().filter(|c| c.is_alphabetic());
    let other = letters().filter(|&c| c > '\u{24F}').count();
    other > 2 && other * 2 > letters().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_foreign(text: &str) -> bool {
        let known = ["mijn", "foto", "data", "hallo", "dank", "u"];
        Foreign::beside(&["nl", "en"]).is(&fold(text), |word| known.contains(&word))
    }

    #[test]
    fn what_is_written_in_another_language_is_foreign() {
        let texts = [
            "Guten Tag, ich möchte wissen, was die Polizei über mich gespeichert hat",
            "Bonjour, je voudrais savoir quelles données vous avez sur moi",
            "Hola, quiero saber qué datos tiene la policía de mí",
            "Merhaba, polisin hakkımda hangi bilgileri tuttuğunu öğrenmek istiyorum",
            "Dzień dobry, jakie dane ma o mnie policja?",
            "مرحبا، أريد أن أعرف ما هي بياناتي",
            "Добрий день, як отримати мої дані",
            "Merhaba",
        ];
        for text in texts {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn dutch_and_english_with_a_borrowed_word_are_not() {
        let texts = [
            "hij had een mes en ben toen weggegaan, staat dat in mijn dossier",
            "Kan ik met mon ami meekomen als getuige?",
            "is die foto van mij",
            "who is von der Berg and why is he in my file",
            "foto polizei",
            "🙂🙂🙂",
            "",
        ];
        for text in texts {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
