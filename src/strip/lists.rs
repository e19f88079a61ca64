//! Lists of words, each written as one string: a hundred words fit in a few lines so.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A list of words, made when it is first asked.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

/// Returns the words of a list, which white space parts.
pub(super) fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}
