//! Holds the ways in which agencies are credited on pages to whom they credit: the words of the
//! credits are those that agencies and papers use, all else is invented.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't compile the tables should fail"
)]

mod gold;

use newsdedup::strip::Stripper;

const HEADLINE: &str = "Ostvik closes its old bridge";
const BODY: &str = "The council of Ostvik voted on Monday to close the old bridge after inspectors found cracks in two \
    of its piers. The mayor said that the ferry would run every hour until the repairs are done, and that nobody \
    would have to pay for it.\n\n\
    Residents had asked for a new bridge for years, and many of them came to the meeting. Work is to begin in spring \
    and should take about nine months, the harbour office said.";

/// Checks the agencies of each text that `page` makes of a credit; in the table they are parted by ", ".
fn check(credits: &[(&str, &str)], page: impl Fn(&str) -> String) {
    let stripper = Stripper::new().unwrap();
    let wrong: Vec<String> = credits
        .iter()
        .filter_map(|(credit, expected)| {
            let article = stripper.strip(gold::plain(page(credit)));
            let found = article.harvest.agencies.join(", ");
            (found != *expected).then(|| format!("{credit}: {found:?}, not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn datelines_credit_who_sends_the_report() {
    let credits = [
        ("(Reuters) - ", "Reuters"),
        ("OSTVIK, Norway (Reuters) - ", "Reuters"),
        ("OSTVIK (AP) — ", "Associated Press"),
        ("AP - ", "Associated Press"),
        ("OSTVIK, Norway (CNN) ", "CNN"),
        ("(CNN) -- ", "CNN"),
        ("(Bloomberg) -- ", "Bloomberg News"),
        ("OSTVIK, Nov. 3 (Kyodo) - ", "Kyodo"),
        ("OSTVIK, Nov. 3 (Xinhua) -- ", "Xinhua"),
        ("OSTVIK, Nov 3 (PTI) ", "PTI"),
        ("Ostvik, Nov 3 (IANS) ", "IANS"),
        ("Ostvik [Norway], November 3 (ANI): ", "ANI"),
        ("OSTVIK, November 3. /TASS/. ", "TASS"),
        ("OSTVIK. Nov 3 (Interfax) - ", "Interfax"),
        ("Ostvik, Nov 3 (EFE).- ", "EFE"),
        ("(ANSA) - Ostvik, 3 November - ", "ANSA"),
        ("OSTVIK (AA) - ", "Anadolu"),
    ];
    check(&credits, |credit| format!("{HEADLINE}\n\n{credit}{BODY}\n"));
}

#[test]
fn bylines_of_agencies_credit_them() {
    let credits = [
        ("By AFP", "AFP"),
        ("by AFP Staff Writers", "AFP"),
        ("By The Associated Press", "Associated Press"),
        ("By JANE ROE Associated Press", "Associated Press"),
        ("By Reuters Staff", "Reuters"),
        ("By PA Media", "PA Media"),
        ("By Press Association", "PA Media"),
        ("By Australian Associated Press", "AAP"),
        ("By Bloomberg News", "Bloomberg News"),
        ("By JANE ROE, Tribune News Service", "Tribune News Service"),
        ("By Jane Roe, Ostvik Courier", ""),
    ];
    check(&credits, |credit| {
        format!("{HEADLINE}\n\n{credit}\n\n{BODY}\n")
    });
}

#[test]
fn lines_below_the_text_credit_their_agencies() {
    let credits = [
        (
            "— The Associated Press contributed to this report",
            "Associated Press",
        ),
        (
            "Reuters and AFP contributed to this report.",
            "Reuters, AFP",
        ),
        ("with AFP", "AFP"),
        ("(with inputs from PTI)", "PTI"),
        ("With files from The Canadian Press", "The Canadian Press"),
        (
            "This report by The Canadian Press was first published Nov. 3, 2020.",
            "The Canadian Press",
        ),
        ("Additional reporting by Reuters", "Reuters"),
        (
            "Reporting by Jane Roe and Max Poe; Writing by Lena Holt; Editing by John Doe",
            "Reuters",
        ),
        ("(Reporting by Jane Roe, editing by John Doe)", "Reuters"),
        ("Reporting by Jane Roe", ""),
        (
            "Our Standards: The Thomson Reuters Trust Principles.",
            "Reuters",
        ),
        (
            "This article was provided by The Associated Press.",
            "Associated Press",
        ),
        (
            "Distributed by Tribune Content Agency, LLC.",
            "Tribune Content Agency",
        ),
        (
            "This story was distributed by Tribune News Service.",
            "Tribune News Service",
        ),
        (
            "(This story has not been edited by Ostvik Courier staff and is published from a syndicated feed. Source: PTI)",
            "PTI",
        ),
        ("PTI JR MK", "PTI"),
        ("==Kyodo", "Kyodo"),
        ("--IANS", "IANS"),
        ("- AAP", "AAP"),
        ("PA", "PA Media"),
        ("(ANSA).", "ANSA"),
        ("Anadolu Agency", "Anadolu"),
        ("Source: Ukrinform", "Ukrinform"),
        ("AP/Reuters", "Associated Press, Reuters"),
        ("AFP, Reuters", "AFP, Reuters"),
        (
            "Quelle: ntv.de, jol/rts/DJ",
            "n-tv, Reuters, Dow Jones Newswires",
        ),
        ("jol/rts", "Reuters"),
        ("Provided by the council", ""),
    ];
    check(&credits, |credit| {
        format!("{HEADLINE}\n\n{BODY}\n\n{credit}\n")
    });
}

#[test]
fn copyright_of_an_agency_credits_it() {
    let credits = [
        (
            "Copyright 2020 The Associated Press. All rights reserved. This material may not be published, broadcast, \
             rewritten or redistributed.",
            "Associated Press",
        ),
        ("© 2019 AFP", "AFP"),
        ("(c) 2020 The Canadian Press", "The Canadian Press"),
        ("©2021 Bloomberg L.P.", "Bloomberg News"),
        (
            "The-CNN-Wire ™ & © 2020 Cable News Network, Inc., a WarnerMedia Company. All rights reserved.",
            "CNN",
        ),
        ("CNN Wire", "CNN"),
        (
            "©2020 Ostvik Courier. Visit ostvikcourier.example. Distributed by Tribune Content Agency, LLC.",
            "Tribune Content Agency",
        ),
    ];
    check(&credits, |credit| {
        format!("{HEADLINE}\n\n{BODY}\n\n{credit}\n")
    });
}

#[test]
fn credits_glued_to_a_text_count_too() {
    let credits = [
        (". (AFP)", "AFP"),
        (". (dpa, Nrd)", "dpa"),
        (". (mit dpa/AFP/Reuters)", "dpa, AFP, Reuters"),
        (". (with Reuters)", "Reuters"),
        (
            ". Quelle: jol./AFP Hier können Sie die Rechte an diesem Artikel erwerben.",
            "AFP",
        ),
        (
            ". Quelle: KNA Hier können Sie die Rechte an diesem Artikel erwerben.",
            "KNA",
        ),
        (" NRD/dpa/jol", "dpa"),
        (" Mit Material der Nachrichtenagentur dpa", "dpa"),
        (". (Reporting by Jane Roe; Editing by John Doe)", "Reuters"),
        (". PTI JR MK", "PTI"),
    ];
    check(&credits, |credit| {
        format!(
            "{HEADLINE} {}{credit}",
            BODY.trim_end_matches('.').replace("\n\n", " ")
        )
    });
}

#[test]
fn photographers_and_listeners_are_no_sources() {
    let credits = [
        ("AP Photo/Lena Holt", ""),
        ("(AP Photo/Lena Holt)", ""),
        ("Photo: Reuters", ""),
        (
            "FILE PHOTO: The old bridge at Ostvik, November 3, 2020. REUTERS/Lena Holt",
            "",
        ),
        ("Photo by Lena Holt/AFP via Getty Images", ""),
        ("The bridge in May. (Lena Holt/Associated Press)", ""),
        (
            "The mayor told Reuters that the bridge would stay shut.",
            "",
        ),
        ("He spoke to The Associated Press by phone.", ""),
        ("More from AP News", ""),
        ("(Quelle: Lena Holt/dpa)", ""),
    ];
    check(&credits, |credit| {
        format!("{HEADLINE}\n\n{BODY}\n\n{credit}\n")
    });
    let amid_the_text = [("(Quelle: dpa)", ""), ("(Source: AP)", "")];
    check(&amid_the_text, |credit| {
        format!(
            "{HEADLINE} {}",
            BODY.replace("\n\n", &format!(" The pier in May. {credit} "))
        )
    });
}
