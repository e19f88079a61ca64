//! The authors that a byline names: "By Jane Roe and John Doe, Reuters" has two.
//!
//! A byline mixes names with roles, papers, places and times. A part is taken for a name only if it has
//! the form of one, two to five capitalised words, and no word that roles and papers are made of.

use std::sync::LazyLock;

use super::lists::{Words, words};
use super::scripts::is_east_asian;
use super::sources::Sources;
use crate::dates::month;

/// A name has at most so many words, particles among them.
const NAME_WORDS: usize = 5;
/// A title or an initial has at most so many characters with its stop: "Prof."
const LONGEST_TITLE: usize = 5;
/// A name in Chinese or Korean has at most so many characters.
const UNSPACED_LETTERS: usize = 4;

/// What stands before the names of authors. Longer ones first where one begins another.
const CUES: [&str; 39] = [
    "written by",
    "reported by",
    "posted by",
    "published by",
    "story by",
    "text by",
    "words by",
    "analysis by",
    "opinion by",
    "report by",
    "a report by",
    "by",
    "words:",
    "author:",
    "authors:",
    "reporter:",
    "interview:",
    "text:",
    "von",
    "autor:",
    "autorin:",
    "autoren:",
    "par",
    "texte :",
    "texte:",
    "propos recueillis par",
    "por",
    "texto:",
    "texto de",
    "di",
    "testo di",
    "a cura di",
    "автор:",
    "авторы:",
    "автори:",
    "текст:",
    "记者",
    "作者",
    "文/",
];
/// What joins two names.
const JOINS: [&str; 13] = [
    " and ", " und ", " et ", " y ", " e ", " ed ", " og ", " och ", " и ", " та ", " і ", " & ",
    "、",
];
/// Words, in lower case, that roles, desks, papers and places are made of, and no name is.
static NO_NAMES: Words = LazyLock::new(|| {
    words(
        "about admin administrator advertisement agencies agency agenzia agence agencia agência agentur all
         analysis analyst and anchor archive article associate associated assistant associé author authors
         board breaking broadcasting bulletin bureau business by chief chronicle city claims climate column
         columnist commentary community contributing contributor contributors copy correspondant
         correspondent correspondents correspondiente corresponsal corrispondente courier crime culture daily
         data day department died deputy desk digest digital director dispatch editor editorial editors
         education edt enterprise enquirer environment est european examiner exclusive executive express fact
         finance follow for foreign freelance friday from gazette general global government group guardian
         guest headquarters health gmt herald home independent information inquirer insider international
         interview investigative its journal journalist journaliste journalisten journalistin kingdom
         korrespondent korrespondentin kurier last lead league link legal letter life live local magazin
         magazine mail managing manager market matched months mths markets media mercury military minister
         modified monday money monitor more morning national network news newsletter newspaper newsroom
         nachrichten observer of office official on online opinion our out page partner people photo
         photographer photos picture pictures podcast policy political politics politik post posted premium
         presenter press presse prensa producer professor public published radio read reader readers record
         redacción redação redaction relations redakteur redakteurin redaktion redazione register report
         reported reporter reporters reporting research researcher review science section security senior
         service services share site soir south special specialist sponsored sport sports staff standard star
         state states story studio sun sunday syndicate team tech technology telegraph television the
         thursday times today tribune tuesday tv union united updated us video view voice volontär volontärin
         wednesday wire with world write writer writers zeitung журналист журналистка корреспондент редактор
         редакция редакція новости новини газета los las new san santa saint saturday north east west port",
    )
});
/// Words, in lower case, that tell a company or an office from a person.
static FIRMS: Words = LazyLock::new(|| {
    words(
        "ag co companies company corp corporation council dept exchange foundation gmbh inc institute limited
         llc ltd ministry plc police trust university",
    )
});
/// Small words inside of a name.
static PARTICLES: Words = LazyLock::new(|| {
    words(
        "al bin da das de dei del della den der di do dos du e el ibn la le ten ter van vom von y zu zum zur",
    )
});

/// Returns the names that a byline gives, in order, as written, each once.
pub(super) fn names(line: &str, sources: &Sources) -> Vec<String> {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut names: Vec<String> = Vec::new();
    for part in parts(&line) {
        let names_of_part = match after_cue(part) {
            Some(listed) => in_list(listed, sources),
            // Without "by", only what stands first in its line.
            None if names.is_empty() => in_list(part, sources)
                .into_iter()
                .take(1)
                .filter(|name| !name.split(' ').any(is_month))
                .collect(),
            None => Vec::new(),
        };
        for name in names_of_part {
            push_new(&mut names, name);
        }
    }
    names
}

/// Adds a name unless it is there already, be it in capitals.
fn push_new(names: &mut Vec<String>, name: String) {
    let lower = name.to_lowercase();
    if names.iter().all(|known| known.to_lowercase() != lower) {
        names.push(name);
    }
}

/// Returns what stands behind "By", "Von", "Автор:" at the start of a text.
pub(super) fn after_cue(text: &str) -> Option<&str> {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    CUES.iter().find_map(|cue| {
        let rest = strip_prefix_ignoring_case(start, cue)?;
        let is_whole = cue.ends_with([':', '/'])
            || cue.starts_with(is_east_asian)
            || rest.starts_with([' ', ':', '\u{a0}']);
        let rest = rest.trim_start_matches([' ', ':', '：', '\u{a0}']);
        let is_name =
            rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || c == '@');
        (is_whole && is_name).then_some(rest)
    })
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let mut characters = text.chars();
    for expected in prefix.chars() {
        let found = characters.next()?;
        if !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(characters.as_str())
}

/// Cuts a line where a byline is cut: "Jane Roe | Staff reporter", "3 May 2019 - By Jane Roe", "(AFP)".
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split([
        '|', '•', '·', '—', '–', '(', ')', '[', ']', '（', '）', ';', '»', '>', '\u{2015}',
    ])
    .flat_map(|part| part.split(" - "))
    .flat_map(|part| part.split(" / "))
    .flat_map(|part| part.split("--"))
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

/// Returns the names in "Jane Roe, Reuters, and John Doe". Behind a comma stands a role or a paper,
/// unless the list goes on to an "and".
fn in_list(text: &str, sources: &Sources) -> Vec<String> {
    let pieces: Vec<&str> = text.split([',', '，']).map(str::trim).collect();
    let begins_with_join = |piece: &str| {
        JOINS
            .iter()
            .any(|join| piece.starts_with(join.trim_start()))
    };
    let has_join =
        |piece: &&str| begins_with_join(piece) || JOINS.iter().any(|join| piece.contains(join));
    let last = pieces.iter().rposition(has_join).unwrap_or(0);
    let mut names = Vec::new();
    for piece in pieces.iter().take(last + 1) {
        // "Stars and Stripes" is one source, not two names.
        if sources.by_name(piece).is_some() {
            continue;
        }
        let marked = JOINS
            .iter()
            .fold(format!(" {piece} "), |text, join| text.replace(join, "\n"));
        names.extend(
            marked
                .split('\n')
                .flat_map(|item| in_item(item.trim(), sources)),
        );
    }
    names
}

/// Returns the name in "Staff Writer Jane Roe July 3, 2019", or the names in "张三 李四".
fn in_item(item: &str, sources: &Sources) -> Vec<String> {
    if item.starts_with(is_east_asian) {
        return unspaced(item);
    }
    let is_firm = |word: &str| FIRMS.contains(word.trim_end_matches('.').to_lowercase().as_str());
    if item.split(' ').any(is_firm) {
        return Vec::new();
    }
    // "By JANE ROE Associated Press"
    let end = sources.first_named(item).unwrap_or(item.len());
    let is_foreign = |word: &str| word.contains(|c: char| c.is_numeric() || "@:/#".contains(c));
    let mut words: Vec<&str> = item
        .get(..end)
        .unwrap_or(item)
        .split(' ')
        .take_while(|word| !is_foreign(word))
        .skip_while(|word| is_no_name(word))
        .take_while(|word| !is_no_name(word) || is_particle(word))
        .collect();
    if let Some(glued) = words.iter().position(|word| unglued(word) != *word) {
        words.truncate(glued + 1);
    }
    // The month of a date that followed: of "Jane Roe May 3" the 3 is cut off already.
    let had_more = !item.ends_with(words.last().copied().unwrap_or_default());
    if had_more && words.last().is_some_and(|word| is_month(word)) {
        words.pop();
    }
    let name = words.join(" ");
    let name = unglued(&name).trim_end_matches(|c: char| !c.is_alphabetic() && c != '.');
    if is_name(name) {
        vec![name.to_owned()]
    } else {
        Vec::new()
    }
}

/// Returns what stands before a capitalised word that a name in capitals is glued to: "ROEAssociated Press".
fn unglued(name: &str) -> &str {
    let is_capital = |c: &char| c.is_uppercase() || !c.is_alphabetic();
    let capitals: usize = name
        .chars()
        .take_while(is_capital)
        .map(char::len_utf8)
        .sum();
    let (head, tail) = name.split_at_checked(capitals).unwrap_or((name, ""));
    let spelled = head.chars().rev().take_while(|c| c.is_alphabetic()).count();
    match head.char_indices().next_back() {
        // One letter begins the word itself, two may be a name: "LaRoe", "McRoe", "DRoe".
        Some((last, _)) if !tail.is_empty() && spelled > 2 => head.get(..last).unwrap_or(name),
        _ => name,
    }
}

/// Names in scripts without spaces: what precedes "报道" or follows "记者" has been cut off, or is here.
fn unspaced(item: &str) -> Vec<String> {
    const ROLES: [&str; 8] = [
        "记者",
        "記者",
        "通讯员",
        "通訊員",
        "기자",
        "특파원",
        "实习",
        "编辑",
    ];
    let is_name = |word: &&str| {
        let letters = word.chars().count();
        (2..=UNSPACED_LETTERS).contains(&letters)
            && word.chars().all(is_east_asian)
            && !ROLES.contains(word)
            && !word.ends_with(['报', '報', '网', '社', '摄'])
            && !word.contains("报道")
    };
    let bare = item.split([' ', '　']).map(|word| {
        let word = ROLES
            .iter()
            .fold(word, |word, role| word.strip_prefix(role).unwrap_or(word));
        word.trim_matches(['：', ':', '=', '。'])
    });
    bare.filter(is_name).map(str::to_owned).collect()
}

/// Returns whether `name` has the form of a person's name.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_word = |word: &&str| {
        let is_capitalised = word.starts_with(char::is_uppercase)
            || word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            || word.starts_with("al-")
            || word.starts_with("el-")
            || word.starts_with("d'")
            || word.starts_with("d’");
        is_capitalised
            && word
                .chars()
                .all(|c| c.is_alphabetic() || "'’.-\u{2010}".contains(c))
    };
    let spelled = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let ends = |word: Option<&&str>| word.is_some_and(&is_word);
    (2..=NAME_WORDS).contains(&words.len())
        && spelled.count() > 0
        && ends(words.first())
        && ends(words.last())
        && words.iter().all(|word| is_word(word) || is_particle(word))
        && !ends_sentence(&words)
}

/// Returns whether a full stop ends a sentence; in "J. Roe", "Prof. Roe" and "Roe Jr." it does not.
fn ends_sentence(words: &[&str]) -> bool {
    let (last, others) = match words.split_last() {
        Some((last, others)) => (*last, others),
        None => return false,
    };
    let is_stop = |word: &&str| word.ends_with('.') && word.chars().count() > LONGEST_TITLE;
    others.iter().any(is_stop) || last.ends_with('.') && !matches!(last, "Jr." | "Sr.")
}

fn is_month(word: &str) -> bool {
    month(word.trim_end_matches('.')).is_some()
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

fn is_no_name(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix("’s"))
        .unwrap_or(word);
    NO_NAMES.contains(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::sources::SHIPPED;
    use super::*;

    #[test]
    fn bylines_name_their_authors() {
        let sources = Sources::parse(SHIPPED).unwrap();
        let cases: [(&str, &[&str]); 60] = [
            ("By Jane Roe", &["Jane Roe"]),
            ("by Jane Roe", &["Jane Roe"]),
            ("BY JANE ROE", &["JANE ROE"]),
            (
                "By Jane Roe and John Doe, Reuters",
                &["Jane Roe", "John Doe"],
            ),
            (
                "By Jane Roe, John Doe and Max Kroll",
                &["Jane Roe", "John Doe", "Max Kroll"],
            ),
            (
                "By Jane Roe, Reuters, and John Doe, AP",
                &["Jane Roe", "John Doe"],
            ),
            ("By Jane Roe, Associated Press", &["Jane Roe"]),
            ("By JANE ROE Associated Press", &["JANE ROE"]),
            ("By Jane Roe | Ostvik Courier", &["Jane Roe"]),
            ("By Jane Roe, Ostvik Courier", &["Jane Roe"]),
            ("By Jane Roe (AFP)", &["Jane Roe"]),
            ("By Jane Roe July 3, 2019", &["Jane Roe"]),
            ("By Jane Roe 3 May 2019 17:04", &["Jane Roe"]),
            ("By Jane Roe Published 3 May 2019", &["Jane Roe"]),
            ("Published 3 May 2019 - By Jane Roe", &["Jane Roe"]),
            ("May 3, 2019 | By Jane Roe", &["Jane Roe"]),
            ("By Jane Roe jane.roe@ostvik.example", &["Jane Roe"]),
            ("By Jane Roe @janeroe", &["Jane Roe"]),
            ("By Staff Writer Jane Roe", &["Jane Roe"]),
            (
                "By J. R. Roe-Lund and Ann O’Neill Jr.",
                &["J. R. Roe-Lund", "Ann O’Neill Jr."],
            ),
            ("By Dr. Jane van der Roe", &["Dr. Jane van der Roe"]),
            ("By April May", &["April May"]),
            ("By Jane Roe and Jane Roe", &["Jane Roe"]),
            ("Written by: Jane Roe", &["Jane Roe"]),
            ("Jane Roe | Staff reporter", &["Jane Roe"]),
            ("Jane Roe, Foreign Editor", &["Jane Roe"]),
            ("Jane Roe and John Doe", &["Jane Roe"]),
            ("JANE ROE", &["JANE ROE"]),
            (
                "Von Anna Muster und Bernd Beispiel",
                &["Anna Muster", "Bernd Beispiel"],
            ),
            ("Von Anna Muster, dpa", &["Anna Muster"]),
            ("Autorin: Anna von Muster", &["Anna von Muster"]),
            (
                "Par Jeanne Dupré et Jean-Luc Dubois (avec AFP)",
                &["Jeanne Dupré", "Jean-Luc Dubois"],
            ),
            (
                "Por Ana de la Rosa y Luis Prado",
                &["Ana de la Rosa", "Luis Prado"],
            ),
            ("Texto: João da Pedra", &["João da Pedra"]),
            (
                "di Anna Bruni e Carlo Verdi",
                &["Anna Bruni", "Carlo Verdi"],
            ),
            ("Автор: Анна Петрова", &["Анна Петрова"]),
            (
                "Авторы: Анна Петрова и Иван Лесной",
                &["Анна Петрова", "Иван Лесной"],
            ),
            ("记者 张三 李四", &["张三", "李四"]),
            ("记者：张三、李四", &["张三", "李四"]),
            ("김철수 기자", &["김철수"]),
            ("By JANE ROEAssociated Press", &["JANE ROE"]),
            (
                "By Jane McROE and Ann DeVeld",
                &["Jane McROE", "Ann DeVeld"],
            ),
            ("Jane Roe July 3, 2019", &["Jane Roe"]),
            ("Tuesday March 3, 2019", &[]),
            ("Died May 3", &[]),
            ("by the Mayor of Ostvik Jane Roe.", &[]),
            ("by Valley Shipping Inc.", &[]),
            ("By Reuters", &[]),
            ("By Associated Press", &[]),
            ("By The Ostvik Courier", &[]),
            ("By Staff", &[]),
            ("By Ostvik News Desk", &[]),
            ("By the editorial board", &[]),
            ("Published 4:05 PM EDT, July 3, 2019", &[]),
            ("Stand: 3. Mai 2021, 17:04 Uhr", &[]),
            ("Kamera: Anna Muster", &[]),
            ("Staff reports", &[]),
            ("Los Alamos", &[]),
            ("By 2019", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(names(line, &sources), expected, "{line}");
        }
    }
}
