//! Scripts that part their words in other ways than by spaces.

/// Returns whether a character is of a script that puts no spaces between words, so that each is taken
/// for a word of its own: Thai to Khmer, kana and Han.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Returns whether a character is of a script in which a name may stand beside other words without a
/// space: kana, Han and Hangul.
pub(super) fn is_east_asian(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}
