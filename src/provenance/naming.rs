//! Whether two names are those of one publisher, and whether a text names one.

use crate::sketch::{hash_word, words};
use crate::stories::Text;

/// A publisher's name without what is written in one place and left out in another: capitals, spaces, a
/// leading article, the ends of a domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Takes a name as it is written.
    pub fn of(written: &str) -> Self {
        let lower = written.trim().to_lowercase();
        let name = lower.strip_prefix("the ").unwrap_or(&lower);
        let is_domain = name.contains('.') && !name.contains(char::is_whitespace);
        let name = match is_domain {
            true => label(name),
            false => name,
        };
        Name(name.chars().filter(|c| c.is_alphanumeric()).collect())
    }
}

/// Labels of a domain that stand behind its name, before the last one.
const GENERIC: [&str; 7] = ["ac", "co", "com", "gov", "net", "or", "org"];

/// Returns the part of a domain that is a name: "valleypost" of "www.valleypost.co.uk".
fn label(domain: &str) -> &str {
    let labels = domain.rsplit('.').skip(1);
    let mut names = labels.filter(|label| !GENERIC.contains(label));
    names.next().unwrap_or(domain)
}

/// Returns whether a text's body names a publisher whose name has two words or more; one word is often a
/// word of the language.
pub fn names(text: &Text, publisher: &str) -> bool {
    let name: Vec<u64> = words(publisher)
        .filter(|word| !word.text.eq_ignore_ascii_case("the"))
        .map(|word| hash_word(word.text))
        .collect();
    name.len() > 1
        && text
            .reading()
            .words
            .windows(name.len())
            .any(|run| run == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_publisher_has_one_name() {
        for (one, other) in [
            ("The Valley Post", "Valley Post"),
            ("valleypost.com", "ValleyPost"),
            ("www.valleypost.co.uk", "Valley Post"),
            ("news.valleypost.example", "The Valley-Post"),
            ("AFP", "afp"),
        ] {
            assert_eq!(Name::of(one), Name::of(other));
        }
        assert_ne!(Name::of("Valley Post"), Name::of("Bay Echo"));
        assert_ne!(Name::of("valleypost.com"), Name::of("bayecho.com"));
    }
}
