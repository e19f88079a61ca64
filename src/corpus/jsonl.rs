//! JSON Lines: one article a line.

use serde_json::error::Category;

use super::BYTE_ORDER_MARK;

/// Why a file is skipped that has no line with a record, good or bad.
pub(super) const NO_RECORD: &str = "empty: no record in it";

/// Says why nothing was read from some line on.
pub(super) fn broken_off(reason: &str) -> String {
    format!("from this line on: {reason}")
}

/// Returns the record that a line holds, if it is not blank.
///
/// A byte order mark is taken off the first line: in JSON it is not part of any text.
pub(super) fn record(line: &[u8], is_first: bool) -> Option<&[u8]> {
    let mark = BYTE_ORDER_MARK.as_bytes();
    let record = line.strip_prefix(mark).filter(|_| is_first).unwrap_or(line);
    (!record.trim_ascii_start().is_empty()).then_some(record)
}

/// Says what is wrong with a line of JSON and in which column, but not in which line: whoever cut the
/// lines knows that better.
pub(crate) fn json_reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let kind = if error.classify() == Category::Data {
        ""
    } else {
        "invalid JSON: "
    };
    format!("{kind}{message} at column {}", error.column())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use crate::corpus::{Corpus, Input, Options, read};

    fn read_text(text: &str) -> Corpus {
        read_bytes(text.as_bytes())
    }

    /// Reads a file of these bytes, shown as `feed.jsonl`.
    fn read_bytes(bytes: &[u8]) -> Corpus {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("feed.jsonl");
        fs::write(&path, bytes).unwrap();
        let inputs = vec![Input::Path(path)];
        let mut corpus = read(inputs, &Options::default(), folder.path(), &|_| {}).unwrap();
        let prefix = format!("{}/", folder.path().display());
        for document in &mut corpus.documents {
            document.id = document.id.replace(&prefix, "");
        }
        for skipped in &mut corpus.skipped {
            skipped.path = skipped.path.replace(&prefix, "");
        }
        corpus
    }

    fn only_reason(line: &[u8]) -> String {
        let mut batch = read_bytes(line);
        assert_eq!(batch.documents, []);
        let skipped = batch.skipped.pop().expect("one skipped record");
        assert_eq!(
            (skipped.path.as_str(), skipped.record),
            ("feed.jsonl", Some(1))
        );
        assert_eq!(skipped.reason.lines().count(), 1);
        skipped.reason
    }

    #[test]
    fn records_are_numbered_as_lines_and_blank_lines_are_none() {
        let batch = read_text("\n{\"text\": \"a\"}\r\n  \t\r\n{\"text\": \"b\"}");
        let records: Vec<_> = batch
            .documents
            .iter()
            .map(|document| (document.id.as_str(), document.record))
            .collect();
        assert_eq!(
            records,
            [("feed.jsonl#2", Some(2)), ("feed.jsonl#4", Some(4))]
        );
        assert_eq!(batch.skipped, []);
    }

    #[test]
    fn a_byte_order_mark_before_the_first_record_does_no_harm() {
        let batch = read_text("\u{feff}{\"text\": \"a\"}\n\u{feff}{\"text\": \"b\"}\n");
        assert_eq!(batch.documents.len(), 1);
        assert_eq!(batch.skipped[0].record, Some(2));
    }

    #[test]
    fn a_bad_line_is_skipped_with_its_reason() {
        let no_text = "no text: none of the fields `text`, `body`, `content`, `html`, … holds any";
        let cases: [(&[u8], &str); 10] = [
            (
                br#"{"text": "cut"#,
                "invalid JSON: EOF while parsing a string at column 13",
            ),
            (
                br#"{"text": "a" "id": 1}"#,
                "invalid JSON: expected `,` or `}` at column 14",
            ),
            (
                br#"{"text": "a"} {"text": "b"}"#,
                "invalid JSON: trailing characters at column 15",
            ),
            (
                br#"{"text": "\ud800"}"#,
                "invalid JSON: unexpected end of hex escape at column 17",
            ),
            (br#"["text"]"#, "not a JSON object"),
            (br#""text""#, "not a JSON object"),
            (br#"{"title": "Only a headline"}"#, no_text),
            (br#"{"text": " \n\t", "body": null}"#, no_text),
            (br#"{"text": 5}"#, no_text),
            (
                b"{\"text\": \"caf\xc3\xa9 br\xc3\xbbl\xff\"}",
                "invalid UTF-8 at byte 21 of the line",
            ),
        ];
        for (line, reason) in cases {
            assert_eq!(
                only_reason(line),
                reason,
                "{}",
                String::from_utf8_lossy(line)
            );
        }
    }

    #[test]
    fn a_line_that_was_cut_is_told_by_its_own_last_column() {
        for end in ["", "\n", "\r\n", "\n{\"text\": \"b\"}"] {
            let batch = read_text(&format!("{{\"text\": \"cut{end}"));
            let reason = "invalid JSON: EOF while parsing a string at column 13";
            assert_eq!(batch.skipped[0].reason, reason);
        }
    }

    #[test]
    fn deep_nesting_is_refused_or_ignored_but_never_fatal() {
        let deep = "[".repeat(200_000);
        assert!(only_reason(format!("{{\"text\": {deep}").as_bytes()).contains("recursion limit"));
        assert!(only_reason(format!("{{\"other\": {deep}").as_bytes()).contains("EOF"));
        assert_eq!(only_reason(deep.as_bytes()), "not a JSON object");
    }

    #[test]
    fn a_bad_line_does_not_stop_the_others() {
        let batch = read_bytes(b"{\"text\": \"a\"}\n\xff\xfe\nnonsense\n{\"text\": \"b\"}\n");
        assert_eq!(batch.documents.len(), 2);
        assert_eq!(
            batch
                .skipped
                .iter()
                .map(|skipped| skipped.record)
                .collect::<Vec<_>>(),
            [Some(2), Some(3)]
        );
    }

    #[test]
    fn a_file_without_records_is_skipped_as_a_whole() {
        for text in ["", "\n\n", "\u{feff}"] {
            let batch = read_text(text);
            assert_eq!(batch.skipped.len(), 1);
            assert_eq!(
                (batch.skipped[0].record, batch.skipped[0].reason.as_str()),
                (None, "empty: no record in it")
            );
        }
    }

    proptest! {
        #[test]
        fn every_line_is_one_article_or_one_reason(lines in prop::collection::vec(any_line(), 1..20)) {
            let batch = read_bytes(&lines.join(&b'\n'));
            let mut seen: Vec<_> = batch.documents.iter().map(|document| document.record).collect();
            seen.extend(batch.skipped.iter().map(|skipped| skipped.record));
            seen.sort();
            prop_assert_eq!(seen, (1..=lines.len()).map(Some).collect::<Vec<_>>());
        }
    }

    /// Bytes without line feed, most of them close to a record; no bracket alone, which begins other JSON.
    fn any_line() -> impl Strategy<Value = Vec<u8>> {
        let bytes = prop::collection::vec(
            any::<u8>().prop_filter("line feed", |byte| *byte != b'\n'),
            1..60,
        );
        let near = "[{}\\[\\]\":, a-z0-9\\\\]{1,60}".prop_map(String::into_bytes);
        let record = "\\{\"(id|text|date|other)\": (\"[a-z0-9]{0,9}\"|[0-9]{1,20}|null|\\[\\])\\}"
            .prop_map(String::into_bytes);
        let is_line = |line: &Vec<u8>| !matches!(line.trim_ascii(), [] | [b'{'] | [b'[', ..]);
        prop_oneof![bytes, near, record].prop_filter("blank or no line", is_line)
    }
}
