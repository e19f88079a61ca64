//! Sentences and paragraphs as news has them: with names, numbers, quotations and commas.

use super::lexicon::{Lexicon, capitalized};
use super::random::Random;

/// Writes with the habits of one author.
pub struct Writer<'l> {
    lexicon: &'l Lexicon,
    random: Random,
    style: Style,
}

/// How an author sets what keyboards lack.
struct Style {
    quotes: [&'static str; 2],
    apostrophe: &'static str,
    dash: &'static str,
    between_paragraphs: &'static str,
}

const TYPEWRITTEN: Style = Style {
    quotes: ["\"", "\""],
    apostrophe: "'",
    dash: " - ",
    between_paragraphs: "\n",
};

const TYPESET: Style = Style {
    quotes: ["“", "”"],
    apostrophe: "’",
    dash: " — ",
    between_paragraphs: "\n\n",
};

impl<'l> Writer<'l> {
    pub fn new(lexicon: &'l Lexicon, mut random: Random) -> Self {
        let style = match random.below(10) {
            0..4 => TYPESET,
            _ => TYPEWRITTEN,
        };
        Writer {
            lexicon,
            random,
            style,
        }
    }

    /// Writes paragraphs until there are at least so many words.
    pub fn body(&mut self, words: usize) -> String {
        let mut body = String::with_capacity(words * 7);
        let mut written = 0;
        while written < words {
            if !body.is_empty() {
                body.push_str(self.style.between_paragraphs);
            }
            written += self.paragraph(words - written, &mut body);
        }
        body
    }

    /// Writes a headline.
    pub fn headline(&mut self) -> String {
        let mut headline = String::new();
        let length = 6 + self.random.below(6);
        self.clause(length, &mut headline);
        headline
    }

    /// Writes a name of two words.
    pub fn person(&mut self) -> String {
        let first = self.lexicon.name(&mut self.random).to_owned();
        first + " " + self.lexicon.name(&mut self.random)
    }

    /// Writes up to three sentences of no more words than there is room for, and returns their words.
    pub fn paragraph(&mut self, room: usize, out: &mut String) -> usize {
        let mut words = 0;
        for sentence in 0..1 + self.random.below(3) {
            let length = (8 + self.random.below(24)).min(room.saturating_sub(words));
            if length < 3 && words > 0 {
                break;
            }
            if sentence > 0 {
                out.push(' ');
            }
            words += self.sentence(length.max(3), out);
        }
        words
    }

    fn sentence(&mut self, length: usize, out: &mut String) -> usize {
        if !self.random.one_in(6) || length < 6 {
            self.clause(length, out);
            out.push('.');
            return length;
        }
        let [open, close] = self.style.quotes;
        out.push_str(open);
        self.clause(length - 3, out);
        out.push(',');
        out.push_str(close);
        out.push(' ');
        out.push_str(&self.person());
        out.push_str(" said.");
        length
    }

    /// Writes words in a row, the first with a capital.
    fn clause(&mut self, length: usize, out: &mut String) {
        let first = self.lexicon.word(&mut self.random);
        out.push_str(&capitalized(first));
        for place in 1..length {
            match self.random.below(100) {
                0..7 if place + 1 < length => out.push_str(", "),
                7 => out.push_str(self.style.dash),
                _ => out.push(' '),
            }
            self.word(out);
        }
    }

    /// Writes a word, a name or a number.
    pub fn word(&mut self, out: &mut String) {
        match self.random.below(100) {
            0..6 => out.push_str(self.lexicon.name(&mut self.random)),
            6 => {
                out.push_str(self.lexicon.name(&mut self.random));
                out.push_str(self.style.apostrophe);
                out.push('s');
            }
            7..10 => out.push_str(&self.number()),
            _ => out.push_str(self.lexicon.word(&mut self.random)),
        }
    }

    fn number(&mut self) -> String {
        match self.random.below(4) {
            0 => (1950 + self.random.below(75)).to_string(),
            1 => format!(
                "{},{:03}",
                1 + self.random.below(400),
                self.random.below(1_000)
            ),
            2 => format!("{}.{}", self.random.below(100), self.random.below(10)),
            _ => (2 + self.random.below(90)).to_string(),
        }
    }
}
