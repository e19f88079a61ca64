//! The words: as many as newspapers use, as often as in real text.

use super::random::{Draw, Random};

/// Words that hold sentences together, the commonest first.
const FUNCTION_WORDS: &str = "the of and to a in that for on was is said with he by at it as from his \
    be have has but are not an had who they their this will were been which she or its more about would \
    after when one up also we out there what if into all could over her you some than other last new \
    first two before because against between during under through while where most only now";
/// Words of the news, the commonest first.
const NEWS_WORDS: &str = "year people government president police council city state company report \
    bridge market court minister week party country million group home month day public service news \
    school officials road water plan harbour work percent family called told added announced \
    expected reported closed opened decided share price election team season game player health study \
    research program community leader member office attack war energy industry agreement decision \
    statement meeting interview engineer damage repair vessel ferry weather storm flood budget tax \
    committee spokesman resident visitor project station railway airport hospital library museum \
    photograph newspaper subscribe contact image video follow comment editor reporter agency copyright \
    sign read continue click privacy related story advertising download number address building review";
/// Names of people and places, the commonest first.
const NAMES: &str = "London Monday Harrow March Lindqvist Tuesday Ostvik Müller Marsh Perrault \
    Nordhafen October Quiroga Zürich Bellori Dunmore Petra José Friday Europe Łukasz Brennan Køge São \
    Okafor Peña Harbour Björk Thursday Castellane Ødegaard Wednesday Málaga Tamsin Caddon André";

const ONSETS: [&str; 32] = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "ch", "cl",
    "cr", "dr", "fl", "gr", "pl", "pr", "sc", "sh", "sp", "st", "str", "th", "tr", "qu",
];
const NUCLEI: [&str; 8] = ["a", "e", "i", "o", "u", "ea", "ai", "ou"];
const CODAS: [&str; 16] = [
    "", "", "", "n", "r", "l", "s", "t", "m", "nd", "nt", "rt", "st", "ck", "ll", "rm",
];
const ENDINGS: [&str; 16] = [
    "", "", "", "", "", "", "", "s", "s", "s", "ed", "ed", "ing", "er", "ly", "ment",
];

/// Made-up words behind the real ones.
const INVENTED_WORDS: usize = 200_000;
/// Made-up names behind the real ones.
const INVENTED_NAMES: usize = 40_000;

/// The words and names that articles are made of.
pub struct Lexicon {
    words: Ranked,
    names: Ranked,
}

impl Lexicon {
    pub fn new() -> Self {
        let mut random = Random::of(Draw::Lexicon, 0);
        let real = FUNCTION_WORDS
            .split_whitespace()
            .chain(NEWS_WORDS.split_whitespace());
        let mut words: Vec<String> = real.map(str::to_owned).collect();
        words.extend((0..INVENTED_WORDS).map(|rank| invented(&mut random, rank)));
        let mut names: Vec<String> = NAMES.split_whitespace().map(str::to_owned).collect();
        names.extend((0..INVENTED_NAMES).map(|rank| capitalized(&invented(&mut random, rank))));
        Lexicon {
            words: Ranked::new(words),
            names: Ranked::new(names),
        }
    }

    /// Draws a word of lower case.
    pub fn word(&self, random: &mut Random) -> &str {
        self.words.draw(random)
    }

    /// Draws a name, with a capital.
    pub fn name(&self, random: &mut Random) -> &str {
        self.names.draw(random)
    }
}

/// Returns the word with a capital.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Returns a word of one or two syllables and an ending, the frequent ones short.
fn invented(random: &mut Random, rank: usize) -> String {
    let syllables = if rank < 20_000 { 1 } else { 2 };
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(random.pick(&ONSETS));
        word.push_str(random.pick(&NUCLEI));
    }
    word.push_str(random.pick(&CODAS));
    word.push_str(random.pick(&ENDINGS));
    word
}

/// Words by rank, drawn with a probability inverse to it.
struct Ranked {
    words: Vec<String>,
    /// Words by chance: each stands here as often as it is drawn.
    draws: Vec<u32>,
}

/// A word that is drawn less often than once in so many draws stands for its neighbours too.
const DRAWS: usize = 1 << 20;

impl Ranked {
    fn new(words: Vec<String>) -> Self {
        // The law of Zipf.
        let weight = |rank: usize| 1.0 / (rank as f64 + 1.0);
        let total: f64 = (0..words.len()).map(weight).sum();
        let mut draws = Vec::with_capacity(DRAWS);
        let mut cumulated = 0.0;
        for rank in 0..words.len() {
            cumulated += weight(rank) / total * DRAWS as f64;
            let end = (cumulated as usize).clamp(draws.len(), DRAWS);
            draws.resize(end, rank as u32);
        }
        draws.resize(DRAWS, 0);
        Ranked { words, draws }
    }

    fn draw(&self, random: &mut Random) -> &str {
        &self.words[self.draws[random.below(DRAWS)] as usize]
    }
}
