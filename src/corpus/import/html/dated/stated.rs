//! Dates that a page states for machines: linked data, microdata, `meta` elements, addresses of pictures.

use std::iter;
use std::sync::LazyLock;

use regex::Regex;

use super::Clues;
use super::written::{self, Order};
use crate::dates::{Moment, in_url};

/// Names of `meta` elements that mean the publication, those with one meaning first. `date` is any date, but
/// most often this one.
const PUBLISHED: [&str; 48] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "shareaholic:article_published_time",
    "article_date_original",
    "originalpublicationdate",
    "bt:pubdate",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publish_time",
    "publishtime",
    "publication_date",
    "publicationdate",
    "publication-date",
    "published",
    "published_date",
    "published-date",
    "published_time",
    "rnews:datepublished",
    "mediator_published_time",
    "citation_publication_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.available",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "dcterms.date",
    "dc.date",
    "article:created_time",
    "article.created",
    "datecreated",
    "date_created",
    "article:publish_date",
    "article:post_date",
    "article-date",
    "created",
    "date",
    "rbpubdate",
];

/// Names of `meta` elements that mean a revision.
const REVISED: [&str; 17] = [
    "article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "article:modified",
    "article.updated",
    "datemodified",
    "date_modified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "last-modified",
    "lastmod",
    "modified",
    "modified_time",
    "revised",
    "updated",
    "updated_time",
];

/// Returns the dates stated for the publication, the most trusted first.
pub(super) fn published(clues: &Clues<'_>, order: Order) -> impl Iterator<Item = Moment> {
    let linked = clues.linked;
    let metas = PUBLISHED
        .iter()
        .filter_map(|name| clues.metas.get(&[name]).map(str::to_owned));
    let stated = iter::once_with(|| linked.of_article(&["datePublished"]))
        .flatten()
        .chain(metas)
        .chain(
            iter::once_with(|| linked.of_any(&["datePublished", "dateCreated", "uploadDate"]))
                .flatten(),
        );
    stated.filter_map(move |text| written::moment(&text, order))
}

/// Returns the date stated for the last revision.
pub(super) fn revised(clues: &Clues<'_>, order: Order) -> Option<Moment> {
    let linked = clues.linked.of_article(&["dateModified"]);
    let metas = REVISED
        .iter()
        .filter_map(|name| clues.metas.get(&[name]).map(str::to_owned));
    let stated = linked.into_iter().chain(metas);
    stated
        .filter_map(|text| written::moment(&text, order))
        .max()
}

/// Returns the first date that scripts have under a name that means the publication.
pub(super) fn in_scripts(clues: &Clues<'_>, order: Order) -> Option<Moment> {
    let mut dates = IN_SCRIPT.captures_iter(clues.html);
    dates.find_map(|found| written::moment(found.name("date")?.as_str(), order))
}

/// `"publishedAt": "2019-10-30T17:05:00Z"`, as text in text too, and in seconds or milliseconds.
#[expect(
    clippy::expect_used,
    reason = "no input reaches it: the pattern stands in this file, and the tests compile it"
)]
static IN_SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)["'](?:date_?published|(?:first_?)?publi(?:sh(?:ed)?|cation)_?(?:at|on|date|time|date_?time)?|pub_?date|display_?date|created_?(?:at|on|date))\\?["']\s*:\s*\\?["']?(?<date>(?:19|20)\d\d-\d\d-\d\d[T ]?[\d:.+Z-]*|1\d{9}(?:\d{3})?\b)"#,
    )
    .expect("a valid pattern")
});

/// Returns the day in the address of the picture that stand for the page.
pub(super) fn in_images(clues: &Clues<'_>) -> Option<Moment> {
    let linked = || clues.linked.of_article(&["image", "thumbnailUrl"]);
    let shared = clues
        .metas
        .get(&["og:image", "twitter:image"])
        .map(str::to_owned);
    let address = shared.or_else(linked)?;
    in_url(&address).map(Moment::day)
}
