//! Whose a text is, by its copyright line: "© 2019 Valley Times Ltd. All rights reserved."

/// A holder's name has at most so many words; more is a sentence.
const HOLDER_WORDS: usize = 8;
/// Short forms whose full stop does not end a holder's name.
const ABBREVIATIONS: [&str; 12] = [
    "Ltd", "Inc", "Co", "Corp", "Bros", "St", "U.S", "S.A", "S.p.A", "S.r.l", "Dr", "e.V",
];
/// What a copyright line goes on with, in lower case.
const ENDS: [&str; 26] = [
    "all right",
    "alle rechte",
    "tous droits",
    "todos los derechos",
    "todos os direitos",
    "tutti i diritti",
    "diritti riservati",
    "все права",
    "усі права",
    "всі права",
    "wszelkie prawa",
    "wszystkie prawa",
    "tüm hakları",
    "版权所有",
    "保留所有权利",
    "this material",
    "reproduction",
    "any reproduction",
    "distributed by",
    "used with",
    "reprinted",
    "reserved",
    "terms",
    "privacy",
    "contact",
    "and its",
];
/// None of them is longer.
const LONGEST_END: usize = 32;
/// What a line speaks of that has the word but no holder: "Copyright Policy".
const NO_HOLDERS: [&str; 20] = [
    "policy",
    "notice",
    "notices",
    "information",
    "terms",
    "statement",
    "agent",
    "complaints",
    "complaint",
    "infringement",
    "law",
    "laws",
    "act",
    "issues",
    "protected",
    "holder",
    "holders",
    "and",
    "all",
    "claims",
];

/// Returns the holder that a copyright line names, as written.
pub(super) fn holder(line: &str) -> Option<&str> {
    let (start, marked) = after_mark(line)?;
    let behind = without_years(marked);
    let name = name_at(behind);
    // "Valley Times © 2019"
    let before = || {
        line.get(..start)
            .map(|before| before.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
    };
    name.or_else(|| before().filter(|_| ends_there(behind)).and_then(name_at))
}

/// Returns where the first mark of copyright begins, and what follows it and all further ones.
fn after_mark(line: &str) -> Option<(usize, &str)> {
    const MARKS: [&str; 4] = ["©", "(c)", "copyright", "℗"];
    let mark_at = |text: &str| -> Option<usize> {
        let mark = MARKS.iter().find(|mark| {
            text.get(..mark.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(mark))
        })?;
        Some(mark.len())
    };
    let (start, length) = line
        .char_indices()
        .find_map(|(at, _)| Some((at, mark_at(line.get(at..)?)?)))?;
    let mut rest = line.get(start + length..)?;
    loop {
        rest = rest.trim_start_matches([' ', ':', ',', '\u{a0}', '-', '–']);
        match mark_at(rest) {
            Some(length) => rest = rest.get(length..)?,
            None => return Some((start, rest)),
        }
    }
}

/// Cuts "2019", "2015-2019", "by" off the start.
fn without_years(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || " ,-–—\u{a0}".contains(c));
    ["by ", "By ", "bei ", "der ", "by: ", "the "]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest))
}

/// Returns whether nothing follows but what copyright lines go on with.
fn ends_there(rest: &str) -> bool {
    let ahead: String = rest
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take(LONGEST_END)
        .flat_map(char::to_lowercase)
        .collect();
    ahead.is_empty() || ENDS.iter().any(|end| ahead.starts_with(end))
}

/// Returns the name at the start of `text`.
fn name_at(text: &str) -> Option<&str> {
    let mut end = 0;
    // One word more than a name may have shows that it is none.
    for word in text.split_inclusive([' ', '\u{a0}']).take(HOLDER_WORDS + 1) {
        let bare = word.trim_end();
        let is_mark = matches!(bare, "|" | "-" | "–" | "—" | "•" | "·" | "/" | "//");
        let is_year = bare.trim_matches(|c: char| !c.is_ascii_digit()).len() >= 4;
        if is_mark || is_year || ends_there(text.get(end..)?) {
            break;
        }
        end += word.len();
        if ends_name(bare) {
            break;
        }
    }
    let name = text
        .get(..end)?
        .trim_matches(|c: char| c.is_whitespace() || ",;:|-–—\"“”„«»*".contains(c));
    let name = match name.strip_suffix(')') {
        Some(open) if !open.contains('(') => open,
        _ => name,
    };
    let words: Vec<&str> = name.split(' ').collect();
    // The stop of "S.A." is its own, that of "Ltd." may be the sentence's.
    let name = match name.strip_suffix('.') {
        Some(bare) if !bare.rsplit(' ').next()?.contains('.') => {
            bare.trim_end_matches(['"', '”', '“', '»'])
        }
        _ => name,
    };
    let is_capitalised =
        name.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase() && !c.is_ascii_digit());
    let is_name = is_capitalised || words.len() == 1 && name.chars().count() > 2;
    let is_no_holder = NO_HOLDERS.contains(&words.first()?.to_lowercase().as_str());
    (is_name && words.len() <= HOLDER_WORDS && !is_no_holder).then_some(name)
}

/// Returns whether a name ends with `word`: by a full stop, a bracket or a colon.
fn ends_name(word: &str) -> bool {
    let stop = word.strip_suffix('.');
    let is_abbreviation =
        stop.is_some_and(|short| ABBREVIATIONS.contains(&short) || short.chars().count() == 1);
    stop.is_some() && !is_abbreviation || word.ends_with([';', ')', ']', ':', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_is_read_as_written() {
        let cases = [
            (
                "© 2019 Valley Times Ltd. All rights reserved.",
                Some("Valley Times Ltd"),
            ),
            (
                "Copyright 2019 The Associated Press. All rights reserved.",
                Some("The Associated Press"),
            ),
            ("(c) dpa", Some("dpa")),
            (
                "(C) Copyright 2015-2019 by Valley Times, Inc. All Rights Reserved",
                Some("Valley Times, Inc"),
            ),
            (
                "Copyright © 2019, Valley Times | Privacy",
                Some("Valley Times"),
            ),
            ("Copyright: Valley Times", Some("Valley Times")),
            (
                "Valley Times © 2019. All rights reserved.",
                Some("Valley Times"),
            ),
            ("© valleytimes.example 2019", Some("valleytimes.example")),
            ("Content copyright 2019 Valley Times", Some("Valley Times")),
            (
                "© 2019 Talkurier GmbH - Alle Rechte vorbehalten",
                Some("Talkurier GmbH"),
            ),
            (
                "© 2019 Le Courrier du Val. Tous droits réservés.",
                Some("Le Courrier du Val"),
            ),
            (
                "© 2019 El Valle S.A. Todos los derechos reservados",
                Some("El Valle S.A."),
            ),
            (
                "© 2019 «Вестник Долины». Все права защищены",
                Some("Вестник Долины"),
            ),
            ("© 2019 新华社 版权所有", Some("新华社")),
            ("(© 2019 KOST) The council voted.", Some("KOST")),
            (
                "© 2019 KOST (Valley Corporation). All rights reserved",
                Some("KOST (Valley Corporation)"),
            ),
            ("© 2019. All rights reserved.", None),
            ("Copyright Policy", None),
            ("Copyright and terms", None),
            ("Copyright 2019", None),
            ("The copyright law of the valley did not apply here.", None),
            ("©", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(holder(line), expected, "{line}");
        }
    }
}
