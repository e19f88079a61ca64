//! The articles of a corpus without their boilerplate, one after the other in the order of their ids.

use std::ops::Range;

use rayon::prelude::*;

use super::{Observer, Stage, learn_from_sample};
use crate::corpus::Listing;
use crate::error::{Error, Result};
use crate::strip::{Article, Profile, Stripper};

/// So many bytes of records are read at once for each thread, or one record that has more.
const BYTES_A_THREAD: u64 = 1 << 20;

/// Learns as [`learn`](super::learn) does, from the articles that are listed.
pub fn learn_listed(
    listing: &Listing<'_>,
    stripper: &Stripper,
    known: Profile,
    observer: &dyn Observer,
) -> Profile {
    learn_from_sample(listing.sources(), stripper, known, observer, |record| {
        listing.find(record)
    })
}

/// Strips every article of a listing: `make` is called in parallel and makes of each whatever is wanted of it,
/// and `take` gets that in the order of the listing.
///
/// In memory are a megabyte of records for each thread and what is made of them.
///
/// # Errors
///
/// [`Error::Read`] if an article can't be read again, and whatever `take` returns.
pub fn strip<T: Send, E: From<Error>>(
    listing: &Listing<'_>,
    stripper: &Stripper,
    profile: &Profile,
    observer: &dyn Observer,
    make: impl Fn(Article) -> T + Sync,
    mut take: impl FnMut(T) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    observer.begin(Stage::Strip, Some(listing.len()));
    for articles in batches(
        listing,
        BYTES_A_THREAD * rayon::current_num_threads() as u64,
    ) {
        let made: Result<Vec<T>> = articles
            .into_par_iter()
            .map(|article| {
                let document = listing.read(article)?;
                observer.advance(1);
                Ok(make(stripper.strip_with(document, profile)))
            })
            .collect();
        made?.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// Cuts the articles into stretches of at most so many bytes of records, or a single one.
fn batches(listing: &Listing<'_>, most: u64) -> impl Iterator<Item = Range<usize>> {
    let mut lengths = listing.lengths().map(u64::from).enumerate().peekable();
    std::iter::from_fn(move || {
        let (first, mut bytes) = lengths.next()?;
        let mut end = first + 1;
        while let Some((_, length)) = lengths.next_if(|(_, length)| bytes + length <= most) {
            bytes += length;
            end += 1;
        }
        Some(first..end)
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::corpus::{Input, Options, Sources};

    /// Lists records of these texts and gives the listing to `look`, with the file that they are in.
    fn look(texts: &[&str], look: impl FnOnce(&Listing<'_>, &std::path::Path)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed.jsonl");
        let record = |text: &&str| format!("{{\"text\": \"{text}\"}}\n");
        fs::write(&path, texts.iter().map(record).collect::<String>()).unwrap();
        let inputs = vec![Input::Path(path.clone())];
        let sources = Sources::open(inputs, &Options::default(), folder.path()).unwrap();
        look(&Listing::of(&sources, &|_| {}).unwrap(), &path);
    }

    fn stripped(listing: &Listing<'_>) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        let (stripper, profile) = (Stripper::new()?, Profile::default());
        let make = |article: Article| article.document.text;
        strip(listing, &stripper, &profile, &(), make, |text| {
            texts.push(text);
            Ok::<_, Error>(())
        })?;
        Ok(texts)
    }

    #[test]
    fn a_batch_has_as_many_articles_as_fit_and_at_least_one() {
        // A record has 12 bytes more than its text.
        look(&["a", "b", &"c".repeat(60), "d", "e"], |listing, _| {
            let cut = |most| batches(listing, most).collect::<Vec<_>>();
            assert_eq!(cut(26), [0..2, 2..3, 3..5]);
            assert_eq!(cut(25), [0..1, 1..2, 2..3, 3..4, 4..5]);
            assert_eq!(cut(1_000).len(), 1);
            assert_eq!(cut(0).len(), 5);
        });
        look(&["a"], |listing, _| {
            assert_eq!(batches(listing, 0).count(), 1)
        });
    }

    #[test]
    fn articles_come_in_the_order_of_their_ids() {
        let texts = ["One.", "Two.", "Three.", "Four."];
        look(&texts, |listing, _| {
            assert_eq!(stripped(listing).unwrap(), texts);
        });
    }

    #[test]
    fn a_record_that_was_changed_meanwhile_is_an_error() {
        look(&["One.", "Two."], |listing, path| {
            let records = fs::read_to_string(path).unwrap();
            fs::write(
                path,
                records.replace("{\"text\": \"Two", "[\"text\": \"Two"),
            )
            .unwrap();
            let error = stripped(listing).unwrap_err().to_string();
            assert!(
                error.ends_with("feed.jsonl: changed while it was read"),
                "{error}"
            );
        });
    }
}
