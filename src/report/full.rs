//! Findings for a person at a terminal: the line, marks under the words, notes and repairs.
//!
//! Some terminals lay out right-to-left text, others show characters in the order of the file. Marks must stand under
//! the right words in both. So a line with right-to-left letters and the line of marks under it are both wrapped in an
//! embedding and given the same width: a terminal that reorders the one mirrors the other with it, and one that does
//! not sees only characters of no width.

use super::Checked;
use crate::finding::{Applicability, Finding, Severity};
use crate::text::{Encoding, TextRange, is_right_to_left, wrap_quotations};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Columns of the source line that are shown at most.
const WIDTH: usize = 110;
const EMBED: char = '\u{202B}';
const MARK: char = '\u{200F}';
const POP: char = '\u{202C}';

const GUTTER: Style = AnsiColor::BrightBlue.on_default().bold();
const BOLD: Style = Style::new().bold();
const FIX: Style = AnsiColor::Green.on_default();

pub(super) fn render(document: &Checked, out: &mut String) {
    for finding in &document.findings {
        let _ = render_one(document, finding, out);
        out.push('\n');
    }
}

fn colour(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
        Severity::Hint => AnsiColor::BrightBlack,
    }
    .on_default()
    .bold()
}

fn render_one(document: &Checked, finding: &Finding, out: &mut String) -> std::fmt::Result {
    let style = colour(finding.severity);
    let severity = finding.severity.name();
    let message = embed(&finding.message);
    writeln!(out, "{style}{severity}[{}]{style:#}{BOLD}: {message}{BOLD:#}", finding.code)?;
    let at = document.lines.position(&document.text, finding.range.start, Encoding::Utf32);
    let number = (at.line + 1).to_string();
    let pad = " ".repeat(number.len());
    writeln!(out, "{pad}{GUTTER}-->{GUTTER:#} {}:{}:{}", document.path, at.line + 1, at.column + 1)?;
    writeln!(out, "{pad} {GUTTER}|{GUTTER:#}")?;
    let (line, marks) = line_and_marks(document, finding.range, at.line);
    // A terminal that takes a line's direction from its first letter must take the same for both lines.
    let base = if line.starts_with(EMBED) { "\u{200E}" } else { "" };
    writeln!(out, "{base}{GUTTER}{number} |{GUTTER:#} {line}")?;
    writeln!(out, "{base}{pad} {GUTTER}|{GUTTER:#} {style}{marks}{style:#}")?;
    for note in &finding.notes {
        writeln!(out, "{pad} {GUTTER}={GUTTER:#} note: {}", embed(note))?;
    }
    for related in &finding.related {
        let place = match &related.path {
            None => {
                let at = document.lines.position(&document.text, related.range.start, Encoding::Utf32);
                format!("line {}", at.line + 1)
            }
            Some(path) => path.clone(),
        };
        writeln!(out, "{pad} {GUTTER}={GUTTER:#} see {place}: {}", embed(&related.message))?;
    }
    for fix in &finding.fixes {
        let how = match fix.applicability {
            Applicability::Safe => "fix",
            Applicability::Unsafe => "possible fix",
            Applicability::DisplayOnly => "by hand",
        };
        writeln!(out, "{pad} {GUTTER}={GUTTER:#} {FIX}{how}{FIX:#}: {}", embed(&fix.title))?;
    }
    Ok(())
}

/// A message whose right-to-left quotations keep their order and leave that of the rest alone. Terminals know
/// embeddings; isolates are drawn as boxes by some.
fn embed(message: &str) -> String {
    wrap_quotations(message, "\u{202B}", "\u{202C}\u{200E}")
}

/// The line with the fault, and the marks under it.
fn line_and_marks(document: &Checked, range: TextRange, line: u32) -> (String, String) {
    let whole = document.lines.line_range(&document.text, line);
    let shown = window(document, whole, range);
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
        // A place between two characters, or one that has no width.
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
    if text.chars().any(is_right_to_left) {
        return (format!("{EMBED}{text}{MARK}{POP}"), format!("{EMBED}{marks}{MARK}{POP}"));
    }
    (text, marks.trim_end().to_owned())
}

/// The part of a long line around the fault.
fn window(document: &Checked, line: TextRange, range: TextRange) -> TextRange {
    let text = &document.text;
    let width = |part: TextRange| part.slice(text).chars().take(WIDTH * 4).map(|c| draw(c).1).sum::<usize>();
    if (line.len() as usize) < WIDTH * 8 && width(line) <= WIDTH {
        return line;
    }
    let before = TextRange::new(line.start, range.start.min(line.end)).slice(text);
    let mut start = before.len();
    let mut taken = 0;
    for (at, c) in before.char_indices().rev() {
        taken += draw(c).1;
        if taken > WIDTH / 3 {
            break;
        }
        start = at;
    }
    let from = line.start + start as u32;
    let mut end = from;
    let mut taken = 0;
    for c in TextRange::new(from, line.end).slice(text).chars() {
        taken += draw(c).1;
        if taken > WIDTH {
            break;
        }
        end += c.len_utf8() as u32;
    }
    TextRange::new(from, end)
}

/// How a character is drawn and how many columns it takes; `None` for as it is. Controls could move the cursor or
/// reorder the line, so they are not passed on.
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
