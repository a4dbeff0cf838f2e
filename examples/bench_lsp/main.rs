//! Measures the language server next to an empty server of the same framework, and next to the servers of others that are
//! installed.
//!
//! ```sh
//! cargo build --release
//! cargo run --release --example bench_lsp                       # keystrokes, cold start, memory
//! cargo run --release --example bench_lsp -- --instructions     # instructions per keystroke, by size and syntax
//! ```
//!
//! The empty server publishes one diagnostic for each version: it is what the framework costs. A keystroke is timed from
//! the first byte of `didChange` to the last byte of the diagnostics of that version, in a session without pull
//! diagnostics. Figures are medians in milliseconds, with the 99th percentile of keystrokes, and the ratio to the empty
//! server. Memory is what the process has written, and all that it holds, its own code included. `rumdl` and `typos-lsp` are measured if they are in `PATH`
//! or in the virtual environment of `benches/archive.py`.
//!
//! Instructions are counted by `valgrind`: two sessions differ by ten edits. With `COPYDESK_BENCH_QUICK=1` a run takes
//! seconds and proves only that it works.

#![expect(clippy::disallowed_methods, reason = "an example reads its input itself")]

mod client;
mod empty_server;
mod texts;

use client::{Session, Visit};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// A server that is measured.
struct Server {
    name: String,
    command: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_quick = std::env::var_os("COPYDESK_BENCH_QUICK").is_some();
    match arguments.first().map(String::as_str) {
        Some("--empty-server") => empty_server::run(),
        Some("--instructions") => instructions(is_quick),
        None => times(is_quick),
        Some(other) => Err(format!("unknown argument {other}: see the head of examples/bench_lsp/main.rs")),
    }
    .map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn times(is_quick: bool) -> Result<(), String> {
    let servers = servers()?;
    let (sizes, edits, starts) =
        if is_quick { (&[5_000][..], 5, 1) } else { (&[5_000, 100_000, 1_000_000][..], 200, 9) };
    println!(
        "| text | server | keystroke p50 | p99 | ratio | first diagnostics | ratio | MiB written | MiB resident | diagnostics |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        for language in ["en", "ar"] {
            let text = texts::news_markdown(language, *size, texts::Faults::Some);
            let mut floor: Option<(f64, f64)> = None;
            for server in &servers {
                let visit = measure(server, language, &text, edits, starts)?;
                let (key, first) = (median(&visit.keystrokes), median(&visit.firsts));
                let (own_key, own_first) = *floor.get_or_insert((key, first));
                println!(
                    "| {language} {} | {} | {key:.3} | {:.3} | {:.1} | {first:.2} | {:.1} | {:.1} | {:.1} | {} |",
                    texts::size_name(*size),
                    server.name,
                    percentile(&visit.keystrokes, 99),
                    key / own_key,
                    first / own_first,
                    visit.written_mib,
                    visit.resident_mib,
                    visit.diagnostics,
                );
            }
        }
    }
    Ok(())
}

/// One session for keystrokes and memory, and some that end at the first diagnostics.
fn measure(server: &Server, language: &str, text: &str, edits: usize, starts: usize) -> Result<Visit, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let name = format!("story.{language}.news.md");
    let mut visit = Session::start(&server.command, folder.path(), &name, text)?.edit(edits)?;
    for _ in 1..starts {
        visit.firsts.extend(Session::start(&server.command, folder.path(), &name, text)?.edit(0)?.firsts);
    }
    Ok(visit)
}

/// Instructions per keystroke by size, in each syntax. The growth is that from the smallest size.
fn instructions(is_quick: bool) -> Result<(), String> {
    if find("valgrind").is_none() {
        return Err("instructions are counted by valgrind: install it (Debian: apt install valgrind)".into());
    }
    let copydesk = copydesk()?;
    let sizes: &[usize] = if is_quick { &[5_000] } else { &[5_000, 20_000, 100_000, 1_000_000, 5_000_000] };
    let edits: u32 = if is_quick { 2 } else { 10 };
    println!("| syntax | {} |", sizes.iter().map(|size| texts::size_name(*size)).collect::<Vec<_>>().join(" | "));
    println!("|---|{}", "---|".repeat(sizes.len()));
    for (name, format) in texts::SYNTAXES.iter().take(if is_quick { 1 } else { usize::MAX }) {
        let mut cells = Vec::new();
        let mut first = None;
        for size in sizes {
            let text = texts::in_syntax(&copydesk, name, *format, *size)?;
            let counted = |edits| count(&copydesk, name, &text, edits);
            let one = (counted(edits + 3)? - counted(3)?) / f64::from(edits);
            let growth = one / *first.get_or_insert(one);
            cells.push(format!("{:.2} M ({growth:.1})", one / 1e6));
        }
        println!("| {name} | {} |", cells.join(" | "));
    }
    Ok(())
}

/// The instructions of a session with some edits.
fn count(copydesk: &Path, name: &str, text: &str, edits: u32) -> Result<f64, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let report = folder.path().join("valgrind.log");
    let command = [
        "valgrind".to_owned(),
        "--tool=callgrind".to_owned(),
        format!("--callgrind-out-file={}", folder.path().join("callgrind.out").display()),
        format!("--log-file={}", report.display()),
        copydesk.display().to_string(),
        "lsp".to_owned(),
    ];
    Session::start(&command, folder.path(), name, text)?.edit(edits as usize)?;
    let report = std::fs::read_to_string(&report).map_err(|error| error.to_string())?;
    let line = report.lines().find(|line| line.contains("refs:")).ok_or("valgrind reports no instructions")?;
    let digits: String = line.rsplit("refs:").next().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_err(|_| format!("not a number of instructions: {line}"))
}

/// The empty server first, then copydesk, then what else is installed.
fn servers() -> Result<Vec<Server>, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let server = |name: &str, program: &Path, arguments: &[&str]| Server {
        name: name.to_owned(),
        command: std::iter::once(program.display().to_string())
            .chain(arguments.iter().map(|argument| (*argument).to_owned()))
            .collect(),
    };
    let mut servers =
        vec![server("empty server", &own, &["--empty-server"]), server("copydesk", &copydesk()?, &["lsp"])];
    for (program, arguments) in [("rumdl", &["server"][..]), ("typos-lsp", &[])] {
        if let Some(path) = find(program) {
            servers.push(server(&version(&path).unwrap_or_else(|| program.to_owned()), &path, arguments));
        }
    }
    Ok(servers)
}

/// What a program says that it is: `rumdl 0.3.0`.
fn version(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().next().map(str::to_owned)
}

/// The program that `cargo build --release` makes.
fn copydesk() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.parent().and_then(Path::parent).ok_or("this program is in no folder")?;
    let program = folder.join(format!("copydesk{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        return Err(format!("{} is missing: run `cargo build --release` first", program.display()));
    }
    Ok(program)
}

/// A program in `PATH`, or in the virtual environment of the benchmarks.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/bin");
    let mut folders = std::env::split_paths(&path).chain([own]);
    folders.find_map(|folder| Some(folder.join(program)).filter(|file| file.is_file()))
}

fn median(times: &[f64]) -> f64 {
    percentile(times, 50)
}

fn percentile(times: &[f64], share: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * share / 100).copied().unwrap_or(f64::NAN)
}
