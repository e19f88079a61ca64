//! Holds the strip room to the labelled seeds, and prints the figures.

mod gold;

use std::path::Path;

use gold::{Figures, Truth};

#[test]
fn the_seeds_come_out_clean() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds"));
    let Some(truths) = gold::read(&folder.join("gold.json")) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let stripper = newsdedup::strip::Stripper::new().unwrap();
    let mut figures = Figures::default();
    let mut wrong = Vec::new();
    for (name, truth) in &truths {
        let article = stripper.strip(gold::document(&folder.join(name)));
        figures.add(name, &article, truth);
        wrong.extend(differences(name, &article.harvest, truth));
    }
    println!("seeds: {figures}");
    assert!(figures.f1() >= 0.98, "{figures}");
    assert!(figures.kinds_right >= 45, "{figures}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What was harvested otherwise than the truth has it; the outlet counts only where the text names it.
fn differences(name: &str, harvest: &newsdedup::strip::Harvest, truth: &Truth) -> Vec<String> {
    let mut wrong = gold::differences(name, harvest, truth);
    if truth.outlet_is_named && harvest.outlet != truth.outlet {
        wrong.push(format!(
            "{name}: outlet {:?}, not {:?}",
            harvest.outlet, truth.outlet
        ));
    }
    wrong
}
