//! Exports registries to other formats, as pure functions from entries to text. Exported tables and Popolo files can be
//! [imported](super::import) again without loss.

mod csv;
mod newsml_g2;
mod popolo;

pub use csv::{guarded, table, unguarded};
pub use newsml_g2::knowledge_item;
pub use popolo::popolo;

use crate::actors::model::{Gender, NameClass, PartialDate};

fn class_name(class: NameClass) -> &'static str {
    match class {
        NameClass::House => "name",
        NameClass::Also => "also",
        NameClass::Short => "short",
        NameClass::Wrong => "wrong",
        NameClass::Weak => "weak",
        NameClass::Metonym => "metonym",
    }
}

fn gender_name(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "m",
        Gender::Feminine => "f",
    }
}

fn date(date: PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        _ => format!("{:04}", date.year),
    }
}

#[cfg(test)]
mod tests;
