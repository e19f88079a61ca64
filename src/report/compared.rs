//! A comparison of two articles as plain data: what `compare` writes, and the sentence that sums it up.

use serde::Serialize;

use super::{Direction, Relation, Span, rounded};
use crate::provenance::{Comparison, InCommon};
use crate::strip::Article;

/// The name and version of the form.
const SCHEMA: &str = "newsdedup/comparison@1";

/// A verdict on two articles, with all that it is made of. Of each pair of values the first belongs to the
/// first article.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// The name and version of this form.
    pub schema: &'static str,
    /// The verdict in a sentence.
    pub verdict: String,
    /// Whether the two are likely to be one story.
    pub same_story: bool,
    /// Probability that they report the same event, by the link model, 0 to 1.
    pub probability: f64,
    /// The two.
    pub articles: [Side; 2],
    /// What the one that derives from the other is to it; null if neither does, or both are one article.
    pub relation: Option<Relation>,
    /// The id of the one that derives from the other.
    pub derived: Option<String>,
    /// How that is known.
    pub direction: Option<Direction>,
    /// Containment of the shingles of each in the other, 0 to 1.
    pub containment: [f64; 2],
    /// Which share of the words of each stands in borrowed passages, 0 to 1.
    pub borrowed: [f64; 2],
    /// Equal words of the longest borrowed passage.
    pub longest: usize,
    /// Agencies that both credit.
    pub agencies: Vec<String>,
    /// Passages that both have, in the order of the first article.
    pub passages: Vec<Passage>,
    /// Names in both, and in one alone.
    pub names: Parted,
    /// Numbers in both, and in one alone.
    pub numbers: Parted,
    /// The figures that the probability is made of.
    pub figures: Vec<Figure>,
}

/// One of two articles.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// The file that it was read from.
    pub path: String,
    /// Its record in that file, counted from 1.
    pub record: Option<usize>,
    /// Its headline.
    pub headline: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, ISO 8601.
    pub published: Option<String>,
    /// The day that its text is about, `YYYY-MM-DD` or, where no year is known, `MM-DD`.
    pub day: Option<String>,
    /// The agencies that it credits.
    pub agencies: Vec<String>,
    /// Words of its body.
    pub words: u32,
}

/// A passage that both have.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// The passage as the first article has it.
    pub text: String,
    /// Words that are equal in both.
    pub words: usize,
    /// Their weight without set phrases, in nats.
    pub weight: f64,
    /// Whether it is too heavy for chance.
    pub borrowed: bool,
    /// Whether it is a quotation.
    pub quote: bool,
    /// Who says it.
    pub speaker: Option<String>,
    /// Where it stands in the text as read of each.
    pub spans: [Span; 2],
}

/// Words of both articles, the heaviest first.
#[derive(Clone, Debug, Serialize)]
pub struct Parted {
    /// Those that both have.
    pub both: Vec<String>,
    /// Those that one has alone.
    pub alone: [Vec<String>; 2],
}

/// A figure of the link model.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// The name of the feature.
    pub name: &'static str,
    /// What was measured.
    pub value: f64,
    /// What a unit of it adds to the log-odds.
    pub weight: f64,
    /// What it adds to the log-odds: their product.
    pub share: f64,
}

impl Compared {
    /// Describes a comparison of two articles.
    pub fn new(articles: [&Article; 2], comparison: &Comparison) -> Self {
        let judged = &comparison.judged;
        let intercept = Figure {
            name: "intercept",
            value: 1.0,
            weight: judged.intercept,
            share: rounded(judged.intercept),
        };
        let mut figures: Vec<Figure> = judged
            .figures
            .iter()
            .map(|figure| Figure {
                name: figure.name,
                value: rounded(figure.value),
                weight: figure.weight,
                share: rounded(figure.share()),
            })
            .collect();
        figures.push(intercept);
        figures.sort_by(|a, b| b.share.total_cmp(&a.share));
        let text = &articles[0].document.text;
        let passages = comparison.passages.iter().map(|passage| Passage {
            text: text[passage.spans[0].clone()].to_owned(),
            words: passage.words,
            weight: rounded(passage.weight),
            borrowed: passage.is_borrowed,
            quote: passage.is_quote,
            speaker: passage.speaker.clone(),
            spans: passage.spans.clone().map(Span::from),
        });
        let sides = [0, 1].map(|which| side(articles[which], comparison, which));
        // Ids are unique in a corpus, and nothing derives from itself.
        let are_two = sides[0].id != sides[1].id;
        let derived = comparison.derived.filter(|_| are_two);
        Compared {
            schema: SCHEMA,
            verdict: match are_two {
                true => verdict(&sides, comparison),
                false => "A and B are the same article.".to_owned(),
            },
            same_story: !are_two || comparison.is_one_story(),
            probability: rounded(judged.probability),
            relation: comparison.relation.filter(|_| are_two),
            derived: derived.map(|which| sides[which].id.clone()),
            direction: comparison.direction.filter(|_| are_two),
            containment: comparison.containment.map(rounded),
            borrowed: comparison.borrowed.map(rounded),
            longest: comparison.longest,
            agencies: comparison.agencies.clone(),
            passages: passages.collect(),
            names: parted(&comparison.names),
            numbers: parted(&comparison.numbers),
            figures,
            articles: sides,
        }
    }
}

fn side(article: &Article, comparison: &Comparison, which: usize) -> Side {
    let Article {
        document, harvest, ..
    } = article;
    let brief = &comparison.judged.briefs[which];
    let day = brief.resolved_day.as_ref().or(brief.day.as_ref());
    Side {
        id: document.id.clone(),
        path: document.path.clone(),
        record: document.record,
        headline: harvest
            .headline
            .as_ref()
            .map(|headline| headline.text.clone()),
        outlet: harvest.outlet.clone(),
        published: harvest
            .published
            .map(|published| published.moment.to_string()),
        day: day.map(|day| match day.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", day.month, day.day),
            None => format!("{:02}-{:02}", day.month, day.day),
        }),
        agencies: harvest.agencies.clone(),
        words: brief.words,
    }
}

fn parted(found: &InCommon) -> Parted {
    Parted {
        both: found.both.clone(),
        alone: found.alone.clone(),
    }
}

/// Sums up a comparison in a sentence.
fn verdict(sides: &[Side; 2], comparison: &Comparison) -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let probability = format!("probability {:.2}", comparison.judged.probability);
    let reasons = reasons(sides, comparison);
    let because = match reasons.is_empty() {
        true => String::new(),
        false => format!(": {}", reasons.join("; ")),
    };
    if sides[0].words == 0 || sides[1].words == 0 {
        return "There is nothing to compare: an article has no text.".to_owned();
    }
    if comparison.is_form {
        return format!("Not one story, but one form filled in twice{because}.");
    }
    if !comparison.is_one_story() {
        return format!("Not one story ({probability}){because}.");
    }
    let (Some(relation), Some(derived)) = (comparison.relation, comparison.derived) else {
        return format!("One story, told independently ({probability}){because}.");
    };
    let names = ["A", "B"];
    let [own, other] = [names[derived], names[1 - derived]];
    let share = percent(comparison.containment[derived].max(comparison.borrowed[derived]));
    let what = match relation {
        Relation::Copy => format!("{own} is a copy of {other}: {share} of its words stand there"),
        Relation::Reprint => {
            format!("{own} is a reprint of {other}: {share} of its words stand there")
        }
        _ => format!(
            "One story ({probability}): {own} has {} from {other}",
            taken(comparison)
        ),
    };
    let known = match comparison.direction {
        Some(Direction::Unknown) | None => ", or the other way round".to_owned(),
        Some(direction) => format!(" (known by {direction})"),
    };
    format!("{what}{known}.")
}

/// Tells how much was borrowed.
fn taken(comparison: &Comparison) -> String {
    let borrowed = comparison
        .passages
        .iter()
        .filter(|passage| passage.is_borrowed);
    let (quotes, others): (Vec<_>, Vec<_>) = borrowed.partition(|passage| passage.is_quote);
    let count = |count: usize, one: &str| match count {
        1 => format!("a {one}"),
        _ => format!("{count} {one}s"),
    };
    match (quotes.len(), others.len()) {
        (0, others) => count(others, "passage"),
        (quotes, 0) => count(quotes, "quotation"),
        (quotes, others) => {
            format!(
                "{} and {}",
                count(quotes, "quotation"),
                count(others, "passage")
            )
        }
    }
}

/// Tells what parts two articles, or what they agree in: days, names, numbers.
fn reasons(sides: &[Side; 2], comparison: &Comparison) -> Vec<String> {
    let mut reasons = Vec::new();
    let is_one = comparison.is_one_story();
    if let [Some(one), Some(other)] = [&sides[0].day, &sides[1].day] {
        match one == other {
            true if is_one => reasons.push(format!("both are about {one}")),
            false if !is_one => reasons.push(format!("they are about {one} and {other}")),
            _ => {}
        }
    } else if let [Some(one), Some(other)] = [&sides[0].published, &sides[1].published]
        && !is_one
        && one.get(..10) != other.get(..10)
    {
        reasons.push(format!("they were published on {one} and {other}"));
    }
    for (what, found) in [
        ("names", &comparison.names),
        ("numbers", &comparison.numbers),
    ] {
        let first = |words: &[String]| words[..words.len().min(3)].join(", ");
        match is_one {
            true if !found.both.is_empty() => {
                reasons.push(format!("both have the {what} {}", first(&found.both)));
            }
            false if found.alone.iter().all(|words| !words.is_empty()) => {
                let [one, other] = &found.alone;
                reasons.push(format!(
                    "of the {what} only A has {}, only B {}",
                    first(one),
                    first(other)
                ));
            }
            _ => {}
        }
    }
    reasons
}
