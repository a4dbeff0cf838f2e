//! `copydesk actors check`: offices that may have ended.

use super::super::{Outcome, print, tell};
use super::look::Where;
use crate::actors::{Actor, Kind, Role};
use crate::dates::Date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::report::visible;
use crate::text::isolate_quotations;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The day on which offices are judged, such as 2024-03-18.
    #[arg(long, value_name = "DATE")]
    as_of: String,
    /// The number of years after which an office without an end is doubtful.
    #[arg(long, value_name = "YEARS", default_value_t = 5)]
    term: i16,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let day: Date = options.as_of.parse().map_err(|_| {
        Error::new(
            "--as-of",
            message!("invalid date `{text}`", text = options.as_of),
            message!("write it as 2024-03-18"),
        )
    })?;
    let opened = options.place.open()?;
    let registry = &opened.registry;
    let people = registry.iter().filter(|actor| actor.file.is_some() && actor.kind == Kind::Person);
    // The office of someone who died has ended.
    let living = people.filter(|actor| actor.ends.is_none_or(|end| end.first_day().is_some_and(|end| end > day)));
    let mut old: Vec<(Date, &Actor, &Role)> = Vec::new();
    let (mut offices, mut undated) = (0, 0);
    for actor in living {
        for role in actor.roles.iter().filter(|role| role.to.is_none()) {
            offices += 1;
            let begins = role.from.and_then(|from| from.first_day().zip(from.last_day()));
            match begins {
                None => undated += 1,
                Some((first, last)) if years(last, day) >= options.term => old.push((first, actor, role)),
                Some(_) => {}
            }
        }
    }
    old.sort_by_key(|(from, actor, _)| (*from, actor.id.clone()));
    let mut out = String::new();
    for (from, actor, role) in &old {
        let title = actor.title_of(role, Language::English).or(role.org.as_deref()).unwrap_or("office");
        let count = years(*from, day);
        let since = role.from.map(|from| from.to_string()).unwrap_or_default();
        let line = format!("{}: `{title}` since {since}, for {count} years, without an end", actor.id);
        out.push_str(&isolate_quotations(&visible(&line)));
        out.push('\n');
    }
    print(&out);
    tell(&message!(
        "{old} of {offices} offices without an end are {term} years or older on {day}; {undated} have no dates",
        old = old.len(),
        offices,
        term = options.term,
        day,
        undated
    ));
    Ok(match opened.outcome() {
        Outcome::Clean if !old.is_empty() => Outcome::Found,
        outcome => outcome,
    })
}

/// The number of whole years between two days.
fn years(from: Date, to: Date) -> i16 {
    let years = to.year() - from.year();
    if (to.month(), to.day()) < (from.month(), from.day()) { years - 1 } else { years }
}
