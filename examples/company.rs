//! Whether articles come out as the same stories in any company:
//!
//! ```sh
//! cargo run --release --example company -- few/ many.jsonl.gz more.jsonl.gz
//! ```
//!
//! The few articles are clustered alone, and then beside the first 300, the first 3,000 and all articles
//! of each of the files (JSON Lines, gzipped). A company is good if the few are together, or apart, as they
//! are alone, and share no story with a stranger. Then each file is cut in two at its middle publication
//! date. Of the pairs inside a part that are in one story there or in the whole file, it is counted how
//! many are so in both; and of all pairs inside a part, how many are judged alike.

// A program that shows figures has to print.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Document, Input, Options, Sources};
use newsdedup::pipeline::{self, Settings};
use newsdedup::stories::Articles as _;
use newsdedup::strip::{Profile, Stripper};

/// So many articles of a file are company, besides all of them.
const COMPANIES: [usize; 2] = [300, 3_000];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let few = arguments
        .next()
        .ok_or("name the few articles, then files of many")?;
    let few = corpus::read(
        vec![Input::Path(few)],
        &Options::default(),
        &std::env::temp_dir(),
        &|_| (),
    )?
    .documents;
    let stripper = Stripper::new()?;
    let alone = Stories::of(few.clone(), &stripper)?;
    println!(
        "alone: {} articles, {} stories",
        few.len(),
        alone.members.len()
    );
    for path in arguments {
        let many = read(&path)?;
        let name = path.file_name().unwrap_or_default().display();
        let sizes = COMPANIES.into_iter().filter(|size| *size < many.len());
        for size in sizes.chain([many.len()]) {
            let company = few.iter().chain(&many[..size]).cloned().collect();
            let differences = alone.differences(&Stories::of(company, &stripper)?);
            println!("among {size} of {name}: {differences} stories differ");
        }
        show_halves(&many, &stripper)?;
    }
    Ok(())
}

/// Cuts a corpus in two by date, and compares the stories of the parts with those of the whole.
fn show_halves(all: &[Document], stripper: &Stripper) -> Result<(), Box<dyn Error>> {
    let mut dated: Vec<&Document> = all.iter().filter(|one| one.published.is_some()).collect();
    dated.sort_by_key(|document| document.published);
    let whole = Stories::of(dated.iter().copied().cloned().collect(), stripper)?;
    let (early, late) = dated.split_at(dated.len() / 2);
    let mut agreement = Agreement::default();
    for part in [early, late] {
        let part: Vec<Document> = part.iter().copied().cloned().collect();
        agreement.add(&Stories::of(part, stripper)?, &whole);
    }
    println!(
        "  in halves by date: {} of {} joined pairs ({:.4}), and of all pairs {:.6}, as in the whole",
        agreement.joined_in_both,
        agreement.joined_in_either,
        agreement.joined_in_both as f64 / agreement.joined_in_either.max(1) as f64,
        1.0 - (agreement.joined_in_either - agreement.joined_in_both) as f64
            / agreement.pairs.max(1) as f64,
    );
    Ok(())
}

fn read(path: &PathBuf) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
    let input = Input::Stream(Box::new(BufReader::new(Cursor::new(bytes))));
    Ok(corpus::read(
        vec![input],
        &Options::default(),
        &std::env::temp_dir(),
        &|_| (),
    )?
    .documents)
}

/// Returns an article as a line of JSON.
fn line(document: &Document) -> String {
    let record = serde_json::json!({
        "id": document.id,
        "url": document.url,
        "title": document.headline,
        "text": document.text,
        "date": document.published.map(|published| published.to_string()),
        "source": document.outlet,
        "lang": document.language,
    });
    format!("{record}\n")
}

/// The stories of a corpus, by the ids of their articles.
struct Stories {
    members: Vec<BTreeSet<String>>,
}

impl Stories {
    fn of(documents: Vec<Document>, stripper: &Stripper) -> Result<Self, Box<dyn Error>> {
        let lines: String = documents.iter().map(line).collect();
        let input = Input::Stream(Box::new(Cursor::new(lines.into_bytes())));
        let scratch = std::env::temp_dir();
        let sources = Sources::open(vec![input], &Options::default(), &scratch)?;
        let (settings, known) = (Settings::default(), Profile::default());
        let (articles, studied) =
            pipeline::read(&sources, stripper, known, &settings, &scratch, &())?;
        let measured = pipeline::measure(&articles, studied, &())?;
        let id = |article: usize| articles.id(article).to_owned();
        let clusters = measured.clusters(&settings.stories).into_iter();
        Ok(Stories {
            members: clusters
                .map(|story| story.into_iter().map(id).collect())
                .collect(),
        })
    }

    /// Counts the stories that are none among others.
    fn differences(&self, others: &Stories) -> usize {
        let is_missing = |story: &&BTreeSet<String>| !others.members.contains(story);
        self.members.iter().filter(is_missing).count()
    }

    /// Returns the story of each article.
    fn by_article(&self) -> BTreeMap<&str, usize> {
        let numbered = self.members.iter().enumerate();
        numbered
            .flat_map(|(number, story)| story.iter().map(move |id| (id.as_str(), number)))
            .collect()
    }
}

/// How often pairs are judged alike.
#[derive(Default)]
struct Agreement {
    pairs: usize,
    joined_in_either: usize,
    joined_in_both: usize,
}

impl Agreement {
    /// Counts the pairs of a part, in which a pair stands in both the part and the whole if the articles have
    /// both stories in common.
    fn add(&mut self, part: &Stories, whole: &Stories) {
        let (in_part, in_whole) = (part.by_article(), whole.by_article());
        let (mut of_part, mut of_whole, mut of_both) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (id, own) in &in_part {
            let other = in_whole.get(id).copied();
            *of_part.entry(own).or_default() += 1;
            *of_whole.entry(other).or_default() += 1;
            *of_both.entry((own, other)).or_default() += 1;
        }
        let both = pairs(of_both.into_values());
        self.pairs += pairs([in_part.len()]);
        self.joined_in_both += both;
        self.joined_in_either +=
            pairs(of_part.into_values()) + pairs(of_whole.into_values()) - both;
    }
}

/// Returns how many pairs the members of groups of these sizes make.
fn pairs(sizes: impl IntoIterator<Item = usize>) -> usize {
    sizes.into_iter().map(|size| size * (size - 1) / 2).sum()
}
