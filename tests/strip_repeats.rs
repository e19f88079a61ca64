//! Holds learned repeats to what a reader would call them: the template goes, journalism stays.
//!
//! The small corpora are made up, sentence by sentence, from lists of words; the figures are of a
//! labelled set beside the repository, and are left out where it is not there.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "in a test a panic is how to fail, and figures are there to be read"
)]

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use flate2::read::GzDecoder;
use newsdedup::corpus::{self, Document, Input, Options};
use newsdedup::sketch::{hash_word, words};
use newsdedup::strip::{Article, Kind, Profile, Role, Stripper, Verdict};
use rayon::prelude::*;
use serde_json::Value;

const WHO: [&str; 12] = [
    "The mayor",
    "A fisherman",
    "The harbour master",
    "Her brother",
    "An engineer",
    "The council",
    "A teacher",
    "The choir",
    "One farmer",
    "The ferry company",
    "A neighbour",
    "The coast guard",
];
const DID: [&str; 12] = [
    "spoke about",
    "had asked for",
    "wanted to sell",
    "argued over",
    "did not expect",
    "was paid for",
    "looked after",
    "wrote to us about",
    "found",
    "sent back",
    "had to repair",
    "complained about",
];
const WHAT: [&str; 12] = [
    "the old lighthouse",
    "a crate of herring",
    "nine new bicycles",
    "the school's piano",
    "two lost goats",
    "a frozen pipe",
    "the winter market",
    "an unpaid bill",
    "the village clock",
    "three broken windows",
    "a stranded whale",
    "the library roof",
];
const WHERE: [&str; 12] = [
    "near the mill",
    "on Tuesday evening",
    "in front of a full hall",
    "beyond the second bridge",
    "after a long dry summer",
    "before the ice came",
    "under a leaking tent",
    "between two storms",
    "with the help of cadets",
    "for the third year running",
    "without saying a word",
    "at the edge of Ostvik",
];

const ABOUT_US: &str =
    "The Harbour Post is an independent paper and lives from what its readers pay.";
const TEASER: &str = "A baker crosses the mountains on skis to win a bet against his twin.";
const SIGN_OFF: &str = "Tides and timetables stand in our almanac, which comes out each spring.";
const BACKGROUND: &str =
    "The Lunden dam has been shut since inspectors saw cracks in its spillway six years ago.";

/// Returns a sentence that few others are like; numbers far apart give different ones.
fn sentence(number: usize) -> String {
    // Mixed, so that articles next to each other share no run of choices.
    let mut mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut pick = |list: &[&'static str; 12]| {
        mixed ^= mixed >> 29;
        mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        list[(mixed >> 32) as usize % list.len()]
    };
    let (who, did, what, place) = (pick(&WHO), pick(&DID), pick(&WHAT), pick(&WHERE));
    let and = pick(&WHAT);
    format!("{who} {did} {what} and {and} {place}.")
}

/// Returns eight sentences of its own for each number.
fn own_text(number: usize) -> Vec<String> {
    (0..8).map(|line| sentence(number * 8 + line)).collect()
}

fn document(host: &str, number: usize, lines: &[String]) -> Document {
    Document {
        id: format!("{host}-{number:04}"),
        path: "feed.jsonl".to_owned(),
        record: Some(number + 1),
        url: Some(format!("https://www.{host}/news/{number}")),
        headline: Some(sentence(1_000_000 + number)),
        text: lines.join("\n"),
        published: None,
        outlet: None,
        language: None,
    }
}

/// An outlet of forty articles, thirty of which end with its template.
fn harbour_post() -> Vec<Document> {
    (0..40)
        .map(|number| {
            let mut lines = own_text(number);
            if number % 4 != 0 {
                lines.extend([ABOUT_US, TEASER, SIGN_OFF].map(str::to_owned));
            }
            document("harbour.example", number, &lines)
        })
        .collect()
}

fn stripper() -> Stripper {
    Stripper::new().unwrap()
}

fn strip_all(documents: Vec<Document>) -> Vec<Article> {
    let stripper = stripper();
    let profile = stripper.learn(&documents);
    documents
        .into_iter()
        .map(|document| stripper.strip_with(document, &profile))
        .collect()
}

/// Returns the repeats that were removed, with the reasons.
fn repeats(article: &Article) -> Vec<(&str, String)> {
    let removed = article.segments.iter().filter_map(|segment| {
        let Verdict::Removed(removal) = &segment.verdict else {
            return None;
        };
        let text = article.document.text[segment.span.clone()].trim();
        (removal.kind == Kind::Repeated).then_some((text, removal.reason.to_string()))
    });
    removed.collect()
}

fn stored(profile: &Profile) -> String {
    let mut json = Vec::new();
    profile.write(&mut json).unwrap();
    String::from_utf8(json).unwrap()
}

#[test]
fn what_an_outlet_says_of_itself_goes_and_the_reason_counts_the_articles() {
    for article in strip_all(harbour_post()) {
        let has_template = article.document.text.contains(ABOUT_US);
        let reason = "stands in 30 articles of harbour.example".to_owned();
        let expected = [ABOUT_US, TEASER, SIGN_OFF].map(|text| (text, reason.clone()));
        let expected = if has_template { &expected[..] } else { &[] };
        assert_eq!(repeats(&article), expected);
    }
}

#[test]
fn flattened_text_loses_the_same_as_lines_do() {
    let mut documents = harbour_post();
    for document in &mut documents {
        document.text = document.text.replace('\n', " ");
    }
    for article in strip_all(documents) {
        let expected = if article.document.text.contains(ABOUT_US) {
            3
        } else {
            0
        };
        assert_eq!(repeats(&article).len(), expected);
    }
}

#[test]
fn background_that_recurs_in_the_articles_of_one_topic_stays() {
    let mut documents = harbour_post();
    for (number, document) in documents
        .iter_mut()
        .enumerate()
        .filter(|(number, _)| number % 4 == 1)
    {
        let news = [
            format!("Inspectors came back to the Lunden dam on day {number} of the flood."),
            format!("The cracks in the spillway had grown by {number} hands, they said."),
        ];
        document.text = format!("{}\n{}\n{BACKGROUND}\n{}", news[0], news[1], document.text);
    }
    for article in strip_all(documents) {
        let removed = repeats(&article);
        assert!(
            removed.iter().all(|(text, _)| *text != BACKGROUND),
            "{removed:?}"
        );
    }
}

#[test]
fn prose_that_several_outlets_print_stays() {
    let wire = "Nobody was hurt, the agency said, and the cause is not yet known to anyone.";
    let with_wire = |host, number| {
        let mut lines = own_text(number);
        lines.push(wire.to_owned());
        document(host, number, &lines)
    };
    let documents: Vec<Document> = (0..20)
        .map(|number| with_wire("harbour.example", number))
        .chain((100..120).map(|number| with_wire("valley.example", number)))
        .collect();
    for article in strip_all(documents) {
        assert_eq!(repeats(&article), []);
    }
}

#[test]
fn table_lines_that_differ_in_their_numbers_stay() {
    let documents = (0..40).map(|number| {
        let mut lines = own_text(number);
        // Each of the five values stands in eight articles.
        let value = number % 5;
        lines.push(format!(
            "Landing of cod at the quay, in crates for the day: {value}"
        ));
        document("harbour.example", number, &lines)
    });
    for article in strip_all(documents.collect()) {
        assert_eq!(repeats(&article), []);
    }
}

#[test]
fn copies_and_updates_of_one_article_count_once() {
    let mut documents: Vec<Document> = (0..20)
        .map(|number| document("harbour.example", number, &own_text(number)))
        .collect();
    // Twenty exact copies of one article, and ten updates of another with a new last sentence each.
    for number in 20..40 {
        documents.push(document("harbour.example", number, &own_text(0)));
    }
    for number in 40..50 {
        let mut lines = own_text(1);
        lines.pop();
        lines.push(sentence(2_000_000 + number));
        documents.push(document("harbour.example", number, &lines));
    }
    for article in strip_all(documents) {
        assert_eq!(repeats(&article), [], "{}", article.document.id);
    }
}

#[test]
fn an_articles_own_headline_stays_where_others_lose_it_as_a_teaser() {
    let headline = TEASER.trim_end_matches('.');
    let mut documents = harbour_post();
    for document in &mut documents {
        document.text = document.text.replace(TEASER, headline);
    }
    let mut lines = vec![headline.to_owned(), String::new()];
    lines.extend(own_text(77));
    let mut own = document("harbour.example", 77, &lines);
    own.headline = Some(headline.to_owned());
    documents.push(own);
    let articles = strip_all(documents);
    let own = articles.last().unwrap();
    let (role, span) = own.kept().next().unwrap();
    assert_eq!((role, &own.document.text[span]), (Role::Headline, headline));
    assert!(
        repeats(&articles[1])
            .iter()
            .any(|(text, _)| *text == headline)
    );
}

#[test]
fn an_article_that_would_be_emptied_keeps_everything_and_says_so() {
    let template = [
        "Readers who subscribe before Easter get our almanac as a present from the editors.",
        "Puzzles, recipes and small advertisements are only in the printed issue, out on Saturdays.",
        "Complaints about delivery are taken by telephone until noon, or by postcard at any time.",
        "All photographs may be ordered as prints, framed or unframed, from our counter.",
    ];
    let mut documents: Vec<Document> = (0..40)
        .map(|number| {
            let mut document = document("harbour.example", number, &own_text(number));
            document.text = format!("{}\n{}", document.text, template.join("\n"));
            document
        })
        .collect();
    let brief = "The ferry to Lunden is late by an hour.";
    documents[7].text = format!("{brief}\n{}", template.join("\n"));
    let articles = strip_all(documents);
    let emptied = &articles[7];
    assert_eq!(repeats(emptied), []);
    assert!(emptied.body().contains(brief));
    let spared = emptied.spared.unwrap();
    assert!(spared.repeated * 5 > spared.words * 4, "{spared:?}");
    assert_eq!(repeats(&articles[8]).len(), 4);
    assert_eq!(articles[8].spared, None);
}

#[test]
fn two_pages_of_a_site_show_its_menu() {
    let menu = [
        "Quayside",
        "Northern villages",
        "Rowing",
        "Choirs",
        "Almanac",
    ];
    let footer = [
        "The editors of this page",
        "Printing house",
        "A word on commas",
    ];
    let page = |number: usize| {
        let mut lines = menu.map(str::to_owned).to_vec();
        lines.extend(own_text(number));
        lines.extend(footer.map(str::to_owned));
        document("harbour.example", number, &lines)
    };
    let furniture: Vec<&str> = menu.into_iter().chain(footer).collect();
    for (number, article) in strip_all(vec![page(0), page(1)]).iter().enumerate() {
        let removed: Vec<&str> = repeats(article).into_iter().map(|(text, _)| text).collect();
        assert_eq!(removed, furniture);
        assert_eq!(article.body(), own_text(number).join("\n"));
    }
}

#[test]
fn a_label_is_a_repeat_only_beside_others_or_at_an_edge() {
    let mut documents: Vec<Document> = (0..40)
        .map(|number| {
            let mut lines = own_text(number);
            lines.push("More news".to_owned());
            document("harbour.example", number, &lines)
        })
        .collect();
    let mut lines = own_text(50);
    lines.insert(4, "More news".to_owned());
    documents.push(document("harbour.example", 50, &lines));
    let articles = strip_all(documents);
    assert_eq!(repeats(articles.last().unwrap()), []);
}

#[test]
fn the_questions_that_head_the_parts_of_an_explainer_stay() {
    let question = "What has happened so far?";
    let documents = (0..40).map(|number| {
        let mut lines = own_text(number);
        if number % 3 == 0 {
            lines.insert(4, question.to_owned());
        }
        document("harbour.example", number, &lines)
    });
    for article in strip_all(documents.collect()) {
        assert_eq!(repeats(&article), []);
    }
}

#[test]
fn the_order_of_the_documents_and_the_number_of_threads_make_no_difference() {
    let stripper = stripper();
    let mut documents = harbour_post();
    let learned = stripper.learn(&documents);
    assert_ne!(learned, Profile::default());
    documents.reverse();
    documents.swap(3, 30);
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let again = one_thread.install(|| stripper.learn(&documents));
    assert_eq!(stored(&again), stored(&learned));
}

#[test]
fn a_profile_that_was_stored_strips_as_the_one_that_was_learned() {
    let stripper = stripper();
    let documents = harbour_post();
    let learned = stripper.learn(&documents);
    let json = stored(&learned);
    assert!(
        json.contains("newsdedup/profile@1") && json.contains(ABOUT_US),
        "{json}"
    );
    let read = Profile::parse("profile.json", &json).unwrap();
    assert_eq!(read, learned);
    for document in documents {
        let fresh = stripper.strip_with(document.clone(), &learned);
        assert_eq!(stripper.strip_with(document, &read), fresh);
    }
}

#[test]
fn what_is_no_profile_is_refused_with_the_reason() {
    let reason = |json: &str| {
        Profile::parse("profile.json", json)
            .unwrap_err()
            .to_string()
    };
    assert!(reason("[1, 2").contains("profile"));
    assert!(reason(r#"{"schema": "newsdedup/profile@9", "outlets": []}"#).contains("@9"));
    let bad_hash = r#"{"schema": "newsdedup/profile@1", "outlets": [{"outlet": "a", "articles": 3,
        "repeats": [{"articles": 3, "text": "b", "hash": "xyz"}]}]}"#;
    assert!(reason(bad_hash).contains("xyz"));
}

#[test]
fn profiles_merge_in_any_order_and_a_second_time_without_effect() {
    let stripper = stripper();
    let harbour = stripper.learn(&harbour_post());
    let mut elsewhere = harbour_post();
    for document in &mut elsewhere {
        document.url = Some("https://valley.example/a".to_owned());
        document.text = document.text.replace("Harbour", "Valley");
    }
    elsewhere.extend(harbour_post().into_iter().take(20));
    let other = stripper.learn(&elsewhere);
    let merged = |profiles: [&Profile; 3]| {
        let mut whole = Profile::default();
        for profile in profiles {
            whole.merge(profile.clone());
        }
        whole
    };
    let once = merged([&harbour, &other, &Profile::default()]);
    assert_ne!(once, harbour);
    assert_eq!(merged([&other, &harbour, &harbour]), once);
}

#[test]
fn nothing_is_learned_from_nothing() {
    let stripper = stripper();
    assert_eq!(stripper.learn(&[]), Profile::default());
    let empty = document("harbour.example", 1, &[]);
    let marks = document(
        "harbour.example",
        2,
        &["* * *".to_owned(), "\u{200b}".to_owned()],
    );
    assert_eq!(stripper.learn(&[empty, marks]), Profile::default());
}

/// 13,523 German articles of 21 feeds, each flattened to one line.
const GERMAN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/gold/neardup/insm_de.jsonl.gz"
);
/// Which of them are reprints of each other, and which only look so.
const GERMAN_LABELS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/gold/neardup/insm_de.gold.json"
);

#[test]
fn german_feeds_lose_their_templates_and_keep_their_reprints() {
    let (Ok(file), Ok(labels)) = (File::open(GERMAN), std::fs::read_to_string(GERMAN_LABELS))
    else {
        println!("skipped: {} is not there", Path::new(GERMAN).display());
        return;
    };
    let labels: Value = serde_json::from_str(&labels).unwrap();
    let stream = BufReader::new(GzDecoder::new(file));
    let inputs = vec![Input::Stream(Box::new(stream))];
    let corpus = corpus::read(inputs, &Options::default(), &std::env::temp_dir(), &|_| {}).unwrap();
    let documents = corpus.documents;
    let stripper = stripper();
    let profile = stripper.learn(&documents);
    let articles: Vec<Article> = documents
        .into_par_iter()
        .map(|document| stripper.strip_with(document, &profile))
        .collect();

    let alike = |label: &str| {
        let pairs = labels[label].as_array().unwrap();
        let article = |id: &Value| {
            let id = id.as_str().unwrap();
            let found = articles.binary_search_by(|article| article.document.id.as_str().cmp(id));
            &articles[found.unwrap()]
        };
        let alike = pairs
            .par_iter()
            .filter(|pair| jaccard(&article(&pair[0]).body(), &article(&pair[1]).body()) >= 0.5)
            .count();
        (alike, pairs.len())
    };
    let (false_pairs, non_pairs) = alike("non_pairs");
    let (reprints, pairs) = alike("pairs");
    let emptied = articles
        .iter()
        .filter(|article| {
            let lost: usize = repeats(article)
                .iter()
                .map(|(text, _)| words(text).count())
                .sum();
            lost * 5 > words(&article.document.text).count() * 4
        })
        .count();
    let spared = articles
        .iter()
        .filter(|article| article.spared.is_some())
        .count();
    println!(
        "{false_pairs} of {non_pairs} false pairs survive, {reprints} of {pairs} reprints; of {} \
         articles {emptied} lose more than 80 % of their words as repeats, {spared} were spared that",
        articles.len()
    );
    assert!(false_pairs <= 20, "{false_pairs} false pairs survive");
    assert!(reprints >= 344, "{reprints} reprints survive");
    assert!(
        emptied * 1000 <= articles.len() * 3,
        "{emptied} are emptied"
    );
}

/// Every visible block of 32 web pages, labelled; eleven sites have two.
const PAGES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/gold/lines/dev.jsonl"
);

#[test]
fn sites_with_two_pages_lose_no_line_of_an_article_as_a_repeat() {
    let Ok(pages) = std::fs::read_to_string(PAGES) else {
        println!("skipped: {PAGES} is not there");
        return;
    };
    let pages: Vec<Value> = pages
        .lines()
        .map(|page| serde_json::from_str(page).unwrap())
        .collect();
    let documents = pages.iter().enumerate().map(|(number, page)| {
        let blocks = page["lines"].as_array().unwrap().iter();
        let lines: Vec<String> = blocks
            .map(|block| block["t"].as_str().unwrap().replace('\n', " "))
            .collect();
        let mut document = document("", number, &lines);
        document.url = page["url"].as_str().map(str::to_owned);
        document.headline = None;
        document
    });
    let (mut removed, mut of_articles) = (0, 0);
    for (article, page) in strip_all(documents.collect()).iter().zip(&pages) {
        for segment in &article.segments {
            if !matches!(&segment.verdict, Verdict::Removed(removal) if removal.kind == Kind::Repeated)
            {
                continue;
            }
            let before = &article.document.text[..segment.span.start];
            let block = &page["lines"][before.matches('\n').count()];
            removed += usize::from(block["amb"] != 1);
            of_articles += usize::from(block["amb"] != 1 && block["keep"] == 1);
        }
    }
    println!("{removed} lines removed as repeats, {of_articles} of them of the article");
    assert!(removed >= 1000, "only {removed} lines removed as repeats");
    assert!(
        of_articles * 1000 <= removed,
        "{of_articles} of {removed} lines"
    );
}

/// Returns which share of the five-word runs of two texts both have.
fn jaccard(one: &str, other: &str) -> f64 {
    let runs = |text: &str| -> HashSet<[u64; 5]> {
        let hashes: Vec<u64> = words(text).map(|word| hash_word(word.text)).collect();
        hashes
            .windows(5)
            .map(|run| [run[0], run[1], run[2], run[3], run[4]])
            .collect()
    };
    let (one, other) = (runs(one), runs(other));
    let shared = one.intersection(&other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 {
        0.0
    } else {
        shared as f64 / all as f64
    }
}
