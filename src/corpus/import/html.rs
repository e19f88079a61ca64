//! Web pages: the text of the article, and what the page says of it.

use super::fragment;

/// What a page gives.
pub(in crate::corpus) struct Page {
    pub(in crate::corpus) title: Option<String>,
    pub(in crate::corpus) text: String,
    /// Its canonical URL.
    pub(in crate::corpus) url: Option<String>,
    pub(in crate::corpus) outlet: Option<String>,
    pub(in crate::corpus) language: Option<String>,
    /// When it was published, in ISO 8601.
    pub(in crate::corpus) published: Option<String>,
}

/// Reads a page that was fetched from `url`, if that is known; `None` if there is no article in it.
pub(in crate::corpus) fn page(html: &str, url: Option<&str>) -> Option<Page> {
    let (_, head) = html.split_once("<title>").unwrap_or_default();
    let (title, _) = head.split_once("</title>").unwrap_or_default();
    let text = fragment::text(html.split_once("</head>").map_or(html, |(_, body)| body));
    (!text.is_empty()).then(|| Page {
        title: Some(fragment::text(title)).filter(|title| !title.is_empty()),
        text,
        url: url.map(str::to_owned),
        outlet: None,
        language: None,
        published: None,
    })
}
