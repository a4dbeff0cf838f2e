//! Measures how the time for an article grows with its size, for texts that could make it grow faster: repeated pieces on one
//! line, on many lines, and in one paragraph.
//!
//! ```sh
//! cargo run --release --example shapes                 # every shape: a summary and the slow ones
//! cargo run --release --example shapes -- --all        # one line per shape
//! cargo run --release --example shapes -- "U+2028"     # shapes whose name contains this
//! ```
//!
//! Each command runs on 10 KB, 100 KB and 1 MB. The exponent is that of the last step: 1.0 for linear time. A shape is slow above
//! n^1.2 or one second per megabyte. Times are CPU times, so run it on an idle machine. The exit code is 1 if a shape is slow.

#![expect(clippy::disallowed_methods, reason = "an example reads its input itself")]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::config::{Config, LinkStyle};
use copydesk::testing::export::jsonl;
use copydesk::testing::finding::Applicability;
use copydesk::testing::fix::apply_fixes;
use copydesk::testing::ide::{annotate_text, restyle};
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::text::Encoding;
use copydesk::testing::timeline::{Form, entries, render};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const NEWSROOM: &str = include_str!("newsroom/actors.toml");

/// The repeated pieces.
const PIECES: &[(&str, &str)] = &[
    ("brackets", "["),
    ("closing brackets", "]"),
    ("double brackets", "[["),
    ("image brackets", "![[[["),
    ("open links", "[a]("),
    ("open targets", "[Karim Adel](actor:"),
    ("links", "[Karim Adel](actor:karim-adel) "),
    ("unknown ids", "[Karim Adel](actor:nobody-7) "),
    ("collapsed", "[Karim Adel][] "),
    ("nested links", "[a [b [c](d)](e) "),
    ("web links", "[text](https://example.org/a) "),
    ("addresses", "https://example.org/Karim "),
    ("one address", "a/"),
    ("hosts", "a.b."),
    ("mail", "a@b.c@"),
    ("handles", "@a #b "),
    ("underscores", "a_"),
    ("backslashes", "a\\"),
    ("backslash numbers", "1\\"),
    ("dots", "a.a"),
    ("emphasis", "*a"),
    ("strong", "**a** "),
    ("underline", "_a_ "),
    ("tildes", "~a~ "),
    ("backticks", "`a"),
    ("code", "`a` "),
    ("quotations", "> "),
    ("nested lists", "- "),
    ("numbers of lists", "1. "),
    ("headings", "# "),
    ("cells", "|a"),
    ("html", "<b>"),
    ("open html", "<b a=\""),
    ("comments", "<!-- a -->"),
    ("open comments", "<!--"),
    ("entities", "&amp;"),
    ("escapes", "\\["),
    ("templates", "{{< a >}} "),
    ("open templates", "{{< "),
    ("open percent", "{% a "),
    ("comment tags", "{% comment %} "),
    ("braces", "{"),
    ("dollars", "${a "),
    ("directives", "<!-- copydesk:ignore -->"),
    ("directives with a rule", "<!-- copydesk:ignore weekday-mismatch -- x -->"),
    ("directives next", "<!-- copydesk:ignore-next -->"),
    ("directives start", "<!-- copydesk:ignore-start -->"),
    ("directives file", "<!-- copydesk:ignore-file weekday-mismatch -->"),
    ("directives unknown", "<!-- copydesk:ignore wekday-mismatch -->"),
    ("directives with words", "Karim Adel <!-- copydesk:ignore unlinked-actor --> "),
    ("names", "Karim Adel "),
    ("surnames", "Adel "),
    ("wrong names", "Samira Nasir "),
    ("Arabic names", "سميرة ناصر "),
    ("wrong Arabic names", "وسميرة نصر "),
    ("clitics", "ولكريم عادل "),
    ("initials", "J. "),
    ("plain initials", "J "),
    ("titles", "Minister Samira Nasser "),
    ("unknown persons", "Mr. John Smith "),
    ("dates", "18 March 2024, "),
    ("dates with full stops", "Monday, March 19, 2024. "),
    ("numeric dates", "1/2/2024 "),
    ("ISO dates", "2024-03-18 "),
    ("weekdays", "Tuesday, 18 March 2024 "),
    ("weekdays alone", "Tuesday "),
    ("yesterday", "yesterday "),
    ("ranges", "from 5 to 3 March 2024, "),
    ("numbers", "7 "),
    ("digits", "7"),
    ("years", "in 1990 "),
    ("lengths", "three years after 1990 "),
    ("lengths ago", "said three years after 18 March 1990 "),
    ("impossible dates", "31 June 2024 "),
    ("annotated dates", "[yesterday](date:2024-03-16) "),
    ("Arabic dates", "الثلاثاء 18 مارس 2024 "),
    ("Arabic numeric dates", "18-03-2024 "),
    ("Hijri dates", "1 رمضان 1445هـ الموافق 12 مارس 2024 "),
    ("times", "at 3 p.m. "),
    ("future verbs", "will open on 18 March 2020 "),
    ("quotations open", "“a "),
    ("quotations close", "a” "),
    ("guillemets", "«a» "),
    ("straight quotations", "\"a\" "),
    ("apostrophes", "'a "),
    ("blanks", " "),
    ("no-break blanks", "\u{A0}"),
    ("tabs", "\t"),
    ("letters", "a"),
    ("Arabic letters", "ا"),
    ("combining marks", "\u{301}"),
    ("joiners", "\u{200D}"),
    ("tatweel", "ـ"),
    ("U+2028", "a\u{2028}"),
    ("U+200B", "a\u{200B}b "),
    ("RLO", "\u{202E}a "),
    ("PDI", "\u{2069}a "),
    ("BOM", "\u{FEFF}"),
    ("NUL", "\0"),
    ("emoji", "😀"),
    ("furniture", "WhatsApp "),
    ("definitions", "[a]: actor:b "),
    ("footnotes", "[^1] "),
    ("mixed digits", "7 ٧ "),
    ("colons", "a: b "),
    ("dashes", "--- "),
    ("ages", "Karim Adel, 47, "),
];

/// Repeats a piece up to a number of bytes.
type Way = fn(&str, usize) -> String;

/// Ways to repeat a piece.
const WAYS: &[(&str, Way)] = &[
    ("on one line", |piece, size| whole(piece, size)),
    ("a line each", |piece, size| whole(&format!("{piece}\n"), size)),
    ("a paragraph each", |piece, size| whole(&format!("{piece}\n\n"), size)),
];

fn whole(piece: &str, size: usize) -> String {
    format!("---\ndate: 2024-03-18\n---\n{}\n", piece.repeat(size / piece.len().max(1)))
}

type Command = fn(&str, &Arc<ProjectContext>);

const COMMANDS: &[(&str, Command)] = &[
    ("lint", |text, context| {
        let analysis = analyse(text.into(), "a.news.md", context.clone(), &mut Memory::default());
        std::hint::black_box(lint(&analysis, RULES, &|| false));
    }),
    ("export", |text, context| {
        let analysis = analyse(text.into(), "a.news.md", context.clone(), &mut Memory::default());
        let findings = lint(&analysis, RULES, &|| false).unwrap_or_default();
        std::hint::black_box(jsonl(&analysis, &findings, "a", None, None, Encoding::Utf32));
    }),
    ("annotate", |text, context| {
        std::hint::black_box(annotate_text(text, "a.news.md", context));
    }),
    ("fmt", |text, context| {
        std::hint::black_box(restyle(text, "a.news.md", context, LinkStyle::CastList));
    }),
    ("timeline", |text, context| {
        let analysis = analyse(text.into(), "a.news.md", context.clone(), &mut Memory::default());
        std::hint::black_box(render(&entries(&analysis), Form::Html));
    }),
    ("fixes", |text, context| {
        std::hint::black_box(apply_fixes(text.into(), "a.news.md", context, Applicability::Unsafe));
    }),
];

struct Measured {
    name: String,
    command: &'static str,
    exponent: f64,
    seconds: f64,
}

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let all = wanted.iter().any(|one| one == "--all");
    let filter: Vec<&String> = wanted.iter().filter(|one| *one != "--all").collect();
    let registry = Arc::new(Registry::new(vec![Arc::new(parse("actors.toml", NEWSROOM))], true));
    let config = Config::parse("mentions = \"every\"\n[rules]\nunmarked-date = \"info\"\n");
    let context = Arc::new(ProjectContext::new(config, registry));
    let mut measured = Vec::new();
    let mut shapes = 0;
    for (piece_name, piece) in PIECES {
        for (way_name, make) in WAYS {
            let name = format!("{piece_name}, {way_name}");
            if !filter.is_empty() && !filter.iter().any(|part| name.contains(part.as_str())) {
                continue;
            }
            shapes += 1;
            for (command, run) in COMMANDS {
                let (exponent, seconds) = measure(|size| make(piece, size), |text| run(text, &context));
                if all {
                    println!("{exponent:5.2} {seconds:8.3} s/MB  {command:9} {name}");
                }
                measured.push(Measured { name: name.clone(), command, exponent, seconds });
            }
        }
    }
    let stands_out = |one: &&Measured| one.seconds > 1.0 || (one.exponent > 1.2 && one.seconds > 0.2);
    println!("{shapes} shapes");
    for (command, _) in COMMANDS {
        let own: Vec<&Measured> = measured.iter().filter(|one| one.command == *command).collect();
        let slow = own.iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds));
        // A very short time has no meaningful exponent.
        let steep = own.iter().filter(|one| one.seconds > 0.2).max_by(|a, b| a.exponent.total_cmp(&b.exponent));
        if let Some(slow) = slow {
            println!("{command:9} slowest {:.2} s/MB ({})", slow.seconds, slow.name);
        }
        if let Some(steep) = steep {
            println!("{command:9} steepest n^{:.2} ({}, {:.2} s/MB)", steep.exponent, steep.name, steep.seconds);
        }
    }
    let out: Vec<&Measured> = measured.iter().filter(stands_out).collect();
    for one in &out {
        println!("slow: n^{:.2} {:.2} s/MB {} {}", one.exponent, one.seconds, one.command, one.name);
    }
    println!("{} of {} are slow", out.len(), measured.len());
    ExitCode::from(u8::from(!out.is_empty()))
}

/// The CPU time of this thread in seconds, or the wall time if the system does not report it.
fn clock() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let worked = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = worked.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    worked.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// The exponent of the last step, and the seconds for a megabyte. For a shape that is too slow for the last step,
/// the time is extrapolated from the step before.
fn measure(make: impl Fn(usize) -> String, run: impl Fn(&str)) -> (f64, f64) {
    let time = |size: usize| {
        let text = make(size);
        let start = clock();
        run(&text);
        (clock() - start).max(1e-6)
    };
    let [small, middle, large] = SIZES;
    let (first, second) = (time(small), time(middle));
    let grown = |a: f64, b: f64| (b / a).log10();
    if second > 2.0 {
        let exponent = grown(first, second);
        return (exponent, second * 10f64.powf(exponent));
    }
    let third = time(large);
    (grown(second, third), third)
}
