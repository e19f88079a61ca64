//! Cuts the name of the original publisher out of what a reprint notice says behind "published by".
//!
//! A rule's group catches the rest of the clause: "the Valley Times on Tuesday", "в газете «Вестник
//! Долины»". What leads to the name and what follows it are small words, of several languages.

use std::sync::LazyLock;

use super::lists::{Words, words};
use crate::dates::month;

/// A publisher's name has at most so many words; more is a sentence that was caught by mistake.
const PUBLISHER_WORDS: usize = 8;
/// So many words may lead to the name: "in our sister paper".
const LEADING_WORDS: usize = 4;

/// Words that lead to a name and are not part of it; as capitalised words they are.
static LEADS: Words = LazyLock::new(|| {
    words(
        "a an at by from in of on our sister the partner newspaper paper magazine website site blog journal outlet
         auf bei beim das dem den der des die im in vom von unserem zeitschrift
         au aux chez dans de du l' la le les par sur journal quotidien revue magazine site média hebdomadaire
         a al de del diario el en la las lo los medio periódico por portal revista semanario sitio web
         ao da das do dos em jornal na nas no nos o os pela pelo site revista
         a al alla d' da dal dalla del della di gli giornale i il la lo nel nella quotidiano rivista settimanale sito su sul sulla
         в во газета газете газеты журнал журнале журнала издании издание издания на портал портале сайт сайте агентство
         агентством газетою газетой газеті журналі виданні сайті у",
    )
});
/// Nouns that lead to a name where another lead stands before them: "in der Zeitung Talkurier".
static GERMAN_LEADS: Words = LazyLock::new(|| {
    words(
        "Zeitung Zeitschrift Magazin Portal Webseite Website Onlineportal Tageszeitung Wochenzeitung",
    )
});
/// Words behind which no name goes on.
static FOLLOWS: Words = LazyLock::new(|| {
    words(
        "and under with on in as by is was here at where which who - under:
         am auf erschienen erstmals in mit unter veröffentlicht vom wurde ist und zuerst
         a été avec dans est et le qui sous sur
         bajo con el en fue que y
         com em foi que sob
         con è il in sotto
         был была было в и на от под с і та під з",
    )
});
/// Of these, the words that names have too: they end a name only before a number or a small word.
static BOTH: Words = LazyLock::new(|| words("el le il in am a y et und и і та con con em en с"));

/// Returns the publisher's name in what stood behind "published by", if it is one.
pub(super) fn publisher(caught: &str) -> Option<&str> {
    let start = caught.trim_start_matches(|c: char| c.is_whitespace() || "*:-'".contains(c));
    let (name, is_quoted) = match quoted(start) {
        Some(name) => (name, true),
        None => (unquoted(start)?, false),
    };
    let name = name.trim_matches(|c: char| c.is_whitespace() || "\"'*.:-,".contains(c));
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_domain = name.contains('.') && words.len() == 1;
    let begins =
        name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || c.is_ascii_digit());
    // "October 30" is a day, not a paper, and "May" a month.
    let has_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let is_time = words
        .first()
        .is_some_and(|word| has_number(word) && word.contains(':'));
    let is_date = words.get(1).is_some_and(has_number)
        || words.len() == 1
            && words
                .iter()
                .all(|word| has_number(word) || month(word).is_some());
    let is_name = begins || is_domain || is_quoted;
    (is_name && !is_date && !is_time && (1..=PUBLISHER_WORDS).contains(&words.len()))
        .then(|| host(name))
}

/// Returns what stands in quotation marks, if only small words lead to it.
fn quoted(text: &str) -> Option<&str> {
    let open = text.find(['"', '«'])?;
    let (lead, rest) = text.split_at_checked(open)?;
    let rest = rest.trim_start_matches(['"', '«']);
    let (inside, _) = rest.split_once(['"', '»'])?;
    let words = lead.split_whitespace();
    let is_lead = words.clone().count() <= LEADING_WORDS
        && words.enumerate().all(|(at, word)| leads(word, at));
    (is_lead && !inside.trim().is_empty()).then_some(inside)
}

/// Returns the name behind the small words that lead to it, up to the first that follows it.
fn unquoted(text: &str) -> Option<&str> {
    let mut name = text;
    for at in 0..LEADING_WORDS {
        let elided = ["l'", "d'", "dell'", "nell'"];
        if let Some(rest) = elided.iter().find_map(|word| name.strip_prefix(word)) {
            name = rest;
            break;
        }
        match name.split_once(' ') {
            Some((word, rest)) if leads(word, at) => name = rest,
            _ => break,
        }
    }
    let mut end = 0;
    let mut words = name.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_end();
        let next = words.peek().map(|next| next.trim_end());
        if end > 0 && follows(bare, next) {
            break;
        }
        end += word.len();
        if bare.ends_with([':', ';', '"', '»']) {
            break;
        }
    }
    name.get(..end)
}

fn leads(word: &str, at: usize) -> bool {
    LEADS.contains(word) || at > 0 && GERMAN_LEADS.contains(word)
}

fn follows(word: &str, next: Option<&str>) -> bool {
    let goes_on = || next.is_some_and(|next| next.starts_with(char::is_uppercase));
    FOLLOWS.contains(word) && !(BOTH.contains(word) && goes_on())
}

/// Returns the host of an address, and anything else as it is.
fn host(name: &str) -> &str {
    let bare = name.split_once("://").map_or(name, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    match bare.split_once('/') {
        Some((host, _)) if !bare.contains(' ') && host.contains('.') => host,
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_cut_out_in_several_languages() {
        let cases = [
            ("Valley Times", Some("Valley Times")),
            ("the Valley Times on Tuesday", Some("Valley Times")),
            (
                "The Valley Times under a Creative Commons licence",
                Some("The Valley Times"),
            ),
            ("our sister paper Valley Times", Some("Valley Times")),
            ("\"Valley Times\" in May", Some("Valley Times")),
            ("the magazine \"Coast\"", Some("Coast")),
            (
                "Valley Times as \"Why the bridge shut\"",
                Some("Valley Times"),
            ),
            ("valleytimes.example", Some("valleytimes.example")),
            (
                "https://www.valleytimes.example/bridge",
                Some("valleytimes.example"),
            ),
            (
                "Voices of the Coast and is used here",
                Some("Voices of the Coast"),
            ),
            ("dem Talkurier am 3. Mai", Some("Talkurier")),
            ("der Zeitung Talkurier erschienen", Some("Talkurier")),
            ("der Zeitschrift \"Küste und Meer\"", Some("Küste und Meer")),
            ("Die Talpost veröffentlicht", Some("Die Talpost")),
            (
                "le quotidien Le Courrier du Val le 3 mai",
                Some("Le Courrier du Val"),
            ),
            ("l'Écho du Val sous licence", Some("Écho du Val")),
            ("la revue « Rivages » en mai", Some("Rivages")),
            (
                "el diario El Faro de Ostvik el 3 de mayo",
                Some("El Faro de Ostvik"),
            ),
            ("La Voz del Valle bajo licencia", Some("La Voz del Valle")),
            (
                "jornal O Farol de Ostvik em 3 de maio",
                Some("O Farol de Ostvik"),
            ),
            ("il giornale Il Faro con licenza", Some("Il Faro")),
            ("в газете «Вестник Долины» 3 мая", Some("Вестник Долины")),
            (
                "на сайте Вестник Долины под лицензией",
                Some("Вестник Долины"),
            ),
            ("виданні «Голос Долини»", Some("Голос Долини")),
            ("October 30", None),
            ("2019", None),
            ("11:15 p", None),
            ("a team of scientists", None),
            ("in May", None),
            ("", None),
            (" ", None),
        ];
        for (caught, expected) in cases {
            assert_eq!(publisher(caught), expected, "{caught}");
        }
    }
}
