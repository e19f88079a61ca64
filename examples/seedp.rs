use newsdedup::{corpus::*, stories::*, strip::*};
fn main() {
    let st = Stripper::new().unwrap(); let m = Model::shipped();
    let c = read(std::env::args().skip(1).map(|p| Input::Path(p.into())).collect(), &|_| ());
    let arts: Vec<Article> = c.documents.into_iter().map(|d| st.strip(d)).collect();
    let rs: Vec<Reading> = arts.iter().map(Reading::new).collect();
    let col = Collection::new(rs.iter().collect());
    println!("{}", FEATURES.join(" "));
    for (a, b) in col.likely_pairs() {
        let f = col.features(a, b);
        if std::env::var("ALL").is_err() && !(arts[a].document.id.contains("/00") && arts[b].document.id.contains("/00")) { continue; }
        let p = m.probability(&f, col.is_dated(a, b));
        if p < 0.005 { continue; }
        println!("{:.3} {:.30} {:.30} {:?}", p, arts[a].document.id, arts[b].document.id, f.map(|x| (x * 100.0).round() / 100.0));
    }
    for i in 0..col.len() { if std::env::var("ALL").is_err() { if let Some(d) = &col.reading(i).day { println!("{} {d:?} q{}", arts[i].document.id, col.reading(i).quotations.len()); } } }
}
