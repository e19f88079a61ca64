//! What stripping hands on: an [`Article`] is its [`Document`] plus a verdict on every stretch of text.
//!
//! Nothing is edited. The spans of the segments join to cover the text exactly, so the input can
//! always be had back, and every later room can point into the text as read.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::IntoDeserializer;
use serde::de::value::{self, StrDeserializer};
use serde::{Deserialize, Serialize};

use crate::corpus::Document;
use crate::dates::{Mention, Moment};

use super::lines;

/// A cleaned document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The document as read.
    pub document: Document,
    /// The verdict on every line, in order; the spans join to cover the text exactly.
    pub segments: Vec<Segment>,
    /// What the text and its boilerplate say about the article.
    pub harvest: Harvest,
    /// Why what its outlet repeats was not removed, if it was not: it is nearly all of the article.
    pub spared: Option<Spared>,
}

/// Repeats that were kept so that an article is not emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spared {
    /// How many words stand in segments that the outlet repeats.
    pub repeated: usize,
    /// How many words the text has.
    pub words: usize,
}

/// A stretch of the text, and what was decided about it: one line with its line end, one hard-wrapped
/// paragraph, one sentence of a flattened line, or a run of blank lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Byte range in the document's text.
    pub span: Range<usize>,
    /// What was decided.
    pub verdict: Verdict,
}

/// What was decided about a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It belongs to the article.
    Kept(Role),
    /// It is boilerplate.
    Removed(Removal),
}

/// What a kept segment is in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The article's headline.
    Headline,
    /// A heading inside the body.
    Subheading,
    /// Body text.
    Body,
    /// White space between paragraphs.
    Blank,
}

/// Why a segment was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// What kind of boilerplate it is.
    pub kind: Kind,
    /// The rule or judgement that removed it.
    pub reason: Reason,
}

/// A rule or judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The rule of this name fits the segment.
    Rule(String),
    /// Its shape and what stands around it tell, in these words.
    Shape(Cow<'static, str>),
    /// The line model takes it for boilerplate, with this probability in percent.
    Judged(u8),
    /// Its outlet repeats it.
    Repeated {
        /// How many of the outlet's articles have it.
        articles: u32,
        /// The outlet: its name, its host, or the folder of its articles.
        outlet: String,
    },
}

impl Reason {
    pub(super) fn judged(probability: f32) -> Self {
        // As a cast of a float does, this saturates.
        Reason::Judged((probability * 100.0).round() as u8)
    }

    /// Returns the reason without what is particular to one segment, so that reasons can be counted.
    pub fn habit(&self) -> String {
        match self {
            Reason::Rule(_) | Reason::Shape(_) => self.to_string(),
            Reason::Judged(_) => "judged boilerplate".to_owned(),
            Reason::Repeated { .. } => "stands in many articles of its outlet".to_owned(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Rule(name) => write!(f, "rule {name}"),
            Reason::Shape(words) => f.write_str(words),
            Reason::Judged(percent) => {
                let probability = f64::from(*percent) / 100.0;
                write!(f, "judged boilerplate, p = {probability:.2}")
            }
            Reason::Repeated { articles, outlet } => {
                write!(f, "stands in {articles} articles of {outlet}")
            }
        }
    }
}

/// The kinds of boilerplate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A template's unfilled slot: `{{#rendered}}`.
    TemplatePlaceholder,
    /// Navigation: "Skip to content", a section name.
    Nav,
    /// Share, like and comment buttons and their counters.
    ShareWidget,
    /// Names of screen sizes left by a responsive template.
    BreakpointLabel,
    /// "Advertisement", "Story continues below".
    AdvertisementLabel,
    /// Calls to subscribe, install, follow or join.
    PromoCta,
    /// "Read more", "Related Links".
    RelatedLinkLabel,
    /// The headline of another article.
    RelatedLinkHeadline,
    /// The blurb of another article.
    RelatedTeaser,
    /// The caption or credit of a photograph.
    PhotoCaption,
    /// A caption that repeats the line before.
    DuplicatedCaption,
    /// What stands where an image stood.
    ImagePlaceholder,
    /// Agencies and reporters credited at the end.
    WireCredit,
    /// "Originally published by …, reprinted with permission."
    ReprintNotice,
    /// A byline, its timestamp, or the author's or desk's name in a box.
    AuthorBylineBox,
    /// Who the author is.
    AuthorBio,
    /// Requests for money.
    DonationPlea,
    /// What a feed or syndication tool adds at the end.
    FeedFooter,
    /// Spam from the comment section.
    CommentSpam,
    /// Copyright, terms, cookies and other legal text.
    LegalNotice,
    /// Cell borders and other remains of a table.
    TableResidue,
    /// What the outlet repeats in article after article, learned from the corpus.
    Repeated,
}

impl Kind {
    /// Returns the kind of this name, as JSON has it: `nav`.
    pub fn named(name: &str) -> Option<Self> {
        let name: StrDeserializer<'_, value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// Returns whether what is of this kind consists of words and names, and is no sentence.
    pub(super) fn is_label(self) -> bool {
        matches!(
            self,
            Kind::Nav
                | Kind::BreakpointLabel
                | Kind::AdvertisementLabel
                | Kind::RelatedLinkLabel
                | Kind::PhotoCaption
                | Kind::ImagePlaceholder
                | Kind::AuthorBylineBox
                | Kind::TableResidue
        )
    }

    /// Returns whether it belongs to the site rather than to the report: a cut-out article has none of it.
    pub(super) fn is_furniture(self) -> bool {
        !matches!(
            self,
            Kind::PhotoCaption
                | Kind::DuplicatedCaption
                | Kind::WireCredit
                | Kind::ReprintNotice
                | Kind::AuthorBylineBox
                | Kind::AuthorBio
                | Kind::TableResidue
        )
    }
}

/// Writes the kind's name, as JSON has it.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What an article says about itself, most of it in lines that are removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harvest {
    /// The headline, and where it is from.
    pub headline: Option<Headline>,
    /// Who published this copy.
    pub outlet: Option<String>,
    /// The names of its authors, as written, in order.
    pub bylines: Vec<String>,
    /// News agencies and publishers credited, by their canonical names, in order of mention.
    pub agencies: Vec<String>,
    /// The original publisher of a reprint, by its canonical name where it is known.
    pub reprint_of: Option<String>,
    /// Who holds the copyright, by the canonical name where it is known.
    pub copyright: Option<String>,
    /// Where the report was filed from ("KYIV --"), as written.
    pub dateline: Option<String>,
    /// When it was published, and how that is known.
    pub published: Option<Published>,
    /// The days that its body names, and the captions of its photographs, in order; spans are of the
    /// document's text.
    pub days: Vec<Mention>,
}

/// A headline and its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// The headline's text.
    pub text: String,
    /// Where it is from.
    pub from: HeadlineFrom,
}

/// Where a headline is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadlineFrom {
    /// A field of the record.
    Metadata,
    /// A line of the text.
    Text,
    /// The article has none: this is its first sentence.
    FirstSentence,
}

/// A publication date and its provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// When.
    pub moment: Moment,
    /// How that is known.
    pub from: PublishedFrom,
}

/// Where a publication date is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedFrom {
    /// A field of the record.
    Metadata,
    /// The path of its URL (`/2019/10/30/`).
    Url,
    /// The article's own dateline, with a full date.
    Dateline,
    /// A byline or "Published on …" line of the text.
    Text,
}

impl Article {
    /// Returns the kept lines that have text, in order: role, and byte range without surrounding white space.
    pub fn kept(&self) -> impl Iterator<Item = (Role, Range<usize>)> + '_ {
        self.segments
            .iter()
            .filter_map(|segment| match segment.verdict {
                Verdict::Kept(role) if role != Role::Blank => {
                    Some((role, lines::trimmed(&self.document.text, &segment.span)))
                }
                _ => None,
            })
    }

    /// Returns the article's own text: the kept lines joined by line feeds, the
    /// sentences of one line by spaces, without the headline.
    pub fn body(&self) -> String {
        let text = &self.document.text;
        let mut body = String::new();
        let mut end = 0;
        for (_, span) in self.kept().filter(|(role, _)| *role != Role::Headline) {
            let between = &text[end..span.start];
            if !body.is_empty() {
                body.push_str(match between {
                    "" => "",
                    _ if between.contains(['\n', '\r']) => "\n",
                    _ => " ",
                });
            }
            end = span.end;
            body.push_str(&text[span]);
        }
        body
    }
}
