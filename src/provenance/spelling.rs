//! From the hashes of words to how a text spells them.

use std::collections::HashMap;

use crate::stories::{Text, WordWeights};

/// Returns the heaviest of some words of a text, at most so many, as the text first spells them in the form
/// that is asked for: "will" may stand there before the "Will" that is a name.
pub fn spelled(
    text: &Text,
    mut hashes: Vec<u64>,
    is_form: impl Fn(&str) -> bool,
    most: usize,
    weights: &WordWeights,
) -> Vec<String> {
    let weight = |hash: &u64| weights.weight(*hash);
    hashes.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    hashes.truncate(most);
    let reading = text.reading();
    let mut spellings: HashMap<u64, &str> = HashMap::new();
    for (word, span) in reading.words.iter().zip(&reading.spans) {
        if hashes.contains(word) {
            let written = &text.article.document.text[span.clone()];
            if is_form(written) {
                spellings.entry(*word).or_insert(written);
            }
        }
    }
    let found = hashes.iter().filter_map(|hash| spellings.get(hash));
    found.map(|spelling| (*spelling).to_owned()).collect()
}
