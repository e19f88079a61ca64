//! Searches a text for single characters that few lines have: "©", "|", "#".
//!
//! Where such a mark stands does not matter, only whether there is one. So each is looked for once a line,
//! with vector instructions, rather than found again and again among the [needles](super::needles).

use memchr::memchr;

use super::needles::{Needle, Sets};

/// Characters that are searched for, each with what it means that a text has it.
#[derive(Debug)]
pub(super) struct Marks<T> {
    marks: Vec<Mark<T>>,
}

#[derive(Debug)]
struct Mark<T> {
    mark: char,
    /// The sets of all its meanings.
    sets: Sets,
    meanings: Vec<(Sets, T)>,
}

impl<T: Copy> Marks<T> {
    /// Takes from `needles` those that are one character.
    pub fn take_from(needles: &mut Vec<Needle<T>>) -> Self {
        let mut marks: Vec<Mark<T>> = Vec::new();
        needles.retain(|needle| {
            let mut characters = needle.text.chars();
            let (Some(mark), None) = (characters.next(), characters.next()) else {
                return true;
            };
            let meaning = (needle.sets, needle.meaning);
            match marks.iter_mut().find(|known| known.mark == mark) {
                Some(known) => {
                    known.sets = known.sets.or(needle.sets);
                    known.meanings.push(meaning);
                }
                None => marks.push(Mark {
                    mark,
                    sets: needle.sets,
                    meanings: vec![meaning],
                }),
            }
            false
        });
        Self { marks }
    }

    /// Calls `found` with what each character of a set means that `text` has.
    pub fn each(&self, text: &str, set: usize, mut found: impl FnMut(T)) {
        let leads = leads(text);
        for Mark {
            mark,
            sets,
            meanings,
        } in &self.marks
        {
            if sets.has(set) && has(text, leads, *mark) {
                let of_set = meanings.iter().filter(|(sets, _)| sets.has(set));
                of_set.for_each(|&(_, meaning)| found(meaning));
            }
        }
    }
}

/// Returns with which bytes the characters of a text beyond ASCII begin, a bit for each.
fn leads(text: &str) -> u64 {
    if text.is_ascii() {
        return 0;
    }
    let bits = text.bytes().map(lead);
    bits.fold(0, |leads, lead| leads | lead)
}

/// Returns the bit of a byte; none if no character beyond ASCII begins with it.
fn lead(byte: u8) -> u64 {
    u64::from(byte >= 0xC0) << (byte % 64)
}

fn has(text: &str, leads: u64, mark: char) -> bool {
    let mut bytes = [0; 4];
    match *mark.encode_utf8(&mut bytes).as_bytes() {
        [byte] => memchr(byte, text.as_bytes()).is_some(),
        [first, ..] => leads & lead(first) != 0 && text.contains(mark),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_taken_out_and_found_once() {
        let needle = |text: &str, sets, meaning| Needle {
            text: text.to_owned(),
            sets,
            meaning,
        };
        let (all, first) = (Sets::of(|_| true), Sets::of(|set| set == 0));
        let mut needles = vec![
            needle("|", all, 1),
            needle("ab", all, 2),
            needle("©", all, 3),
            needle("|", first, 4),
        ];
        let marks = Marks::take_from(&mut needles);
        assert_eq!(needles.len(), 1);
        let found = |text, set| {
            let mut found = Vec::new();
            marks.each(text, set, |meaning| found.push(meaning));
            found
        };
        assert_eq!(found("a | ab | c", 0), [1, 4]);
        assert_eq!(found("© a | b", 1), [1, 3]);
        assert!(found("ab", 0).is_empty());
    }
}
