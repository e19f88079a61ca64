//! Which value of a record each field takes, among the many names that feeds and exports give them.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::import::fragment;
use super::is_blank;
use super::names::{Field, Names};
use super::record::Fields;

/// The best value so far of each field.
pub(super) struct Choices<'a> {
    id: Choice<'a>,
    url: Choice<'a>,
    headline: Choice<'a>,
    text: Choice<'a>,
    date: Choice<'a>,
    outlet: Choice<'a>,
    language: Choice<'a>,
}

impl<'a> Choices<'a> {
    fn none() -> Choices<'a> {
        Choices {
            id: Choice::of(Field::Id),
            url: Choice::of(Field::Url),
            headline: Choice::of(Field::Headline),
            text: Choice::of(Field::Text),
            date: Choice::of(Field::Date),
            outlet: Choice::of(Field::Outlet),
            language: Choice::of(Field::Language),
        }
    }

    fn of(&mut self, field: Field) -> &mut Choice<'a> {
        match field {
            Field::Id => &mut self.id,
            Field::Url => &mut self.url,
            Field::Headline => &mut self.headline,
            Field::Text => &mut self.text,
            Field::Date => &mut self.date,
            Field::Outlet => &mut self.outlet,
            Field::Language => &mut self.language,
        }
    }

    /// Takes what stands under the names that were given: it counts before what has a usual name.
    pub(super) fn offer_named(&mut self, names: &Names, record: &Value) {
        for (rank, (field, _, value)) in names.values(record).enumerate() {
            let scalar = match value {
                Value::String(text) => Scalar::Text(Cow::Owned(text.clone())),
                Value::Number(number) => Scalar::Number(number.clone()),
                _ => Scalar::Other,
            };
            self.of(field).offer(rank, scalar);
        }
    }

    pub(super) fn into_fields(self) -> Result<Fields<'a>, String> {
        let Some(text) = self.text.value() else {
            return Err(
                "no text: none of the fields `text`, `body`, `content`, `html`, … holds any"
                    .to_owned(),
            );
        };
        let fields = Fields {
            id: self.id.value(),
            url: self.url.trimmed(),
            headline: self.headline.trimmed(),
            text,
            date: self.date.value(),
            outlet: self.outlet.trimmed(),
            language: self.language.trimmed(),
        };
        match fragment::is_html(&fields.text) {
            true => fields.out_of_html()?.in_order(),
            false => fields.in_order(),
        }
    }
}

impl<'de> Deserialize<'de> for Choices<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ChoicesVisitor)
    }
}

/// Fills [`Choices`] field by field. Derived code would refuse a field of the wrong type or one that
/// stands twice, and a generic map would hold all that is not needed.
struct ChoicesVisitor;

impl<'de> Visitor<'de> for ChoicesVisitor {
    type Value = Choices<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Choices<'de>, A::Error> {
        let mut choices = Choices::none();
        while let Some(Name(name)) = map.next_key()? {
            match Field::usual(&name) {
                Some((field, rank)) => choices.of(field).offer(USUAL + rank, map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(choices)
    }
}

/// The rank of the first of the usual names: what users name comes before.
const USUAL: usize = 1 << 16;

/// The name of a field.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value, as far as a field can take it.
enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(Number),
    Other,
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar<'de>, E> {
        Ok(Number::from_f64(number).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other)
    }

    // Unlike `IgnoredAny`, a `Value` refuses what is nested too deep or has half a character in it.
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Scalar::Other)
    }
}

/// The best value so far among the names of one field.
struct Choice<'a> {
    takes_numbers: bool,
    best: Option<(usize, Cow<'a, str>)>,
}

impl<'a> Choice<'a> {
    fn of(field: Field) -> Choice<'a> {
        Choice {
            takes_numbers: field.takes_numbers(),
            best: None,
        }
    }

    /// Takes a value that is neither blank nor of a wrong type, unless a better name has given one.
    fn offer(&mut self, rank: usize, value: Scalar<'a>) {
        let value = match value {
            Scalar::Text(text) if !is_blank(&text) => text,
            Scalar::Number(number) if self.takes_numbers => Cow::Owned(number.to_string()),
            _ => return,
        };
        // Of one name that stands twice the last counts, as in most JSON readers.
        if self.best.as_ref().is_none_or(|(best, _)| rank <= *best) {
            self.best = Some((rank, value));
        }
    }

    fn value(self) -> Option<Cow<'a, str>> {
        self.best.map(|(_, value)| value)
    }

    fn trimmed(self) -> Option<Cow<'a, str>> {
        self.value().map(|value| match value {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }
}
