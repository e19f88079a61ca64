//! Why two articles are one story, shown so that a person believes it without opening the files.

use std::ops::Range;

use serde::Serialize;

use super::borrowing::{Borrowing, Shared};
use super::phrases::Phrases;
use super::speaker::speaker;
use super::spelling::spelled;
use crate::stories::{Reading, Text, WordWeights, is_capitalised};
use crate::strip::Harvest;

/// Passages lighter than this, in nats, or shorter, stand in any two texts.
const PASSAGE_NATS: f64 = 15.0;
const PASSAGE_WORDS: usize = 5;

/// A longer passage is shown by its first words.
const SHOWN_WORDS: usize = 60;

/// Shared names shown of a pair, the heaviest.
const NAMES: usize = 6;

/// What kind of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A run of words that both have.
    Passage,
    /// A run of words that both have in quotation marks.
    Quote,
    /// A notice that names the other's publisher as the original one.
    Notice,
    /// An agency that both credit.
    Credit,
    /// Names that both have.
    Names,
    /// The day that both report on, or on which both were published.
    Date,
}

/// One reason to believe that an article belongs to its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What kind of reason.
    pub kind: EvidenceKind,
    /// What is shared, as the article has it.
    pub text: String,
    /// How many words `text` has.
    pub words: usize,
    /// Who says it, if it is a quotation and the speaker is named beside it.
    pub speaker: Option<String>,
    /// The other article.
    pub with: usize,
    /// Where `text` stands in the article's text as read; `None` if it is from metadata or several places.
    pub span: Option<Range<usize>>,
    /// Where its counterpart stands in the other's text as read.
    pub with_span: Option<Range<usize>>,
}

/// Collects the evidence that links an article to another, at most so many pieces of it, strongest first: a
/// notice, passages by weight, credits, names, and the date.
pub fn evidence(
    article: &Text,
    (with, other): (usize, &Text),
    weights: &WordWeights,
    phrases: &Phrases,
    most: usize,
) -> Vec<Evidence> {
    let pair = Pair {
        with,
        texts: [article, other],
        weights,
        phrases,
    };
    let mut found = Vec::from_iter(pair.notice());
    found.extend(pair.passages());
    found.extend(pair.credits());
    found.extend(pair.names());
    found.extend(pair.date());
    found.truncate(most);
    found
}

/// An article and the one that it is linked to.
struct Pair<'a> {
    with: usize,
    texts: [&'a Text<'a>; 2],
    weights: &'a WordWeights,
    phrases: &'a Phrases,
}

impl Pair<'_> {
    fn readings(&self) -> [&Reading; 2] {
        self.texts.map(Text::reading)
    }

    fn harvests(&self) -> [&Harvest; 2] {
        self.texts.map(|text| &text.article.harvest)
    }

    /// Returns the article's text as read.
    fn own_text(&self) -> &str {
        &self.texts[0].article.document.text
    }

    fn passages(&self) -> Vec<Evidence> {
        let [own, other] = self.texts;
        let mut shared = Borrowing::between(own, other, self.weights, self.phrases).shared;
        shared.retain(|shared| {
            shared.weight >= PASSAGE_NATS && shared.passage.words() >= PASSAGE_WORDS
        });
        shared.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        shared.iter().map(|shared| self.passage(shared)).collect()
    }

    fn passage(
        &self,
        Shared {
            passage, is_quote, ..
        }: &Shared,
    ) -> Evidence {
        let [own, other] = self.readings();
        let (mut a, mut b) = (passage.a.clone(), passage.b.clone());
        if *is_quote {
            // A quotation is shown without what stands around it.
            a = inside_quotation(own, a);
            b = inside_quotation(other, b);
        }
        a.end = a.end.min(a.start + SHOWN_WORDS);
        b.end = b.end.min(b.start + SHOWN_WORDS);
        let span = own.span(a.clone());
        Evidence {
            kind: match is_quote {
                true => EvidenceKind::Quote,
                false => EvidenceKind::Passage,
            },
            text: self.own_text()[span.clone()].to_owned(),
            words: a.len(),
            speaker: is_quote.then(|| speaker(self.own_text(), &span)).flatten(),
            with: self.with,
            span: Some(span),
            with_span: Some(other.span(b)),
        }
    }

    fn notice(&self) -> Option<Evidence> {
        let [own, other] = self.harvests();
        let names_other = |original: &&String| other.outlet.as_ref() == Some(*original);
        let original = own.reprint_of.as_ref().filter(names_other)?;
        Some(self.without_place(EvidenceKind::Notice, original.clone()))
    }

    fn credits(&self) -> Vec<Evidence> {
        let [own, other] = self.harvests();
        let shared = own.agencies.iter();
        shared
            .filter(|agency| other.agencies.contains(agency))
            .map(|agency| self.without_place(EvidenceKind::Credit, agency.clone()))
            .collect()
    }

    fn names(&self) -> Option<Evidence> {
        let [own, other] = self.readings();
        let shared = own.names.iter().copied();
        let shared = shared.filter(|name| other.names.binary_search(name).is_ok());
        let names = spelled(
            self.texts[0],
            shared.collect(),
            is_capitalised,
            NAMES,
            self.weights,
        );
        let words = names.len();
        (words > 0).then(|| Evidence {
            words,
            ..self.without_place(EvidenceKind::Names, names.join(", "))
        })
    }

    fn date(&self) -> Option<Evidence> {
        let [own, other] = self.readings();
        if let (Some(day), Some(other_day)) = (&own.day, &other.day)
            && day.same_day(other_day)
        {
            let text = self.own_text()[day.span.clone()].to_owned();
            let spans = (Some(day.span.clone()), Some(other_day.span.clone()));
            return Some(Evidence {
                span: spans.0,
                with_span: spans.1,
                ..self.without_place(EvidenceKind::Date, text)
            });
        }
        let day = own.published?.date;
        (other.published?.date == day)
            .then(|| self.without_place(EvidenceKind::Date, day.to_string()))
    }

    /// Evidence that stands at no one place of either text.
    fn without_place(&self, kind: EvidenceKind, text: String) -> Evidence {
        let words = text.split_whitespace().count();
        Evidence {
            kind,
            text,
            words,
            speaker: None,
            with: self.with,
            span: None,
            with_span: None,
        }
    }
}

/// Returns the words of a passage from the first to the last that is quoted; all if none is.
fn inside_quotation(text: &Reading, mut places: Range<usize>) -> Range<usize> {
    let mut quoted = places.clone().filter(|place| text.is_quoted(*place));
    if let Some(first) = quoted.next() {
        let last = quoted.next_back().unwrap_or(first);
        places = first..last + 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::{Corpus, article};
    use crate::strip::Article;

    const FIRST: &str = "The old lighthouse on Skerra island will be moved forty metres inland before the winter storms begin.\n\n\
        On Thursday, April 12, engineers laid rails of greased beech under the tower, and Ingrid Vestby gave the signal.\n\n\
        \"A tower that has stood through nine wars can stand one slow walk\", the keeper said, and will not come back.\n";

    const SECOND: &str = "Engineers laid rails of greased beech under the tower of Skerra, which the sea threatens to take.\n\n\
        For the keeper it is no great matter: \"A tower that has stood through nine wars can stand one slow walk\".\n\n\
        Will Ashdown came from the capital to see Ingrid Vestby start the work on April 12 with a small brass whistle.\n";

    const STRANGER: &str = "Dairy prices rose for the third month as hay ran short in the south of the country.\n\n\
        Farmers ask the ministry to open its reserve, which was filled after the wet summer two years before.\n";

    fn between(first: Article, second: Article) -> Vec<Evidence> {
        let corpus = Corpus::new(vec![first, second]);
        let [first, second] = [0, 1].map(|article| Text::of(&corpus.articles, article).unwrap());
        evidence(
            &first,
            (1, &second),
            &corpus.weights,
            &Phrases::default(),
            10,
        )
    }

    fn of_kind(found: &[Evidence], kind: EvidenceKind) -> Vec<&str> {
        found
            .iter()
            .filter(|evidence| evidence.kind == kind)
            .map(|evidence| evidence.text.as_str())
            .collect()
    }

    #[test]
    fn shared_words_are_shown_as_the_article_has_them() {
        let found = between(article("", FIRST), article("", SECOND));
        assert_eq!(
            of_kind(&found, EvidenceKind::Passage),
            ["engineers laid rails of greased beech under the tower"]
        );
        assert_eq!(
            of_kind(&found, EvidenceKind::Quote),
            ["A tower that has stood through nine wars can stand one slow walk"]
        );
    }

    #[test]
    fn spans_point_at_the_words_in_both_texts() {
        for evidence in between(article("", FIRST), article("", SECOND)) {
            assert_eq!(evidence.with, 1);
            if let (Some(own), Some(other)) = (evidence.span, evidence.with_span) {
                assert_eq!(FIRST[own], evidence.text);
                assert_eq!(SECOND[other].to_lowercase(), evidence.text.to_lowercase());
            }
        }
    }

    #[test]
    fn a_long_passage_is_shown_by_its_first_words() {
        let long = format!("{FIRST}\n{SECOND}");
        let found = between(article("", &long), article("", &long));
        let longest = found.iter().map(|evidence| evidence.words).max();
        assert_eq!(longest, Some(SHOWN_WORDS));
    }

    #[test]
    fn a_shared_name_is_spelled_as_a_name() {
        let found = between(article("", FIRST), article("", SECOND));
        let [names] = of_kind(&found, EvidenceKind::Names)[..] else {
            panic!("names stand in one piece of evidence: {found:?}");
        };
        assert!(
            names.contains("Ingrid") && names.contains("Vestby"),
            "{names}"
        );

        let will =
            "It will rain, people say. The town clerk met Will at the gate of the old mill.\n";
        let found = between(article("", will), article("", will));
        let names = of_kind(&found, EvidenceKind::Names);
        assert_eq!(names, ["Will"]);
    }

    #[test]
    fn the_day_that_both_report_on_comes_before_the_day_of_publication() {
        let found = between(article("2018-04-13", FIRST), article("2018-04-13", SECOND));
        assert_eq!(of_kind(&found, EvidenceKind::Date), ["April 12"]);
        let found = between(
            article("2018-04-13T08:00:00", FIRST),
            article("2018-04-13", STRANGER),
        );
        assert_eq!(of_kind(&found, EvidenceKind::Date), ["2018-04-13"]);
        let found = between(
            article("2018-04-13", FIRST),
            article("2018-04-14", STRANGER),
        );
        assert_eq!(of_kind(&found, EvidenceKind::Date), [""; 0]);
    }

    #[test]
    fn a_notice_is_evidence_if_it_names_the_others_outlet() {
        let mut own = article("", FIRST);
        own.harvest.reprint_of = Some("Skerra Courier".to_owned());
        let mut other = article("", STRANGER);
        assert_eq!(
            of_kind(&between(own.clone(), other.clone()), EvidenceKind::Notice),
            [""; 0]
        );
        other.harvest.outlet = Some("Skerra Courier".to_owned());
        assert_eq!(
            of_kind(&between(own, other), EvidenceKind::Notice),
            ["Skerra Courier"]
        );
    }

    #[test]
    fn an_agency_is_evidence_if_both_credit_it() {
        let mut own = article("", FIRST);
        own.harvest.agencies = vec!["AAA".to_owned(), "BBB".to_owned()];
        let mut other = article("", STRANGER);
        other.harvest.agencies = vec!["BBB".to_owned()];
        assert_eq!(of_kind(&between(own, other), EvidenceKind::Credit), ["BBB"]);
    }

    #[test]
    fn unlike_texts_have_no_evidence() {
        assert_eq!(between(article("", FIRST), article("", STRANGER)), []);
        assert_eq!(between(article("", ""), article("", "")), []);
    }
}
