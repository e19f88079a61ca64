//! Who says a quotation, where the text names the speaker beside it.
//!
//! A verb of saying stands within a few words before or behind the quotation marks, and the speaker beside
//! the verb: "…", said Ingrid Vestby; Ingrid Vestby, the mayor, told reporters: "…". Whoever is named by a
//! pronoun alone is not resolved.

use std::ops::Range;

use crate::sketch::words;
use crate::stories::is_capitalised;

/// So many words around a quotation are looked at.
const NEAR_WORDS: usize = 12;

/// A speaker has at most so many names.
const NAME_WORDS: usize = 4;

/// Verbs of saying, in the forms in which they stand beside quotations.
const VERBS: [&str; 62] = [
    "said",
    "says",
    "told",
    "tells",
    "added",
    "adds",
    "wrote",
    "writes",
    "tweeted",
    "asked",
    "warned",
    "explained",
    "stated",
    "insisted",
    "argued",
    "replied",
    "announced",
    "declared",
    "noted",
    "recalled",
    "sagte",
    "sagt",
    "erklärte",
    "erklärt",
    "betonte",
    "meinte",
    "schrieb",
    "schreibt",
    "fügte",
    "berichtete",
    "dit",
    "affirmé",
    "déclaré",
    "ajouté",
    "expliqué",
    "assure",
    "explique",
    "estime",
    "lance",
    "souligne",
    "dijo",
    "dice",
    "afirmó",
    "explicó",
    "añadió",
    "señaló",
    "aseguró",
    "declaró",
    "agregó",
    "sostuvo",
    "disse",
    "diz",
    "afirmou",
    "explicou",
    "dichiarato",
    "detto",
    "spiega",
    "ha",
    "сказал",
    "сказала",
    "заявил",
    "заявила",
];

/// Returns who says what stands at `quote` in a text, a byte range inside quotation marks; `None` if nobody
/// is named beside it.
pub fn speaker(text: &str, quote: &Range<usize>) -> Option<String> {
    let line_start = text[..quote.start].rfind('\n').map_or(0, |feed| feed + 1);
    let line_end = text[quote.end..]
        .find('\n')
        .map_or(text.len(), |feed| quote.end + feed);
    behind(&text[quote.end..line_end]).or_else(|| before(&text[line_start..quote.start]))
}

/// Returns the speaker that is named behind a quotation. The rest of the quotation comes first, if it is not
/// shared to its end.
fn behind(text: &str) -> Option<String> {
    let close = text.find(['"', '”', '“', '»'])?;
    let after = &text[close..];
    // What follows the end of the sentence is about something else.
    let end = after.find(['.', '!', '?', '„', '«']).unwrap_or(after.len());
    named(&after[..end])
}

/// Returns the speaker that is named before a quotation.
fn before(text: &str) -> Option<String> {
    let open = text.rfind(['"', '“', '„', '«'])?;
    let lead = &text[..open];
    let start = lead
        .rfind(['.', '!', '?', '”', '»'])
        .map_or(0, |stop| stop + 1);
    // A stop is one byte in ASCII and more elsewhere.
    let start = (start..=lead.len()).find(|at| lead.is_char_boundary(*at))?;
    named(&lead[start..])
}

/// Returns the name that stands nearest to a verb of saying.
fn named(clause: &str) -> Option<String> {
    let found: Vec<_> = words(clause).take(2 * NEAR_WORDS).collect();
    let verb = found
        .iter()
        .position(|word| VERBS.contains(&word.text.to_lowercase().as_str()))?;
    let names = names(clause, &found);
    let distance = |name: &Range<usize>| match name.start > verb {
        true => name.start - verb,
        false => verb + 1 - name.end,
    };
    let nearest = names
        .into_iter()
        .min_by_key(|name| (distance(name), name.start))?;
    let is_near = distance(&nearest) <= NEAR_WORDS;
    let span = found[nearest.start].start..found[nearest.end - 1].end();
    is_near.then(|| clause[span].to_owned())
}

/// Returns the runs of capitalised words in a clause that may be names, as ranges of words.
fn names(clause: &str, found: &[crate::sketch::Word<'_>]) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for (place, word) in found.iter().enumerate() {
        if !is_capitalised(word.text) || is_pronoun(word.text) {
            continue;
        }
        match names.last_mut() {
            Some(name)
                if name.end == place
                    && name.len() < NAME_WORDS
                    && clause[found[place - 1].end()..word.start].trim().is_empty() =>
            {
                name.end = place + 1;
            }
            _ => names.push(place..place + 1),
        }
    }
    names
}

/// Returns whether a capitalised word stands for a name, or opens a sentence.
fn is_pronoun(word: &str) -> bool {
    let lower = word.to_lowercase();
    const WORDS: [&str; 34] = [
        "he", "she", "it", "they", "we", "the", "a", "an", "in", "on", "at", "but", "and", "as",
        "one", "this", "that", "his", "her", "their", "er", "sie", "der", "die", "das", "il",
        "elle", "le", "la", "él", "ella", "el", "он", "она",
    ];
    WORDS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the speaker of what stands between the first quotation marks.
    fn found(text: &str) -> Option<String> {
        let start = text.find('"').unwrap() + 1;
        let end = start + text[start..].find('"').unwrap();
        speaker(text, &(start..end))
    }

    #[test]
    fn the_speaker_stands_beside_a_verb_of_saying() {
        for (text, expected) in [
            (
                "\"We sang every song\", said Ingrid Vestby, a teacher.",
                Some("Ingrid Vestby"),
            ),
            (
                "\"We sang every song\", Vestby told the Valley Post.",
                Some("Vestby"),
            ),
            (
                "Mayor Ola Brandt said on Monday: \"We sang every song\".",
                Some("Mayor Ola Brandt"),
            ),
            ("\"We sang every song\", she said.", None),
            ("\"We sang every song\". Ola Brandt said nothing.", None),
            ("A sign read \"We sang every song\" in red.", None),
            (
                "\"Wir sangen alle Lieder\", sagte Ingrid Vestby.",
                Some("Ingrid Vestby"),
            ),
        ] {
            assert_eq!(found(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_that_is_shared_in_part_has_its_speaker() {
        let text = "“We sang every song that we knew”, said Ingrid Vestby.";
        let start = text.find("We").unwrap();
        let end = text.find(" that").unwrap();
        assert_eq!(
            speaker(text, &(start..end)).as_deref(),
            Some("Ingrid Vestby")
        );
    }

    #[test]
    fn text_of_any_form_has_no_speaker() {
        for text in ["\"\"", "«»\"\"«", "„ö“\"ü\"„", "said\n\"x\"\nsaid"] {
            assert_eq!(found(text), None);
        }
    }
}
