//! Measures a line's words and marks in one pass: of what sort they are, and how many of each.
//!
//! Nothing here knows what a line is about. Words with a capital, words that only hold a sentence
//! together ("of", "und", "что", "的"), words that speak to the reader ("you", "subscribe"), commas and
//! quotation marks tell a sentence from a headline, and a headline from a button. The lists of words
//! are short and cover a dozen languages; in any other no word is known, which the model takes as
//! saying nothing.

use std::sync::LazyLock;

use super::scripts::is_unspaced;

/// Only so many bytes at the start of a line are looked at: they tell what sort of line it is.
const HEAD: usize = 400;
/// Slots of the table of known words, a power of two and several times the number of words.
const SLOTS: usize = 2048;
/// Buckets that names are counted in; an article has some dozens of names.
pub(super) const NAME_BUCKETS: usize = 256;

/// What a line measures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Words of the line's head, of which all counts are taken: runs of letters and digits; in scripts
    /// without spaces each character is one.
    pub head_words: u16,
    /// Words that begin with a capital.
    pub capitalised: u16,
    /// Words that hold a sentence together.
    pub common: u16,
    /// Words that speak to the reader, or of the site as "we".
    pub calling: u16,
    /// Words that begin with a digit.
    pub numbers: u16,
    /// Commas of any script.
    pub commas: u16,
    /// Quotation marks, without apostrophes.
    pub quotes: u16,
    /// Opening brackets.
    pub brackets: u16,
    /// Marks that stand between the parts of a label: bars, bullets, slashes.
    pub separators: u16,
    /// The first letter is a small one.
    pub starts_small: bool,
    /// The buckets of its capitalised words, the first word left out.
    pub names: [u64; NAME_BUCKETS / 64],
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Common,
    Calling,
}

/// Words that only hold a sentence together, of each language the commonest.
const COMMON: &str = "
    the of to and a in that is was he for it with as his on be at by i this had not are but from or have
    an they which were her she has been will who would there their its said if when so than about could into
    did do does up no out what more some can after also because while during before against between where over
    der die das und in zu den von ist mit sich des auf für dass im dem nicht ein eine als auch es an werden aus er
    hat sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis
    durch man sein seine wurde wenn habe daß
    de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont ont avec son
    aux cette sa ses été être mais comme ou si leur y dont elle deux fait était même
    el los las del por con una su para es al lo como más o pero sus ha fue entre desde cuando sobre también hasta
    hay donde quien todo esta sin este ya
    os das dos da do em um uma na no nas nos com não ao aos à pelo pela foi são tem mais mas seu sua ser está
    di che il gli della dei delle nel nella alla dal dalla degli sono non ed è anche ai loro suo stato ha
    и в на не что с по как из у за к от его для это но был о же до то так все она он они было бы при были которые также
    і й та що не на в у з за до від як це про для його був є або але після вже яка який які було також під
    w z na do się nie jest że o jak po od za przez oraz dla ale ma są był była było tym ten ta które który jako
    bir ve bu da de için ile olarak çok daha olan ne kadar sonra en gibi var ama değil olduğu ise her
    في من على إلى أن عن مع التي الذي هذا هذه كان ما لا بين بعد قد كما ذلك أو و كانت قبل خلال
    的 了 是 在 和 有 不 他 这 也 就 为 与 说 她 我 们 對 对 被 這 會 到 及 於 于 将 從 从 并 而";

/// Words that speak to the reader, or of the site as "we".
const CALLING: &str = "
    you your yours our us subscribe sign click follow share read watch listen join download register login log
    newsletter newsletters email cookies privacy terms rights reserved advertise advertisement sponsored contact
    comment comments please menu search home today's latest related more trending photos videos video photo
    getty copyright facebook twitter instagram youtube whatsapp telegram app podcast podcasts sections account
    ihr ihre ihnen ihren uns unser unsere unseren unserer abonnieren anmelden teilen lesen mehr jetzt kommentare
    impressum datenschutz werbung anzeige klicken folgen bitte
    vous votre vos nous notre nos abonnez inscrivez partager lire suivez cliquez abonnement publicité commentaires
    usted ustedes tu nuestro nuestra nuestros suscríbete suscribirse compartir leer siga haga comparte comentarios
    publicidad aviso
    você seu sua nosso nossa assine compartilhe compartilhar leia siga clique comentários publicidade
    tuo vostro nostro nostra iscriviti condividi leggi segui clicca commenti pubblicità
    вы вас ваш ваши вам мы нас наш наши подписывайтесь подпишитесь поделиться читайте читать реклама комментарии
    ви ваш ваші вам ми нас наш наші підписуйтесь підпишіться поділитися читайте читати реклама коментарі
    twój twoje nasz nasze nas subskrybuj zapisz udostępnij czytaj czytajcie reklama komentarze polub
    siz sizin bizim abone olun paylaş okuyun tıklayın takip reklam yorumlar
    اشترك اشتركوا تابعنا تابعونا شارك اقرأ المزيد إعلان تعليقات
    您 你 请 請 订 閱 阅";

/// The known words by their hashes, of which the lowest bit is 1 for a word that calls; 0 is a free slot.
static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut table = vec![0; SLOTS];
    let common = COMMON.split_whitespace().map(|word| (word, 0));
    let calling = CALLING.split_whitespace().map(|word| (word, 1));
    for (word, sort) in common.chain(calling) {
        let hash = mixed(word.bytes().fold(0, with_byte));
        // Ends, since the table has more than twice as many slots as there are words.
        let free = (slot_of(hash)..SLOTS).chain(0..SLOTS).find(|&slot| {
            table
                .get(slot)
                .is_some_and(|&known| known == 0 || known | 1 == hash | 1)
        });
        if let Some(entry @ 0) = free.and_then(|slot| table.get_mut(slot)) {
            *entry = hash & !1 | sort;
        }
    }
    table
});

/// ASCII letters, in lower case, and digits; 0 for other bytes. Looked up, since that is twice as fast as
/// comparing.
static LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Measures a line.
pub(super) fn measure(text: &str) -> Shape {
    let mut head = text.len().min(HEAD);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let (head, _) = text.split_at(head);
    let mut shape = Shape::default();
    let mut reader = Reader::default();
    let mut rest = head;
    while !rest.is_empty() {
        let behind = reader.take_letters(rest, &mut shape);
        if let Some(words) = behind.strip_prefix(' ') {
            reader.end_word(&mut shape);
            rest = words;
            continue;
        }
        let mut characters = behind.chars();
        if let Some(character) = characters.next() {
            reader.take(character, &mut shape);
        }
        rest = characters.as_str();
    }
    reader.end_word(&mut shape);
    shape
}

/// The word that is being read.
#[derive(Default)]
struct Reader {
    in_word: bool,
    starts_with_capital: bool,
    hash: u64,
    /// An apostrophe was read; it belongs to the word if a letter follows.
    apostrophe: bool,
    any_letter: bool,
}

impl Reader {
    /// Takes the letters and digits of ASCII that a text begins with, and returns what follows.
    fn take_letters<'t>(&mut self, text: &'t str, shape: &mut Shape) -> &'t str {
        let lower = |byte: &u8| Some(LOWER[usize::from(*byte)]).filter(|&lower| lower > 0);
        let first = text.as_bytes().first();
        let Some(first) = first.filter(|first| lower(first).is_some()) else {
            return text;
        };
        if !self.in_word {
            self.begin(char::from(*first), shape);
        }
        self.take_apostrophe();
        let (mut hash, mut count) = (self.hash, 0);
        for lower in text.as_bytes().iter().map_while(lower) {
            hash = with_byte(hash, lower);
            count += 1;
        }
        self.hash = hash;
        text.get(count..).unwrap_or_default()
    }

    /// Takes a character that is no letter or digit of ASCII.
    fn take(&mut self, character: char, shape: &mut Shape) {
        if !character.is_ascii() && character.is_alphanumeric() {
            if is_unspaced(character) {
                self.end_word(shape);
                self.begin(character, shape);
                self.extend(character);
                self.end_word(shape);
            } else {
                if !self.in_word {
                    self.begin(character, shape);
                }
                self.extend(character);
            }
            return;
        }
        if matches!(character, '\'' | '\u{2019}') && self.in_word && !self.apostrophe {
            self.apostrophe = true;
            return;
        }
        self.end_word(shape);
        match character {
            ',' | '\u{FF0C}' | '\u{3001}' | '\u{060C}' => shape.commas += 1,
            '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' | '\u{300C}'
            | '\u{300D}' => shape.quotes += 1,
            '(' | '[' | '\u{FF08}' | '\u{3010}' => shape.brackets += 1,
            '|' | '\u{2022}' | '\u{B7}' | '\u{203A}' | '\u{2039}' | '/' => shape.separators += 1,
            _ => {}
        }
    }

    fn begin(&mut self, first: char, shape: &mut Shape) {
        self.in_word = true;
        self.hash = 0;
        self.starts_with_capital = first.is_uppercase();
        shape.numbers += u16::from(first.is_numeric());
        if !self.any_letter && first.is_alphabetic() {
            self.any_letter = true;
            shape.starts_small = first.is_lowercase();
        }
    }

    fn extend(&mut self, character: char) {
        self.take_apostrophe();
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            self.hash = with_byte(self.hash, byte);
        }
    }

    /// Takes the apostrophe that was read before a letter.
    fn take_apostrophe(&mut self) {
        if std::mem::take(&mut self.apostrophe) {
            self.hash = with_byte(self.hash, b'\'');
        }
    }

    fn end_word(&mut self, shape: &mut Shape) {
        self.apostrophe = false;
        if !std::mem::take(&mut self.in_word) {
            return;
        }
        let hash = mixed(self.hash);
        match sort_of(hash) {
            Some(Sort::Common) => shape.common += 1,
            Some(Sort::Calling) => shape.calling += 1,
            None => {}
        }
        if self.starts_with_capital {
            shape.capitalised += 1;
            if shape.head_words > 0 {
                let bucket = slot_of(hash) % NAME_BUCKETS;
                if let Some(bits) = shape.names.get_mut(bucket / 64) {
                    *bits |= 1 << (bucket % 64);
                }
            }
        }
        shape.head_words += 1;
    }
}

fn with_byte(hash: u64, byte: u8) -> u64 {
    hash.rotate_left(5) ^ u64::from(byte)
}

/// Mixes a word's bytes once they are all read.
fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15).swap_bytes()
}

fn slot_of(hash: u64) -> usize {
    (hash >> 8) as usize % SLOTS
}

fn sort_of(hash: u64) -> Option<Sort> {
    let mut slot = slot_of(hash);
    // Ends, since there are free slots.
    while let Some(&known) = KNOWN.get(slot)
        && known != 0
    {
        if known | 1 == hash | 1 {
            return Some(if known & 1 == 1 {
                Sort::Calling
            } else {
                Sort::Common
            });
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_sorted() {
        let shape = measure("\u{201c}You can't go, 3 men of Ostvik said,\u{201d} and left.");
        assert_eq!(shape.head_words, 10);
        assert_eq!((shape.capitalised, shape.numbers), (2, 1));
        assert_eq!((shape.commas, shape.quotes), (2, 2));
        assert_eq!((shape.common, shape.calling), (3, 1));
    }

    #[test]
    fn only_the_head_of_a_long_line_is_measured() {
        assert_eq!(measure(&"a b ".repeat(1000)).head_words, 200);
        assert_eq!(measure(&"橋".repeat(1000)).head_words, 133);
    }
}
