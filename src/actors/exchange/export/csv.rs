//! CSV export: one row per entry, and one more for each additional role. The columns are documented at the CSV import.

use crate::actors::model::{Actor, Gender, NameClass};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Formats entries as a CSV table.
pub fn table(actors: &[&Actor]) -> String {
    let mut columns: Vec<String> = ["id", "kind", "gender", "begins", "ends"].map(str::to_owned).to_vec();
    let mut names: BTreeSet<(NameClass, &'static str)> = BTreeSet::new();
    let mut descriptions: BTreeSet<&'static str> = BTreeSet::new();
    let mut titles: BTreeSet<(&'static str, Option<&'static str>)> = BTreeSet::new();
    for actor in actors {
        names.extend(actor.names.iter().map(|name| (name.class, name.language.tag())));
        descriptions.extend(actor.descriptions.iter().map(|(language, _)| language.tag()));
        for title in actor.roles.iter().flat_map(|role| &role.titles) {
            titles.insert((title.language.tag(), title.gender.map(Gender::key)));
        }
    }
    columns.extend(names.iter().map(|(class, tag)| format!("{}.{tag}", class.key())));
    columns.extend(descriptions.iter().map(|tag| format!("description.{tag}")));
    columns.extend(["same-as", "merged-from", "parent", "note"].map(str::to_owned));
    columns.extend(titles.iter().map(|(tag, form)| match form {
        Some(form) => format!("title.{tag}.{form}"),
        None => format!("title.{tag}"),
    }));
    columns.extend(["org", "exclusive", "from", "to", "source"].map(str::to_owned));
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(&columns);
    for actor in actors {
        for row in 0..actor.roles.len().max(1) {
            let _ = writer.write_record(columns.iter().map(|column| guarded(&cell(actor, row, column)).into_owned()));
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Prevents a spreadsheet from evaluating a cell: an apostrophe before a formula makes it text, because formulas can
/// fetch remote data. Numbers stay numbers. [`unguarded`] removes the apostrophe.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) && !is_number(cell) {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

/// The content of a cell before [`guarded`].
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
}

/// Whether a spreadsheet would evaluate a cell. Some also accept full-width signs.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.parse::<f64>().is_ok()
}

fn cell(actor: &Actor, row: usize, column: &str) -> String {
    let role = actor.roles.get(row);
    let mut parts = column.split('.');
    let (base, tag, form) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next());
    match base {
        "id" => return actor.id.clone(),
        "title" => {
            let titles = role.map(|role| role.titles.as_slice()).unwrap_or_default();
            let fits =
                titles.iter().filter(|title| title.language.tag() == tag && title.gender.map(Gender::key) == form);
            return values(fits.map(|title| title.text.clone()));
        }
        "org" => return role.and_then(|role| role.org.clone()).unwrap_or_default(),
        "exclusive" => return role.filter(|role| role.exclusive).map(|_| "true".to_owned()).unwrap_or_default(),
        "from" => return role.and_then(|role| role.from).map(|date| date.to_string()).unwrap_or_default(),
        "to" => return role.and_then(|role| role.to).map(|date| date.to_string()).unwrap_or_default(),
        "source" => return role.and_then(|role| role.source.clone()).unwrap_or_default(),
        _ if row > 0 => return String::new(),
        _ => {}
    }
    match base {
        "kind" => actor.kind.name().to_owned(),
        "gender" => actor.gender.map(Gender::key).unwrap_or_default().to_owned(),
        "begins" => actor.begins.map(|date| date.to_string()).unwrap_or_default(),
        "ends" => actor.ends.map(|date| date.to_string()).unwrap_or_default(),
        "same-as" => values(actor.same_as.iter().cloned()),
        "merged-from" => values(actor.merged_from.iter().cloned()),
        "parent" => actor.parent.clone().unwrap_or_default(),
        "note" => actor.note.clone().unwrap_or_default(),
        "description" => {
            let mut found = actor.descriptions.iter().filter(|(language, _)| language.tag() == tag);
            found.next().map(|(_, text)| text.clone()).unwrap_or_default()
        }
        _ => {
            let fits = actor.names.iter().filter(|name| name.class.key() == base && name.language.tag() == tag);
            values(fits.map(|name| match (name.from, name.to) {
                (None, None) => name.text.clone(),
                (from, to) => {
                    format!(
                        "{} {{{}/{}}}",
                        name.text,
                        from.map(|date| date.to_string()).unwrap_or_default(),
                        to.map(|date| date.to_string()).unwrap_or_default()
                    )
                }
            }))
        }
    }
}

fn values(values: impl Iterator<Item = String>) -> String {
    values.map(|value| value.replace('\\', "\\\\").replace('|', "\\|")).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_never_formulas_and_keep_their_content() {
        for cell in [
            "=1+1", "+1-1", "-x", "@sum", "\tx", "\r=x", "\n=x", "'=x", "''-x", "＝1", "-", "+-1", "-1.2.3", "-1e5",
            "-inf",
        ] {
            let written = guarded(cell);
            assert!(written.starts_with('\''), "{cell:?}");
            assert_eq!(unguarded(&written), cell);
        }
        for cell in ["", "x", "'x", "'", "-5", "+3.25", "0", "a=b", "2024-03-18", "«-x»"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }
}
