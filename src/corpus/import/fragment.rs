//! Pieces of HTML, as feeds and exports have them in their fields: all of their text, a paragraph a line.

use html_escape::decode_html_entities;

/// Returns whether a text is HTML, a whole page or a piece of one.
///
/// It begins with a tag and has the end of a paragraph or a division, or has a few such ends or line breaks.
pub(in crate::corpus) fn is_html(text: &str) -> bool {
    let Some(first) = text.find('<') else {
        return false;
    };
    if is_page(text) {
        return true;
    }
    let tags = text.get(first..).unwrap_or_default().split('<').skip(1);
    let ends = tags.filter(|tag| ENDS.contains(&name(tag).as_str()));
    let enough = if text.trim_start().starts_with('<') {
        1
    } else {
        2
    };
    ends.take(enough).count() == enough
}

/// Returns whether HTML is a whole page.
pub(in crate::corpus) fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = start.get(..15).or(start.get(..6)).unwrap_or_default();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// Returns the text of HTML: a line for each block, without tags, scripts and styles, entities resolved.
pub(in crate::corpus) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut line = String::new();
    let mut rest = html;
    loop {
        let (before, behind) = rest.split_once('<').unwrap_or((rest, ""));
        line.push_str(before);
        if behind.is_empty() {
            break;
        }
        if !behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            line.push('<');
            rest = behind;
            continue;
        }
        let name = name(behind);
        rest = match hidden_until(&name, behind) {
            Some(end) => after(behind, end),
            None => after(behind, ">"),
        };
        if !INLINE.contains(&name.trim_start_matches('/')) {
            end_line(&mut line, &mut text);
        }
    }
    end_line(&mut line, &mut text);
    text
}

/// Adds a line to the text, if it has anything.
fn end_line(line: &mut String, text: &mut String) {
    let decoded = decode_html_entities(line.as_str());
    let mut words = decoded.split_whitespace();
    if let Some(first) = words.next() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(first);
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
    }
    line.clear();
}

/// Returns the name of a tag, in small letters and with its slash if it is an end, given what follows its
/// bracket.
fn name(tag: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric();
    let slash = tag.strip_prefix('/').map_or("", |_| "/");
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let length = tag.find(|c| !is_name(c)).unwrap_or(tag.len());
    let name = tag.get(..length.min(LONGEST_NAME)).unwrap_or_default();
    slash.to_owned() + &name.to_ascii_lowercase()
}

/// Returns what ends that which a tag hides from view, if it hides anything.
fn hidden_until(name: &str, tag: &str) -> Option<&'static str> {
    match name {
        "script" => Some("</script>"),
        "style" => Some("</style>"),
        "" if tag.starts_with("!--") => Some("-->"),
        _ => None,
    }
}

/// Returns what follows `end`, or nothing if it does not come.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, behind)| behind)
}

/// Names of tags are no longer, in bytes.
const LONGEST_NAME: usize = 10;

/// Tags that end a block or a line.
const ENDS: [&str; 6] = ["/p", "/div", "/li", "/h2", "/article", "br"];

/// Tags inside a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blocks_are_lines_and_inline_tags_leave_no_trace() {
        let html = "<p>The <b>ferry</b> was\n late &amp; full.</p><p>It r<i>a</i>n.<br/>Again.</p>\
            <script>if (1 < 2) {}</script><!-- <p>no --><ul><li>One</li><li>T&#119;o</ul>5 < 6";
        assert_eq!(
            text(html),
            "The ferry was late & full.\nIt ran.\nAgain.\nOne\nTwo\n5 < 6"
        );
    }

    #[test]
    fn html_is_told_from_text_with_signs() {
        for html in [
            "<p>x</p>",
            "Text.<br>More.<br />",
            "<!DOCTYPE html><title>x",
            "  <html lang=en>",
            "<div><P>x</P></div>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in [
            "5 < 6 and 7 > 6",
            "<quote> is no tag",
            "Write </p> to end it.",
            "x",
            "",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(html in "(<|>|/|!--|p|script|&|;|é|\\PC){0,40}") {
            let found = text(&html);
            prop_assert!(found.lines().all(|line| !line.trim().is_empty()));
            is_html(&html);
        }
    }
}
