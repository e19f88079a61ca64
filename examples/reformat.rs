//! Writes a corpus of JSON Lines in another format, as crawlers and exports do:
//!
//! ```sh
//! cargo run --release --example reformat -- warc-gz < corpus.jsonl > corpus.warc.gz
//! ```
//!
//! `benches/formats.sh` reads what it writes.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use clap::{Parser, ValueEnum};
use flate2::Compression;
use flate2::write::GzEncoder;
use html_escape::encode_text;
use serde::Deserialize;
use serde_json::Value;

/// Reads JSON Lines from standard input and writes another format to standard output.
#[derive(Parser)]
struct Arguments {
    /// The format.
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One array, indented.
    Json,
    /// A table with a header.
    Csv,
    /// A feed.
    Rss,
    /// A web archive with a page for each article.
    Warc,
    /// A web archive with a member of gzip for each record.
    WarcGz,
}

/// What is written of an article.
#[derive(Deserialize)]
struct Article {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    source: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let format = Arguments::parse().format;
    let out = &mut BufWriter::new(io::stdout().lock());
    let lines = io::stdin().lock().lines();
    match format {
        Format::Json => write_json(lines, out)?,
        Format::Csv => write_csv(lines, out)?,
        Format::Rss => write_rss(lines, out)?,
        Format::Warc | Format::WarcGz => write_warc(lines, format, out)?,
    }
    Ok(out.flush()?)
}

type Lines<'l> = io::Lines<io::StdinLock<'l>>;

fn write_json(lines: Lines<'_>, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut between = "[\n";
    for line in lines {
        let value: Value = serde_json::from_str(&line?)?;
        write!(out, "{between}{value:#}")?;
        between = ",\n";
    }
    Ok(out.write_all(b"\n]\n")?)
}

fn write_csv(lines: Lines<'_>, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["id", "title", "text", "date", "source"])?;
    for line in lines {
        let article: Article = serde_json::from_str(&line?)?;
        let Article {
            id,
            title,
            text,
            date,
            source,
        } = &article;
        table.write_record([id, title, text, date, source])?;
    }
    Ok(table.flush()?)
}

fn write_rss(lines: Lines<'_>, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let namespace = "http://purl.org/rss/1.0/modules/content/";
    writeln!(
        out,
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"{namespace}\"><channel>"
    )?;
    for line in lines {
        let article: Article = serde_json::from_str(&line?)?;
        writeln!(
            out,
            "<item><guid>{}</guid><title>{}</title><pubDate>{}</pubDate><content:encoded>{}</content:encoded></item>",
            encode_text(&article.id),
            encode_text(&article.title),
            encode_text(&article.date),
            encode_text(&paragraphs(&article.text)),
        )?;
    }
    Ok(out.write_all(b"</channel></rss>\n")?)
}

fn write_warc(lines: Lines<'_>, format: Format, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    for line in lines {
        let article: Article = serde_json::from_str(&line?)?;
        let record = record(&article);
        match format {
            Format::WarcGz => {
                let mut member = GzEncoder::new(&mut *out, Compression::default());
                member.write_all(record.as_bytes())?;
                member.finish()?;
            }
            _ => out.write_all(record.as_bytes())?,
        }
    }
    Ok(())
}

/// Returns the record of a page with the article.
fn record(article: &Article) -> String {
    let title = encode_text(&article.title);
    let message = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!DOCTYPE html><html><head>\
         <title>{title}</title><meta property=\"article:published_time\" content=\"{}\"></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav><article><h1>{title}</h1>{}</article>\
         <footer>All rights reserved</footer></body></html>",
        article.date,
        paragraphs(&article.text),
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{}\r\n\
         WARC-Date: 2023-03-07T05:00:00Z\r\nContent-Length: {}\r\n\r\n{message}\r\n\r\n",
        article.id,
        message.len(),
    )
}

/// Returns a text as HTML, a paragraph for each line.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| format!("<p>{}</p>\n", encode_text(line)))
        .collect()
}
