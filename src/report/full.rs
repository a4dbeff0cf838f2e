//! Findings for a terminal: the line, marks under the words, notes and fixes.
//!
//! Some terminals lay out right-to-left text, others show characters in the order of the file. Marks must be under the
//! right words in both. So a line with right-to-left letters and its line of marks are both wrapped in an embedding and
//! have the same width: a terminal that reorders the line mirrors the marks with it, and other terminals only get
//! zero-width characters.
//!
//! Colours are from the fixed palette of 256, with middle brightness: the yellow of a theme can be unreadable on white.

use super::visible::{interrupted, visible};
use super::{Checked, place_in_file};
use crate::finding::{Applicability, Finding, Location, Severity};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{
    Encoding, TextRange, begins_right_to_left, is_right_to_left, without_quotations, wrap_numbers, wrap_quotations,
};
use anstyle::{Ansi256Color, Style};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// The maximum width of the source line.
const WIDTH: usize = 110;
/// The width of the source line in the narrowest terminal.
const NARROW: usize = 24;
const EMBED: char = '\u{202B}';
const MARK: char = '\u{200F}';
const POP: char = '\u{202C}';
const LEFT: char = '\u{200E}';

const GUTTER: Style = Ansi256Color(63).on_default().bold();
const BOLD: Style = Style::new().bold();
const FIX: Style = Ansi256Color(64).on_default();

/// Renders the findings of a document, within the width of the terminal if it is known. The findings are in the language.
pub(super) fn render(document: &Checked, columns: Option<usize>, language: Language, out: &mut String) {
    for finding in &document.findings {
        let _ = render_one(document, finding, columns, language, out);
        out.push('\n');
    }
}

fn colour(severity: Severity) -> Style {
    match severity {
        Severity::Error => Ansi256Color(196),
        Severity::Warning => Ansi256Color(166),
        Severity::Info => Ansi256Color(31),
        Severity::Hint => Ansi256Color(244),
    }
    .on_default()
    .bold()
}

fn render_one(
    document: &Checked,
    finding: &Finding,
    columns: Option<usize>,
    language: Language,
    out: &mut String,
) -> std::fmt::Result {
    let style = colour(finding.severity);
    let severity = finding.severity.name();
    let label = severity.len() + finding.code.len() + "[]: ".len();
    let message = wrap(&embed(&visible(&finding.message)), label, 4, columns);
    writeln!(out, "{style}{severity}[{}]{style:#}{BOLD}: {message}{BOLD:#}", finding.code)?;
    let at = document.position(finding.range.start, Encoding::Utf32);
    let number = (at.line + 1).to_string();
    let pad = " ".repeat(number.len());
    let gutter = number.len() + " | ".len();
    // In a language that is written from right to left, a label is part of the text after it.
    let below = |label: &Message, style: Style, text: &str| {
        let label = label.in_language(language);
        if language == Language::English {
            let text = wrap(&embed(&visible(text)), gutter + label.len() + ": ".len(), gutter, columns);
            return format!("{pad} {GUTTER}={GUTTER:#} {style}{label}{style:#}: {text}");
        }
        let text = wrap(&embed(&visible(&format!("{label}: {text}"))), gutter, gutter, columns);
        format!("{pad} {GUTTER}={GUTTER:#} {text}")
    };
    let (path, record) = (visible(&document.path), document.record());
    writeln!(out, "{pad}{GUTTER}-->{GUTTER:#} {path}:{}:{}{record}", at.line + 1, at.column + 1)?;
    writeln!(out, "{pad} {GUTTER}|{GUTTER:#}")?;
    let shown = columns.map_or(WIDTH, |columns| columns.saturating_sub(gutter).clamp(NARROW, WIDTH));
    let (line, marks) = line_and_marks(document, finding.range, shown);
    // A terminal that takes the direction of a line from its first letter must use the same for both lines.
    let base = if line.starts_with(EMBED) { LEFT.to_string() } else { String::new() };
    writeln!(out, "{base}{GUTTER}{number} |{GUTTER:#} {line}")?;
    writeln!(out, "{base}{pad} {GUTTER}|{GUTTER:#} {style}{marks}{style:#}")?;
    for note in &finding.notes {
        writeln!(out, "{}", below(&message!("note"), Style::new(), note))?;
    }
    for related in &finding.related {
        let label = match &related.location {
            Location::Here(range) => {
                let at = document.position(range.start, Encoding::Utf32);
                message!("see line {line}", line = at.line + 1)
            }
            Location::Elsewhere(place) => message!("see {place}", place = place_in_file(place)),
        };
        writeln!(out, "{}", below(&label, Style::new(), &related.message))?;
    }
    for fix in &finding.fixes {
        let how = match fix.applicability {
            Applicability::Safe => message!("fix"),
            Applicability::Unsafe => message!("possible fix"),
            Applicability::DisplayOnly => message!("by hand"),
        };
        writeln!(out, "{}", below(&how, FIX, &fix.title))?;
    }
    Ok(())
}

/// Embeds the right-to-left words of a message, so that the order of the rest stays. Terminals support embeddings; some draw
/// isolates as boxes.
fn embed(message: &str) -> String {
    // Quotations do not count for the language of the message.
    if begins_right_to_left(&without_quotations(message)) {
        let message = wrap_numbers(message, "\u{202A}", "\u{202C}");
        return format!("{EMBED}{message}{POP}{LEFT}");
    }
    wrap_quotations(message, "\u{202B}", "\u{202C}\u{200E}")
}

/// Wraps a text that starts in column `from`; further lines are indented. Every line has its own direction, so an embedding
/// is closed before a line break and opened again after it.
fn wrap(text: &str, from: usize, indent: usize, columns: Option<usize>) -> String {
    let Some(columns) = columns.filter(|columns| *columns > indent + NARROW) else { return text.to_owned() };
    let (mut out, mut column, mut is_embedded) = (String::with_capacity(text.len() + 16), from, false);
    for (nth, word) in text.split(' ').enumerate() {
        let width: usize = word.chars().map(cells).sum();
        if nth > 0 && column + 1 + width > columns {
            let (close, open) = if is_embedded { ("\u{202C}", "\u{202B}") } else { ("", "") };
            let _ = write!(out, "{close}\n{LEFT}{:indent$}{open}", "");
            column = 1 + indent + usize::from(is_embedded);
        } else if nth > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
        is_embedded = word.chars().fold(is_embedded, |is_embedded, c| c == EMBED || is_embedded && c != POP);
    }
    out
}

/// The maximum width of a character: some terminals use a cell for a direction mark.
fn cells(c: char) -> usize {
    if matches!(c, EMBED | POP | MARK | LEFT) { 1 } else { c.width().unwrap_or(0) }
}

/// The source line, and the marks under it.
fn line_and_marks(document: &Checked, range: TextRange, columns: usize) -> (String, String) {
    let whole = document.lines().line_range(&document.text, document.lines().line_of(range.start));
    // Lines with right-to-left letters have four direction marks.
    let turned = whole.slice(&document.text).chars().take(columns * 8).any(is_right_to_left);
    let shown = window(document, whole, range, if turned { columns - 4 } else { columns });
    let end = range.end.min(shown.end);
    let (mut text, mut marks) = (String::new(), String::new());
    let mut marked = 0;
    if shown.start > whole.start {
        text.push('…');
        marks.push(' ');
    }
    for (at, c) in shown.slice(&document.text).char_indices() {
        let offset = shown.start + at as u32;
        let (drawn, width) = draw(c);
        text.push_str(
            drawn.as_deref().unwrap_or_else(|| shown.slice(&document.text)[at..].get(..c.len_utf8()).unwrap_or("")),
        );
        let inside = offset >= range.start && offset < end;
        marks.extend(std::iter::repeat_n(if inside { '^' } else { ' ' }, width));
        marked += if inside { width } else { 0 };
    }
    if marked == 0 {
        // A position between two characters, or a zero-width character.
        let before: usize = TextRange::new(shown.start, range.start.clamp(shown.start, shown.end))
            .slice(&document.text)
            .chars()
            .map(|c| draw(c).1)
            .sum::<usize>()
            + usize::from(shown.start > whole.start);
        let width = marks.len();
        marks = " ".repeat(before) + "^";
        marks.push_str(&" ".repeat(width.saturating_sub(before + 1)));
        if width <= before {
            text.push(' ');
        }
    }
    if shown.end < whole.end {
        text.push('…');
        marks.push(' ');
    }
    let text = interrupted(text);
    if text.chars().any(is_right_to_left) {
        return (format!("{EMBED}{text}{MARK}{POP}"), format!("{EMBED}{marks}{MARK}{POP}"));
    }
    (text, marks.trim_end().to_owned())
}

/// The part of a long line around the finding, in a number of columns.
fn window(document: &Checked, line: TextRange, range: TextRange, columns: usize) -> TextRange {
    let text = &document.text;
    let width = |part: TextRange| part.slice(text).chars().take(columns * 4).map(|c| draw(c).1).sum::<usize>();
    if (line.len() as usize) < columns * 8 && width(line) <= columns {
        return line;
    }
    // The ellipsis at either end takes a column.
    let columns = columns - 2;
    let before = TextRange::new(line.start, range.start.min(line.end)).slice(text);
    // The finding is shown to its end if there is room for some words before it.
    let marked = width(TextRange::new(range.start.min(line.end), range.end.min(line.end)));
    let share = (columns / 3).min(columns.saturating_sub(marked).max(columns / 8));
    let mut start = before.len();
    let mut taken = 0;
    for (at, c) in before.char_indices().rev() {
        taken += draw(c).1;
        if taken > share {
            break;
        }
        start = at;
    }
    let from = line.start + start as u32;
    let mut end = from;
    let mut taken = 0;
    for c in TextRange::new(from, line.end).slice(text).chars() {
        taken += draw(c).1;
        if taken > columns {
            break;
        }
        end += c.len_utf8() as u32;
    }
    TextRange::new(from, end)
}

/// The replacement of a character and its width. `None` to print it as it is. Control characters could move the cursor or
/// reorder the line, so they are replaced.
fn draw(c: char) -> (Option<String>, usize) {
    match c {
        '\t' => (Some("    ".into()), 4),
        '\u{200B}'..='\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
            (Some(String::new()), 0)
        }
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => (Some("\u{FFFD}".into()), 1),
        c => (None, c.width().unwrap_or(0)),
    }
}
