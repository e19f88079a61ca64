//! Files that are web pages.

use std::io::BufRead;

use super::article::Article;
use super::clean::clean;
use super::sink::{Outcome, Sink, Stop};
use super::text::whole;
use super::{encoding, html};

/// Why a page is skipped in which no article is found.
pub(super) const NO_ARTICLE: &str = "no article in this page";

/// Reads all of `reader` as one page of at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let bytes = whole(reader, longest)?;
    let encoding = encoding::encoding(&bytes, encoding::declared(&bytes, "charset"));
    sink.is_in(encoding);
    let (html, ..) = encoding.decode(&bytes);
    let page = html::page(&html, None).ok_or_else(|| Stop::Input(NO_ARTICLE.to_owned()))?;
    sink.is_single();
    let id = page.url.is_none().then(|| sink.path());
    sink.article(&Article {
        id,
        text: &clean(&page.text),
        ..Article::of(&page)
    })
}
