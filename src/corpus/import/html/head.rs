//! What the head of a page says about it: title, address, outlet, language.

use trafilatura::dom::Document;

use super::blocks::{Block, blocks};
use super::linked::Linked;

/// The `meta` elements of a page, by their names.
#[derive(Debug, Default)]
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    /// Reads the elements: those with a `property`, `name`, `itemprop` or `http-equiv`.
    pub fn read(document: &Document) -> Metas {
        let mut metas = Vec::new();
        for meta in document.get_elements_by_tag_name(document.root(), "meta") {
            let attribute = |name| document.get_attribute(meta, name);
            let Some(content) = attribute("content").filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = attribute(key) {
                    metas.push((name.trim().to_ascii_lowercase(), content.trim().to_owned()));
                }
            }
        }
        Metas(metas)
    }

    /// Returns what stands under the first of these names that is there.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        let named = |name: &&str| self.0.iter().find(|(key, _)| key == name);
        names
            .iter()
            .find_map(named)
            .map(|(_, content)| content.as_str())
    }
}

/// Returns the headline: as linked data or the share title has it, else the first heading of the first rank, else
/// the title of the window. The name of the outlet at its end goes.
pub(super) fn title(
    document: &Document,
    metas: &Metas,
    linked: &Linked,
    outlet: Option<&str>,
    blocks: &[Block],
) -> Option<String> {
    let of_element = |tag| {
        let element = *document
            .get_elements_by_tag_name(document.root(), tag)
            .first()?;
        let text = document.text_content(element);
        Some(text).filter(|text| !text.trim().is_empty())
    };
    let share = || metas.get(&["og:title", "twitter:title", "dc.title", "sailthru.title"]);
    let title = linked
        .of_article(&["headline"])
        .or_else(|| share().map(str::to_owned))
        .or_else(|| of_element("h1"))
        .map(|title| plain(&title));
    let title = title.or_else(|| Some(shown_part(&plain(&of_element("title")?), blocks)))?;
    Some(without_outlet(&title, outlet))
}

/// Returns who published the page.
pub(super) fn outlet(metas: &Metas, linked: &Linked) -> Option<String> {
    let name = metas.get(&["og:site_name"]).map(str::to_owned);
    let name = name.or_else(|| linked.publisher());
    let name = name.or_else(|| {
        metas
            .get(&["application-name", "dc.publisher"])
            .map(str::to_owned)
    });
    name.map(|name| plain(&name))
        .filter(|name| !name.is_empty())
}

/// Returns the language tag, in the form of BCP 47: `en`, `en-GB`.
pub(super) fn language(document: &Document, metas: &Metas, linked: &Linked) -> Option<String> {
    let root = document.get_elements_by_tag_name(document.root(), "html");
    let attribute = |name| document.get_attribute(*root.first()?, name);
    let tag = attribute("lang")
        .or_else(|| attribute("xml:lang"))
        .filter(|tag| is_language(tag))
        .or_else(|| {
            metas
                .get(&["og:locale", "content-language", "dc.language"])
                .map(str::to_owned)
        })
        .or_else(|| linked.of_article(&["inLanguage"]))?;
    is_language(&tag).then(|| tag.trim().replace('_', "-"))
}

fn is_language(tag: &str) -> bool {
    let tag = tag.trim();
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    matches!(primary.len(), 2 | 3)
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.len() <= 35
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Returns the page's address: as the page states it, else the one it was fetched from.
///
/// A front page that states itself as the address of every article is not believed.
pub(super) fn address(
    document: &Document,
    metas: &Metas,
    linked: &Linked,
    fetched: Option<&str>,
) -> Option<String> {
    let links = document.get_elements_by_tag_name(document.root(), "link");
    let canonical = links.into_iter().find_map(|link| {
        let is_canonical = document
            .get_attribute(link, "rel")?
            .eq_ignore_ascii_case("canonical");
        document
            .get_attribute(link, "href")
            .filter(|_| is_canonical)
    });
    let stated = [
        canonical,
        metas.get(&["og:url"]).map(str::to_owned),
        linked.of_article(&["url", "mainEntityOfPage"]),
    ];
    let stated = stated.into_iter().flatten();
    let absolute = stated.filter_map(|address| resolved(address.trim(), fetched));
    let mut specific = absolute.filter(|address| !path(address).trim_matches('/').is_empty());
    specific.next().or_else(|| fetched.map(str::to_owned))
}

/// Returns an address of the web as it is, and a path as one on the host of `base`.
fn resolved(address: &str, base: Option<&str>) -> Option<String> {
    if address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.to_owned());
    }
    let (scheme, rest) = base?.split_once("://")?;
    if let Some(host) = address.strip_prefix("//") {
        return Some(format!("{scheme}://{host}"));
    }
    let host = rest.split(['/', '?', '#']).next()?;
    address
        .starts_with('/')
        .then(|| format!("{scheme}://{host}{address}"))
}

fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

/// Returns a text of metadata on one line, its entities resolved and its tags gone: linked data has both.
pub(super) fn plain(text: &str) -> String {
    let is_markup = text.contains('&') || text.contains('<');
    if is_markup {
        let document = Document::parse(&super::bounds::bounded(text));
        let lines = blocks(&document, document.root());
        let lines: Vec<String> = lines.into_iter().map(|block| block.text).collect();
        lines.join(" ")
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What parts the headline from the name of the site in the title of a window.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];

/// Returns the part of a window's title, between bars or dashes, that the page shows too; all of it if there is none.
fn shown_part<'t>(title: &'t str, shown: &[Block]) -> String {
    let cut = |parts: Vec<&'t str>, mark: &&str| {
        parts
            .into_iter()
            .flat_map(|part| part.split(*mark))
            .collect()
    };
    let parts = SEPARATORS.iter().fold(vec![title], cut);
    let is_shown = |part: &&str| shown.iter().any(|block| block.text == **part);
    let longest = parts
        .into_iter()
        .filter(is_shown)
        .max_by_key(|part| part.len());
    longest.unwrap_or(title).to_owned()
}

/// Returns a title without what stands behind its last bar or dash, if that is the outlet's name.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else {
        return title.to_owned();
    };
    let cut = title.strip_suffix(outlet).map(str::trim_end);
    let cut = cut.and_then(|title| title.strip_suffix(['|', '-', '–', '—', '·', ':', '•', '»']));
    let headline = cut
        .map(str::trim_end)
        .filter(|headline| !headline.is_empty());
    headline.unwrap_or(title).to_owned()
}
