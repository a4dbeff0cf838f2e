//! `cargo fmt` follows only plain `mod` lines. It does not see files that a macro declares, such as the rules, so a test checks
//! their format.

use std::path::Path;
use std::process::Command;

#[test]
fn files_declared_by_a_macro_are_formatted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    assert!(files.len() > 50, "the rules were not found");
    let checked = Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(&files).output();
    let checked = checked.expect("rustfmt runs; `rustup component add rustfmt` installs it");
    let said = [checked.stdout, checked.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(checked.status.success(), "run `cargo fmt --all -- src/rules/*.rs`:\n{said}");
}
