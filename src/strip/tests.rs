//! Invented scrapes in several styles, and what holds for any text at all.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::dates::Moment;

fn document(text: &str) -> Document {
    Document {
        id: "a".to_owned(),
        path: "a".to_owned(),
        record: None,
        url: None,
        headline: None,
        text: text.to_owned(),
        published: None,
        outlet: None,
        language: None,
    }
}

fn strip(text: &str) -> Article {
    shared().strip(document(text))
}

/// The verdict on each line that has text, in short: its role, or the kind it was removed as.
fn verdicts(article: &Article) -> Vec<String> {
    let short = |verdict: &Verdict| match verdict {
        Verdict::Kept(role) => format!("{role:?}"),
        Verdict::Removed(removal) => format!("- {:?}", removal.kind),
    };
    article
        .segments
        .iter()
        .map(|segment| short(&segment.verdict))
        .filter(|verdict| verdict != "Blank")
        .collect()
}

/// Checks a scrape given as (expected verdict, line) pairs.
fn check(lines: &[(&str, &str)]) -> Harvest {
    let text: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let article = strip(&text.join("\n\n"));
    let found = verdicts(&article);
    let differing: Vec<_> = lines
        .iter()
        .zip(&found)
        .filter(|((expected, _), found)| expected != found)
        .collect();
    assert!(
        differing.is_empty() && found.len() == lines.len(),
        "{differing:#?}"
    );
    article.harvest
}

#[test]
fn a_wire_story_on_an_american_site() {
    let harvest = check(&[
        ("- Nav", "Skip to main content"),
        ("- Nav", "News"),
        ("- Nav", "Sports"),
        ("- Nav", "Weather"),
        ("Headline", "Mayor of Pinewater quits over sewage contract"),
        ("- AuthorBylineBox", "By Jane Roe, Associated Press"),
        ("- AuthorBylineBox", "Published 4:05 PM EDT, July 3, 2019"),
        ("- ShareWidget", "Share"),
        ("- ShareWidget", "Tweet"),
        ("- ShareWidget", "Facebook Twitter Email"),
        (
            "- PhotoCaption",
            "Mayor Todd Breen speaks at city hall. (AP Photo/Lena Holt, File)",
        ),
        (
            "Body",
            "PINEWATER, Ore. (AP) — The mayor of Pinewater resigned on Wednesday after auditors found that a sewage contract had gone to his brother.",
        ),
        ("- AdvertisementLabel", "Advertisement"),
        (
            "Body",
            "\"I should have told the council in January, and I did not,\" Todd Breen said at a news conference.",
        ),
        ("- AdvertisementLabel", "Story continues below"),
        (
            "Body",
            "The contract was worth $4.2 million over three years, according to the audit.",
        ),
        (
            "- RelatedLinkHeadline",
            "Read More: Council split on new treatment plant",
        ),
        (
            "Body",
            "He denied that he had gained anything from it himself.",
        ),
        ("- PromoCta", "Sign up for our newsletter"),
        (
            "Body",
            "Council president Ada Lund will serve until a vote in November.",
        ),
        (
            "- LegalNotice",
            "Copyright 2019 The Associated Press. All rights reserved.",
        ),
    ]);
    assert_eq!(harvest.agencies, ["Associated Press"]);
    assert_eq!(harvest.dateline.as_deref(), Some("PINEWATER"));
    let published = harvest.published.unwrap();
    assert_eq!(published.from, PublishedFrom::Text);
    assert_eq!(
        published.moment,
        Moment {
            date: date(2019, 7, 3),
            time: None,
            offset_minutes: None
        }
    );
}

#[test]
fn a_reprint_on_a_magazine_site() {
    let harvest = check(&[
        (
            "- LegalNotice",
            "We use cookies to give you the best experience. By using this site you agree to our cookie policy.",
        ),
        ("Headline", "Why the herring came back to Ostvik fjord"),
        (
            "Body",
            "After thirty silent years the fish returned in one night, and nobody can quite say why.",
        ),
        ("- AuthorBylineBox", "By Jane Roe"),
        ("- AuthorBylineBox", "July 3, 2019"),
        (
            "Body",
            "On a wet evening in March the sonar of a small research boat went white from edge to edge.",
        ),
        (
            "Body",
            "The two students on watch thought that the instrument had failed and switched it off and on again.",
        ),
        ("Subheading", "A fish with a memory"),
        (
            "Body",
            "Herring learn their routes from older fish, says the biologist Tor Haug, who has followed the stock since 1994.",
        ),
        (
            "Body",
            "When the old ones are gone, the map is gone with them.",
        ),
        (
            "- ReprintNotice",
            "This article was first published on Coastal Quarterly. Read the original here.",
        ),
        (
            "- ReprintNotice",
            "Republished with permission from Coastal Quarterly.",
        ),
        ("- AuthorBylineBox", "Jane Roe"),
        (
            "- AuthorBio",
            "Jane Roe is a freelance journalist based in Bergen who writes about the sea.",
        ),
        (
            "- LegalNotice",
            "© 2020 Marrow Magazine. All rights reserved.",
        ),
    ]);
    assert_eq!(harvest.reprint_of.as_deref(), Some("Coastal Quarterly"));
    assert_eq!(harvest.agencies, ["Coastal Quarterly"]);
}

#[test]
fn agencies_sign_at_the_end_in_many_ways() {
    let body = "Bridge closed after cracks found in two piers\nThe council voted on Tuesday to close the old harbour bridge.\n\
                Engineers had found deep cracks in two of its nine piers in the spring.\n";
    let agencies = |last: &str| strip(&format!("{body}{last}\n")).harvest.agencies;
    assert_eq!(agencies("-- AFP"), ["AFP"]);
    assert_eq!(agencies("Source: Reuters"), ["Reuters"]);
    assert_eq!(agencies("Agence France-Presse"), ["AFP"]);
    assert_eq!(
        agencies("With reporting by AP, dpa and Interfax"),
        ["Associated Press", "dpa", "Interfax"]
    );
    assert_eq!(
        agencies("Nobody was hurt, the harbour office said. (PTI)"),
        ["PTI"]
    );
    assert_eq!(
        agencies("(Reporting by Ann Poe in Ostvik; editing by Max Kroll)"),
        ["Reuters"]
    );
    assert_eq!(
        agencies("Reporting by Ann Poe in Ostvik"),
        Vec::<String>::new()
    );
    assert_eq!(
        agencies("The harbour master told the TASS news agency that nobody was hurt."),
        Vec::<String>::new()
    );
    assert_eq!(
        agencies("Nobody was hurt, he said, per the AFP."),
        Vec::<String>::new()
    );
}

#[test]
fn datelines_credit_their_agency() {
    let next = "Engineers had found deep cracks in two of its nine piers in the spring.\n";
    let harvest = |first: &str| strip(&format!("{first}\n{next}")).harvest;
    let reuters = harvest(
        "OSTVIK, 3 May (Reuters) - The council voted on Tuesday to close the old harbour bridge.",
    );
    assert_eq!(
        (reuters.dateline.as_deref(), reuters.agencies),
        (Some("OSTVIK"), vec!["Reuters".to_owned()])
    );
    let afp = harvest(
        "Ostvik (AFP) July 6, 2017\nThe council voted on Tuesday to close the old harbour bridge.",
    );
    assert_eq!(
        (afp.dateline.as_deref(), afp.agencies),
        (Some("Ostvik"), vec!["AFP".to_owned()])
    );
    assert_eq!(
        afp.published
            .map(|published| (published.from, published.moment.date)),
        Some((PublishedFrom::Dateline, date(2017, 7, 6)))
    );
    let bare = harvest("(Reuters) - The council voted on Tuesday to close the old harbour bridge.");
    assert_eq!(
        (bare.dateline, bare.agencies),
        (None, vec!["Reuters".to_owned()])
    );
    let none = harvest(
        "The council (the old one, not the new) voted on Tuesday to close the old harbour bridge.",
    );
    assert_eq!((none.dateline, none.agencies), (None, Vec::new()));
}

#[test]
fn a_teaser_credits_nobody() {
    let harvest = check(&[
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
        ("- RelatedLinkHeadline", "Ferry fares to rise by a tenth"),
        (
            "- RelatedTeaser",
            "Ostvik (AFP) July 6, 2017 The harbour office said on Thursday that fares would go up ... read more",
        ),
        ("- RelatedLinkLabel", "Related Links"),
        ("- RelatedLinkHeadline", "All our reports on bridges"),
    ]);
    assert_eq!(harvest.agencies, Vec::<String>::new());
    assert_eq!(harvest.dateline, None);
    assert_eq!(
        harvest.headline.map(|headline| headline.from),
        Some(HeadlineFrom::FirstSentence)
    );
}

#[test]
fn what_stands_in_other_peoples_furniture_is_not_harvested() {
    let harvest = check(&[
        ("Headline", "Bridge closed after cracks found"),
        ("- AuthorBylineBox", "By Ann Poe"),
        (
            "- PhotoCaption",
            "The old bridge in May. (AP Photo/Lena Holt, File)",
        ),
        ("- PhotoCaption", "Photo: AFP"),
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        (
            "- RelatedLinkHeadline",
            "Read more: Ferry fares to rise, says Reuters (Reuters)",
        ),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
        ("- RelatedLinkLabel", "Related Links"),
        ("- RelatedLinkHeadline", "Storm sinks two boats off Veld"),
        ("- AuthorBylineBox", "By Max Kroll, Associated Press"),
        (
            "- RelatedTeaser",
            "Veld (AFP) July 6, 2017 Two boats went down on Thursday ... read more",
        ),
        ("- RelatedLinkHeadline", "All our reports on bridges"),
    ]);
    assert_eq!(harvest.agencies, Vec::<String>::new());
    assert_eq!(harvest.bylines, ["Ann Poe"]);
    assert_eq!((harvest.dateline, harvest.published), (None, None));
}

#[test]
fn bylines_and_copyright_are_read_from_the_page() {
    let harvest = check(&[
        ("- Nav", "News"),
        ("Headline", "Bridge closed after cracks found"),
        (
            "- AuthorBylineBox",
            "By Jane Roe and John Doe, Associated Press",
        ),
        ("- AuthorBylineBox", "Published 4:05 PM EDT, July 3, 2019"),
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
        (
            "- WireCredit",
            "Reporting by Max Kroll; editing by Kay Moss",
        ),
        (
            "- LegalNotice",
            "© 2019 Valley Times Ltd. All rights reserved.",
        ),
    ]);
    assert_eq!(harvest.bylines, ["Jane Roe", "John Doe"]);
    assert_eq!(harvest.agencies, ["Associated Press"]);
    assert_eq!(harvest.copyright.as_deref(), Some("Valley Times Ltd"));
}

#[test]
fn an_agency_that_holds_the_copyright_is_credited() {
    let body = "The council voted on Tuesday to close the old harbour bridge.\n";
    let harvest = |last: &str| strip(&format!("{body}{last}\n")).harvest;
    let agency = harvest("Copyright 2019 The Associated Press. All rights reserved.");
    assert_eq!(agency.agencies, ["Associated Press"]);
    assert_eq!(agency.copyright.as_deref(), Some("Associated Press"));
    let lone = harvest("(c) dpa");
    assert_eq!(
        (lone.agencies, lone.copyright.as_deref()),
        (vec!["dpa".to_owned()], Some("dpa"))
    );
    let outlet = harvest("© 2019 Fox News. All rights reserved.");
    assert_eq!(outlet.agencies, Vec::<String>::new());
    assert_eq!(outlet.outlet.as_deref(), Some("Fox News"));
    assert_eq!(outlet.copyright.as_deref(), Some("Fox News"));
}

#[test]
fn reprint_notices_are_read_in_many_wordings() {
    let body = "The council voted on Tuesday to close the old harbour bridge.\n\
                Engineers had found deep cracks in two of its nine piers in the spring.\n";
    let cases = [
        (
            "This article was originally published by the Tide Herald on Monday.",
            "Tide Herald",
        ),
        (
            "This story first appeared in Tide Herald and is used with permission.",
            "Tide Herald",
        ),
        ("First published in the Tide Herald", "Tide Herald"),
        (
            "Republished with permission from Tide Herald.",
            "Tide Herald",
        ),
        ("Reprinted from the Tide Herald.", "Tide Herald"),
        ("Reprinted by permission of Tide Herald.", "Tide Herald"),
        (
            "Read the original article on tideherald.example.",
            "tideherald.example",
        ),
        (
            "This article was originally published on The Conversation.",
            "The Conversation",
        ),
        (
            "Dieser Artikel ist zuerst bei Talkurier erschienen.",
            "Talkurier",
        ),
        (
            "Dieser Text erschien zuerst in der Zeitschrift \"Tal und Berg\".",
            "Tal und Berg",
        ),
    ];
    for (notice, publisher) in cases {
        let harvest = strip(&format!("{body}{notice}\n")).harvest;
        assert_eq!(harvest.reprint_of.as_deref(), Some(publisher), "{notice}");
        assert_eq!(harvest.agencies, [publisher], "{notice}");
    }
}

#[test]
fn ambiguous_names_are_credited_only_where_an_agency_is_meant() {
    let body = "Bridge closed after cracks found in two piers\nThe council voted on Tuesday to close the old harbour bridge.\n\
                Engineers had found deep cracks in two of its nine piers in the spring.\n";
    let agencies = |last: &str| strip(&format!("{body}{last}\n")).harvest.agencies;
    assert_eq!(
        agencies("Nobody was hurt, the office said. (AA)"),
        ["Anadolu"]
    );
    assert_eq!(
        agencies("With files from PA and CP"),
        ["PA Media", "The Canadian Press"]
    );
    assert_eq!(agencies("PAP"), ["PAP"]);
    assert_eq!(agencies("Reuter"), ["Reuters"]);
    assert_eq!(
        agencies("MAP\nHome\nAll rights reserved"),
        Vec::<String>::new()
    );
    assert_eq!(
        agencies("With reporting by Petra Lund"),
        Vec::<String>::new()
    );
    assert_eq!(
        agencies("The bridge lies in Lowmere, PA, and is old, he said."),
        Vec::<String>::new()
    );
}

#[test]
fn a_transcript_has_no_dateline() {
    let first = "JANE ROE: The council voted on Tuesday to close the old harbour bridge.\n";
    let second =
        "MAX KROLL: Engineers had found deep cracks in two of its nine piers in the spring.\n";
    assert_eq!(strip(&format!("{first}{second}")).harvest.dateline, None);
    let report = "NEW OSTVIK: The council voted on Tuesday to close the old harbour bridge.\n";
    let next = "Engineers had found deep cracks in two of its nine piers in the spring.\n";
    assert_eq!(
        strip(&format!("{report}{next}"))
            .harvest
            .dateline
            .as_deref(),
        Some("NEW OSTVIK")
    );
}

#[test]
fn a_german_page() {
    let harvest = check(&[
        ("- Nav", "Startseite"),
        ("- Nav", "Politik"),
        (
            "Headline",
            "Rat sperrt alte Hafenbrücke nach Rissen im Pfeiler",
        ),
        ("- AuthorBylineBox", "Von Jana Rohde"),
        ("- AuthorBylineBox", "Stand: 3. Mai 2021, 17:04 Uhr"),
        (
            "Body",
            "Der Rat hat am Dienstag beschlossen, die alte Hafenbrücke für den Verkehr zu sperren.",
        ),
        ("- AdvertisementLabel", "Anzeige"),
        (
            "Body",
            "Gutachter hatten im Frühjahr tiefe Risse in zwei der neun Pfeiler gefunden.",
        ),
        ("- RelatedLinkLabel", "Lesen Sie auch"),
        ("- RelatedLinkHeadline", "Fähre fährt nun auch nachts"),
        ("- WireCredit", "Mit Material von dpa"),
        ("- LegalNotice", "Alle Rechte vorbehalten"),
    ]);
    assert_eq!(harvest.agencies, ["dpa"]);
    assert_eq!(
        harvest.published.map(|published| published.moment.date),
        Some(date(2021, 5, 3))
    );
}

#[test]
fn a_video_page_with_comments() {
    check(&[
        ("- ShareWidget", "Embed"),
        (
            "- ShareWidget",
            "The code has been copied to your clipboard.",
        ),
        ("- ShareWidget", "0:00 0:02:10"),
        ("Headline", "Ostvik Closes Its Old Bridge"),
        ("- AuthorBylineBox", "October 29, 2018 14:22 GMT"),
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        ("- RelatedLinkHeadline", "WATCH: Cracks Seen From The Water"),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
        ("Body", "Nobody was hurt."),
        ("- WireCredit", "Based on reporting by Reuters and AFP"),
        ("- ShareWidget", "12 Comments"),
        ("- ShareWidget", "gull77 \u{2022} 2 years ago"),
        (
            "- CommentSpam",
            "I was able to recover my lost bitcoin thanks to this man",
        ),
    ]);
}

#[test]
fn speech_and_lists_are_left_alone() {
    check(&[
        ("Headline", "Four win prizes at the Ostvik fair"),
        (
            "Body",
            "\"We need your help, so please consider becoming a member,\" the fair's founder told the crowd.",
        ),
        ("Body", "The prizes went to these four:"),
        ("Body", "Ann Poe, 34, of Ostvik"),
        ("Body", "Max Kroll, 51, of Veld"),
        ("Body", "Jo Lund, 19, of Veld"),
        ("Body", "Kay Moss, 77, of Lowmere"),
        (
            "Body",
            "The study of the fair's finances was first published in a journal, and copyright law did not apply.",
        ),
    ]);
}

/// Checks that a text comes out whole.
fn check_whole(text: &str) {
    let article = strip(text);
    let removed: Vec<(&str, &Verdict)> = article
        .segments
        .iter()
        .filter(|segment| matches!(segment.verdict, Verdict::Removed(_)))
        .map(|segment| (&text[segment.span.clone()], &segment.verdict))
        .collect();
    assert!(removed.is_empty(), "{removed:#?}");
}

#[test]
fn a_text_without_furniture_is_left_alone() {
    for text in [
        // A paragraph, and a few.
        "The council voted on Tuesday to close the old harbour bridge.",
        "The council voted on Tuesday to close the old harbour bridge.\n\nNobody was hurt.\n\nIt will be torn down.",
        // Lines wrapped by hand.
        "The council of Ostvik voted on\nTuesday to close the old harbour\nbridge, which engineers had\n\
         found to have deep cracks in two\nof its nine piers.\n    The bridge will be torn down in\nthe spring.",
        // Verses.
        "The gulls are gone from Ostvik bay,\nthe nets are hung to dry,\nand who will mend them, none can say,\n\
         and no one asks me why.\n\nI had a boat, I had a crew,\nI had a lamp to burn,\nthe boat is old, the lamp is new,\n\
         the crew will not return.",
        // Short sentences.
        "We waited.\nNobody came.\nIt rained.\nAt noon the ferry left.\nWe were not on it.\nWho was?\nNobody knew!",
        // A list with a lead and a close.
        "Five boats of the Ostvik fleet will not sail again, the harbour office said on Monday:\n\nThe Marie\n\nOld Tom\n\n\
         Gull of Veld\n\nThe Second Marie\n\nNorth Star\n\nTheir owners had asked for help, and the town had none to give them.",
        // Times and entries.
        "Ostvik bridge is shut: what happened hour by hour as the town found out.\n\n14:05 The fire brigade closes both ramps.\n\n\
         14:20 The mayor is on her way.\n\n14:31 First pictures of the cracks show that two of the nine piers are damaged.\n\n\
         15:02 Buses turn back at Veld.",
        // Questions and answers.
        "The engineer Tor Haug has looked after the harbour bridge of Ostvik for twenty years.\n\nDid you see it coming?\n\nYes.\n\n\
         And you told them?\n\nEvery spring. I wrote letters to the council, and I have kept a copy of each of them.\n\n\
         What did they say?\n\nNothing.\n\nWill you go on?\n\nOf course.",
        // A table.
        "Veld beat Ostvik in the last match of the season and stays in the first league.\n\nResults\n\nVeld\n\n3\n\nOstvik\n\n1\n\nLowmere\n\n\
         0\n\nPinewater\n\n0\n\nBay Town\n\n2\n\nHolm\n\n2\n\nThe new season begins in August, when Ostvik will play a league further down.",
        // One-line quotations.
        "Readers on the bridge of Ostvik, in their own words, as they told us this week.\n\n\u{201c}Tear it down\u{201d}\n\n\
         \u{201c}My father built it\u{201d}\n\n\u{201c}Never liked it\u{201d}\n\n\u{201c}Who pays?\u{201d}",
        // Other scripts.
        "\u{5e02}\u{8bae}\u{4f1a}\u{5468}\u{4e8c}\u{51b3}\u{5b9a}\u{5173}\u{95ed}\u{65e7}\u{6865}\u{3002}\n\n\u{6ca1}\u{6709}\u{4eba}\u{53d7}\u{4f24}\u{3002}\n\n\
         \u{5e02}\u{957f}\u{8bf4}\u{660e}\u{5e74}\u{5efa}\u{65b0}\u{6865}",
        "\u{642}\u{631}\u{631} \u{627}\u{644}\u{645}\u{62c}\u{644}\u{633} \u{64a}\u{648}\u{645} \u{627}\u{644}\u{62b}\u{644}\u{627}\u{62b}\u{627}\u{621} \
         \u{625}\u{63a}\u{644}\u{627}\u{642} \u{627}\u{644}\u{62c}\u{633}\u{631} \u{627}\u{644}\u{642}\u{62f}\u{64a}\u{645}.\n\n\u{644}\u{645} \u{64a}\u{635}\u{628} \u{623}\u{62d}\u{62f}",
    ] {
        check_whole(text);
    }
}

/// Notes of results and prices have little prose and no furniture; their rows look like dates, names and labels.
#[test]
fn short_notes_and_tables_are_left_alone() {
    for text in [
        // Results.
        "Shr 14 cts vs nine cts\n    Net 912,000 vs 604,000\n    Revs 8.1 mln vs 7.7 mln\n    Nine Mths\n    \
         Shr 41 cts vs 30 cts\n    Net 2,702,000 vs 1,911,000\n    Revs 8.1 mln vs 7.7 mln",
        // A dividend.
        "Qtly div 11 cts vs 11 cts prior\n    Pay May One\n    Record April Seven",
        // The same with a note in full sentences.
        "Year to December 31, 1987\n    Shr 1.12 dlrs vs 98 cts\n    Avg shrs 4.1 mln vs 4.0 mln\n    Six Mths\n    \
         Shr 61 cts vs 40 cts\n    Avg shrs 4.1 mln vs 4.0 mln\n    NOTE: The ferry line paid for two new boats in the spring of the year.",
        // Prices with fractions.
        "NORDHAFEN RYE\n MAY7 284 3/4   UP  1 1/4\n JUL7 281 1/2   UP    3/4\n SEP7 277 1/2   UP  1 1/2\n DEC7  --     --",
        "NORDHAFEN RYE\nMay 6765\nAug 13126\nOct 4462\nDec 167\nTotal 24520",
        "OSTVIK CROWN\n MARK     1.6213/23     YEN      235.10/40\n LIRA     2.1190/1220   FRANC    11.0350/0500\n GUILDER  3.3265/3300   DRACHMA  20.70/75",
        // A table with dates above its columns, amid prose.
        "The ministry gave these figures for the boats that called at the nine ports of the coast:\n\
         \x20                  04/09/87 03/09/87   04/09/87 03/09/87\n Ostvik               212     199       301     288\n \
         Islands\n Nordhafen             35      41        60      58\n\
         It said that more boats had called in the spring than in any spring since the war, and that none was lost.",
    ] {
        check_whole(text);
    }
}

#[test]
fn what_reads_like_a_label_may_be_told() {
    for text in [
        "Von Seiten der Reederei wird das bestritten.",
        "Tags zuvor waren es noch 115 Boote.",
        "Nachrichtenagentur: Fischer wurden gerettet Der Nachrichtenagentur von Ostvik zufolge sind alle wohlauf.",
        "Designed by the Nordhafen firm of Moss and Lund, the hall beside the quay has room for a thousand people.",
        "Also on the council's list, Mayor Breen of Ostvik said that the bridge was safe.",
        "UPDATE 10:29PM: Officials at the harbour say that the crew of the ferry is now out of danger.",
        "Some 400 people have signed up to walk over the bridge on Saturday, and the board will apply to join the coast's community.",
        "The board was already a member of the port union, and one of its firms is an Ostvik registered company.",
        "Its comments do not necessarily reflect the full amount of the loss, the ferry line's policy in such cases.",
        "Nobody was hurt. Contact the Ostvik Harbour Police at 555-010-0199 if you saw the boat.",
        "The council will consider a membership petition by the ferry line, whose boats carry boxes of cookies to the isles.",
    ] {
        let before = "The council of Ostvik met on Tuesday to talk about the old harbour bridge and its nine piers.";
        let behind = "It will meet again on Friday, when the engineers of the harbour office have given their report.";
        check_whole(&format!("{before}\n\n{text}\n\n{behind}"));
        check_whole(&format!("{before} {text} {behind}"));
    }
}

/// What many sites put above and below an article.
const HEAD: [&str; 12] = [
    "Skip to main content",
    "Menu",
    "News",
    "Sports",
    "Weather",
    "Arts",
    "Opinion",
    "Jobs",
    "Log In",
    "Subscribe",
    "Search",
    "Share",
];
const FOOT: [&str; 8] = [
    "Ferry fares to rise by a tenth",
    "Holm wins boat race again",
    "Five walks along the coast",
    "Contact Us",
    "About Us",
    "Privacy Policy",
    "Terms of Service",
    "All rights reserved.",
];

/// Puts a body between head and foot of a site, and returns what of it is lost and what of the site is left.
fn framed(body: &[&str]) -> (Vec<String>, Vec<String>) {
    let text = [&HEAD[..], body, &FOOT[..]].concat().join("\n");
    let article = strip(&text);
    let (mut lost, mut left) = (Vec::new(), Vec::new());
    for segment in &article.segments {
        let line = text[segment.span.clone()].trim_end();
        match (&segment.verdict, body.contains(&line)) {
            (Verdict::Removed(_), true) => lost.push(line.to_owned()),
            (Verdict::Kept(Role::Body | Role::Subheading), false) => left.push(line.to_owned()),
            _ => {}
        }
    }
    (lost, left)
}

#[test]
fn a_body_is_told_from_the_site_around_it() {
    let whole = (Vec::<String>::new(), Vec::<String>::new());
    let report = [
        "Council shuts harbour bridge over deep cracks",
        "The council voted on Tuesday to close the old harbour bridge, after a night of talks.",
        "\u{201c}We had no choice,\u{201d} the mayor said.",
        "Engineers had found deep cracks in two of its nine piers in the spring.",
        "Nobody was hurt.",
        "A bridge with a past",
        "It was built in 1921 by the herring fleet, which needed a way to the new harbour.",
    ];
    assert_eq!(framed(&report), whole);
    let posts = [
        "The council voted on Tuesday to close the old harbour bridge, after a night of talks.",
        "The news was met with grief and with jokes, many of them about the ferry that is always late.",
        "Farewell, old bridge! You were never straight pic.example/9f3",
        "\u{2014} Jo Lund (@jolund) May 3, 2021",
        "Others asked who would pay for the new one, which will cost some forty million crowns.",
    ];
    assert_eq!(framed(&posts), whole);
}

#[test]
fn what_the_model_removes_says_how_probable_that_is() {
    let body =
        "The council voted on Tuesday to close the old harbour bridge, after a night of talks.";
    let text = [&HEAD[..], &[body], &FOOT[..]].concat().join("\n");
    let article = strip(&text);
    let judged = article.segments.iter().filter(|segment| {
        matches!(&segment.verdict, Verdict::Removed(removal) if matches!(removal.reason, Reason::Judged(50..=100)))
    });
    assert!(judged.count() > 0);
}

#[test]
fn a_labelled_headline_is_a_headline_at_the_top_and_a_link_in_the_body() {
    check(&[
        ("Headline", "Opinion: Ostvik cannot wait for its bridge"),
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        ("- RelatedLinkHeadline", "Analysis: Who pays for the ferry"),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
    ]);
}

#[test]
fn the_outlet_is_read_from_its_own_voice_only() {
    let body = "The council voted on Tuesday to close the old harbour bridge, Fox News said.\n";
    let outlet = |last: &str| strip(&format!("{body}{last}\n")).harvest.outlet;
    assert_eq!(outlet("Nobody was hurt."), None);
    assert_eq!(
        outlet("Join the new AMN Telegram channel today!").as_deref(),
        Some("American Military News")
    );
    assert_eq!(
        outlet("CLICK HERE TO GET THE FOX NEWS APP").as_deref(),
        Some("Fox News")
    );
    assert_eq!(
        outlet("Fox News' Jane Roe contributed to this report.").as_deref(),
        Some("Fox News")
    );
    assert_eq!(
        outlet("Subscribe to the Ostvik Courier from 2 crowns a week.").as_deref(),
        Some("Ostvik Courier")
    );
}

#[test]
fn metadata_comes_first() {
    let text = "Bridge closed!\nThe council voted on Tuesday to close the old harbour bridge.\nFollow Fox News on Facebook\n";
    let moment = Moment {
        date: date(2020, 1, 2),
        time: None,
        offset_minutes: None,
    };
    let document = Document {
        headline: Some("Bridge closed".to_owned()),
        outlet: Some("Ostvik Post".to_owned()),
        url: Some("https://ostvik.example/2019/10/30/bridge".to_owned()),
        published: Some(moment),
        ..document(text)
    };
    let article = shared().strip(document.clone());
    assert_eq!(verdicts(&article), ["Headline", "Body", "- PromoCta"]);
    assert_eq!(
        article.harvest.headline,
        Some(Headline {
            text: "Bridge closed".to_owned(),
            from: HeadlineFrom::Metadata
        })
    );
    assert_eq!(article.harvest.outlet.as_deref(), Some("Ostvik Post"));
    assert_eq!(
        article.harvest.published,
        Some(Published {
            moment,
            from: PublishedFrom::Metadata
        })
    );
    let undated = shared().strip(Document {
        published: None,
        ..document
    });
    assert_eq!(
        undated
            .harvest
            .published
            .map(|published| (published.from, published.moment.date)),
        Some((PublishedFrom::Url, date(2019, 10, 30)))
    );
}

#[test]
fn a_text_of_nothing_but_boilerplate_is_kept() {
    assert_eq!(
        verdicts(&strip("Advertisement\nShare\nAll rights reserved\n")),
        ["Body", "Body", "Body"]
    );
    assert_eq!(verdicts(&strip("")), Vec::<String>::new());
}

#[test]
fn the_sentences_of_a_line_stay_on_one_line() {
    let text = "The council voted on Tuesday to close the old harbour bridge. Never again! \
                \"We shut it,\" Dr. Moor said. 桥已关闭。为什么？";
    let article = strip(text);
    assert_eq!(article.body(), text);
    assert_eq!(verdicts(&article).len(), 5);
}

/// In text that lost its line ends, what was inserted stands between brackets, without a full stop.
#[test]
fn what_is_inserted_between_sentences_takes_none_with_it() {
    let text = "Die Brücke bleibt zu, sagte der Rat. [Wenn Sie alle Nachrichten live auf Ihr Handy haben wollen, empfehlen wir \
                Ihnen unsere App, die Sie hier herunterladen können] Der Bau begann vor hundert Jahren. Niemand kam zu Schaden. \
                (Quelle: Jo Lund/dpa) Die Fähren fahren jede Stunde nach Veld. [Lesen Sie auch: Was die Brücke kostet] \
                Die Kosten trägt das Land, sagte der Rat (er will sie prüfen) am Dienstag in Ostvik.";
    let article = strip(text);
    assert_eq!(
        article.body(),
        "Die Brücke bleibt zu, sagte der Rat. Der Bau begann vor hundert Jahren. Niemand kam zu Schaden. Die Fähren fahren jede \
         Stunde nach Veld. Die Kosten trägt das Land, sagte der Rat (er will sie prüfen) am Dienstag in Ostvik."
    );
}

#[test]
fn initials_at_the_end_are_a_credit() {
    for signature in [
        "NRD/jol/dpa",
        "NRD/jol",
        "Nachrichtenagenturen dpa und Reuters",
        "(Nrd/dpa)",
    ] {
        let text = format!(
            "Der Rat hat am Dienstag beschlossen, die alte Hafenbrücke von Ostvik zu sperren. {signature}"
        );
        assert_eq!(
            verdicts(&strip(&text)),
            ["Body", "- WireCredit"],
            "{signature}"
        );
    }
}

#[test]
fn an_outlet_is_no_source_of_the_articles_on_its_own_site() {
    let agencies = |url: &str| {
        let mut document = document(
            "Der Rat hat am Dienstag beschlossen, die alte Hafenbrücke zu sperren. Quelle: ntv.de, jol/dpa",
        );
        document.outlet = Some("feed_7".to_owned());
        document.url = Some(url.to_owned());
        shared().strip(document).harvest.agencies
    };
    assert_eq!(agencies("https://www.n-tv.de/bruecke"), ["dpa"]);
    assert_eq!(
        agencies("https://www.talkurier.example/bruecke"),
        ["n-tv", "dpa"]
    );
}

#[test]
fn odd_bytes_are_survived() {
    for text in [
        "\u{feff}",
        "\0\0\n\0",
        "\r\r\r",
        "a\rb\rc",
        "\u{200b}\n\u{200b}",
        "\r\n\r\n",
        "\u{feff}One line.\r\nTwo.",
    ] {
        let article = strip(text);
        assert_eq!(
            article
                .segments
                .iter()
                .map(|segment| &text[segment.span.clone()])
                .collect::<String>(),
            text,
            "{text:?}"
        );
    }
}

#[test]
fn huge_texts_are_survived() {
    let blank = "\n".repeat(10_000_000);
    assert_eq!(strip(&blank).segments.len(), 1);
    let one_line = "the bridge was closed, they said; ".repeat(40_000);
    assert!(
        verdicts(&strip(&one_line))
            .iter()
            .all(|verdict| verdict == "Body")
    );
    let labels = "News\n".repeat(50_000);
    assert_eq!(strip(&labels).segments.len(), 50_000);
}

/// Lines of articles and of boilerplate, in any order.
fn scrambled() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("The council voted on Tuesday to close the old harbour bridge."),
        Just("Bridge closed after cracks found"),
        Just("BRIDGE CLOSED AFTER CRACKS FOUND"),
        Just("Related Links"),
        Just("Advertisement"),
        Just("By Jane Roe"),
        Just("(AFP)"),
        Just("{{slot}}"),
        Just("Never."),
        Just(""),
        Just("Share"),
        Just("Jane Roe has covered the coast since 2011 for two papers."),
        Just("Jane Roe"),
    ];
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn spans_give_back_the_input_and_words_are_never_all_lost(text in prop_oneof![any::<String>(), scrambled(), "[ -~\u{e9}\u{200b}\r\n]{0,200}"]) {
        let article = shared().strip(document(&text));
        let joined: String = article.segments.iter().map(|segment| &text[segment.span.clone()]).collect();
        prop_assert_eq!(&joined, &text);
        prop_assert!(article.segments.windows(2).all(|pair| pair[0].span.end == pair[1].span.start));
        let has_words = text.chars().any(char::is_alphanumeric);
        prop_assert!(!has_words || article.kept().count() > 0);
        prop_assert_eq!(article, shared().strip(document(&text)));
    }
}

fn shared() -> &'static Stripper {
    static STRIPPER: std::sync::OnceLock<Stripper> = std::sync::OnceLock::new();
    STRIPPER.get_or_init(|| Stripper::new().unwrap())
}

#[test]
fn where_an_agency_has_more_is_no_part_of_its_report() {
    check(&[
        ("Headline", "Bridge closed after cracks found"),
        (
            "Body",
            "The council voted on Tuesday to close the old harbour bridge.",
        ),
        (
            "Body",
            "Engineers had found deep cracks in two of its nine piers in the spring.",
        ),
        (
            "- RelatedLinkHeadline",
            "For more bridge coverage: https://wire.example/bridges",
        ),
        (
            "- RelatedLinkHeadline",
            "More AAA rowing: http://www.rowing.example and http://www.birds.example/AAA_Rowing",
        ),
    ]);
}
