//! News sites, and what they put around an article.

use super::lexicon::Lexicon;
use super::random::{Draw, Random};

/// A news site.
pub struct Site {
    /// What it is called.
    pub name: String,
    /// Where it is on the web.
    pub host: String,
    habits: Random,
}

/// How many sites there are.
const SITES: f64 = 400.0;

impl Site {
    /// Draws a site; the first carry more articles than the last.
    pub fn draw(lexicon: &Lexicon, random: &mut Random) -> Self {
        let share = random.share();
        let mut habits = Random::of(Draw::Site, (share * share * SITES) as u64);
        let place = lexicon.name(&mut habits).to_owned();
        let paper = habits.pick(&["Courier", "Herald", "Times", "Post", "Gazette", "Observer"]);
        Site {
            host: format!("{}{}.example", place.to_lowercase(), paper.to_lowercase()),
            name: format!("{place} {paper}"),
            habits,
        }
    }

    /// Puts what the site has around its articles around a body; `teaser` is another article's headline.
    pub fn page(mut self, title: &str, author: &str, body: &str, teaser: &str) -> String {
        let mut has = |one_in| self.habits.one_in(one_in);
        let menu = format!("Skip to content\nHome\nWorld\nBusiness\nSport\nSign in\n\n{title}\n");
        let parts = [
            (has(8), menu.as_str()),
            (has(2), &format!("By {author}\n")),
            (has(3), "Share this article\nFacebook\nTwitter\n\n"),
            (true, body),
            (has(4), "\n\nAdvertisement"),
            (has(3), "\n\nSign up for our newsletter"),
            (has(2), &format!("\n\nRead more: {teaser}")),
            (
                has(3),
                "\n\nThe Associated Press contributed to this report.",
            ),
            (
                true,
                &format!("\n© 2024 {}. All rights reserved.\n", self.name),
            ),
        ];
        let shown = parts.iter().filter(|(is_shown, _)| *is_shown);
        shown.map(|(_, part)| *part).collect()
    }
}
