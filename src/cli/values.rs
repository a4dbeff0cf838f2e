//! Option values that are defined in the library.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Parses one of several values by its name.
pub(super) fn one_of<T>(all: &'static [T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    parser(all, name, PossibleValue::new)
}

/// Parses one of several values by its name, with a description of each in the help.
pub(super) fn one_of_explained<T>(
    all: &'static [T],
    name: fn(T) -> &'static str,
    meaning: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let meaning = move |word: &'static str| {
        let value = all.iter().copied().find(|value| name(*value) == word);
        PossibleValue::new(word).help(value.map_or("", meaning))
    };
    parser(all, name, meaning)
}

fn parser<T>(
    all: &'static [T],
    name: fn(T) -> &'static str,
    possible: impl Fn(&'static str) -> PossibleValue,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let words = all.iter().map(|value| possible(name(*value)));
    PossibleValuesParser::new(words)
        .try_map(move |word| all.iter().copied().find(|value| name(*value) == word).ok_or("unknown value"))
}
