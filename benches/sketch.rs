//! Throughput of words and their hashes on one thread, in bytes of text per second.
//!
//! The text is made up on the spot, the same in every run: sentences of common words of a language, the
//! commonest most often, with names, numbers and quotations. `unicode_words` is the plain way to the same
//! words, without hashes. `cargo bench --bench sketch -- --quick` takes half a minute; `-- German` runs
//! one language.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsdedup::sketch::{word_hashes, words};
use unicode_segmentation::UnicodeSegmentation;

criterion_group!(benches, sketch);
criterion_main!(benches);

/// Sentences in the text of each language: some hundred kilobytes.
const SENTENCES: usize = 4000;

fn sketch(criterion: &mut Criterion) {
    for language in [ENGLISH, GERMAN, RUSSIAN, CHINESE] {
        let text = Writer { state: 1 }.text(&language);
        let mut group = criterion.benchmark_group(language.name);
        group
            .sample_size(20)
            .throughput(Throughput::Bytes(text.len() as u64));
        let mut hashes = Vec::new();
        group.bench_function("word_hashes", |bencher| {
            bencher.iter(|| {
                hashes.clear();
                word_hashes(black_box(&text), &mut hashes);
            })
        });
        group.bench_function("words", |bencher| {
            bencher.iter(|| words(black_box(&text)).count())
        });
        group.bench_function("unicode_words", |bencher| {
            bencher.iter(|| black_box(&text).unicode_words().count())
        });
        group.finish();
    }
}

/// What the text of a language is made of.
struct Language {
    name: &'static str,
    /// Words, the commonest first.
    words: &'static str,
    /// What stands between two words.
    space: &'static str,
    /// What ends a sentence.
    stop: &'static str,
    quotes: (&'static str, &'static str),
}

const ENGLISH: Language = Language {
    name: "English",
    words: "the of and to a in that for on was is said with he by at it as from his be have has but \
        are not who they their this will were been which she or its more about would year people \
        government president police council don’t Harrow London Tuesday it’s company's report bridge \
        market minister agreement spokesman representatives harbour 2024 3.5 1,000 U.S responsibility",
    space: " ",
    stop: ". ",
    quotes: ("“", "”"),
};
const GERMAN: Language = Language {
    name: "German",
    words: "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es \
        an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum \
        war haben nur oder aber vor zur bis mehr durch man sein wurde Prozent Jahre Brücke Bundesregierung \
        Ministerpräsident gegenüber München Bevölkerung 2024 1.000 3,5 Straßenverkehrsordnung können für",
    space: " ",
    stop: ". ",
    quotes: ("„", "“"),
};
const RUSSIAN: Language = Language {
    name: "Russian",
    words: "и в не на что с по он как это его к но из за от о для у так бы было только уже или если до \
        при году также может которые быть после России время области президент сообщил правительства \
        мост закрыт Москва заявил человек компании 2024 безопасности представитель ответственность",
    space: " ",
    stop: ". ",
    quotes: ("«", "»"),
};
const CHINESE: Language = Language {
    name: "Chinese",
    words: "的 一 在 是 不 了 有 和 人 这 中 大 为 上 个 国 我 以 要 他 时 来 用 们 生 到 作 地 于 出 就 分 \
        对 成 会 可 主 发 年 动 同 工 也 能 下 过 子 说 产 种 面 而 方 后 多 定 行 学 法 所 民 得 经 2024 三",
    space: "",
    stop: "。",
    quotes: ("“", "”"),
};

/// Writes text, the same in every run.
struct Writer {
    state: u64,
}

impl Writer {
    fn text(mut self, language: &Language) -> String {
        let words: Vec<&str> = language.words.split_whitespace().collect();
        let sentences = (0..SENTENCES).map(|_| self.sentence(language, &words));
        sentences.collect()
    }

    fn sentence(&mut self, language: &Language, words: &[&str]) -> String {
        let length = 8 + self.below(20);
        let chosen: Vec<&str> = (0..length).map(|_| self.pick(words)).collect();
        let sentence = chosen.join(language.space);
        let (open, close) = match self.below(6) {
            0 => language.quotes,
            _ => ("", ""),
        };
        format!("{open}{sentence}{close}{}", language.stop)
    }

    /// Returns one of the words, the first ones more often than the last ones.
    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        let rank = self.below(words.len()).min(self.below(words.len()));
        words[rank]
    }

    /// Returns the next number of an xorshift sequence (Marsaglia 2003), brought below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) as usize % limit
    }
}
