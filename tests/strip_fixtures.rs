//! Holds the strip room to the labelled scrapes among the fixtures.

mod gold;

use std::path::Path;

use gold::Figures;

#[test]
fn the_fixtures_come_out_clean() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    let truths = gold::read(&folder.join("lines.gold.json")).unwrap();
    let stripper = newsdedup::strip::Stripper::new().unwrap();
    let mut figures = Figures::default();
    let mut wrong = Vec::new();
    for (name, truth) in &truths {
        let article = stripper.strip(gold::document(&folder.join("scrapes").join(name)));
        figures.add(name, &article, truth);
        wrong.extend(gold::differences(name, &article.harvest, truth));
        // No table knows these outlets, so only the ones that their own promotions name are found.
        if truth.outlet != article.harvest.outlet {
            println!(
                "{name}: outlet {:?}, not {:?}",
                article.harvest.outlet, truth.outlet
            );
        }
    }
    println!("fixtures: {figures}");
    assert!(figures.f1() >= 0.98, "{figures}");
    assert!(figures.kinds_right >= 48, "{figures}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
