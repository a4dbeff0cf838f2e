//! Real inputs with expected results, run by a script that knows their format. They are not part of the project.

use std::path::Path;
use std::process::Command;

/// The minimum percentage of cases that must pass.
const PERCENT: usize = 97;

#[test]
fn field_cases_are_answered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/field");
    let script = folder.join("run_cases.py");
    if !script.is_file() {
        println!("skipped: {} is not here", script.display());
        return;
    }
    let output = Command::new("python3").arg(&script).arg(env!("CARGO_BIN_EXE_copydesk")).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: python3 cannot be run: {error}");
            return;
        }
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = text.lines().last().unwrap_or_default();
    let numbers: Vec<usize> = last.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let [passed, failed] = numbers[..] else { panic!("{text}{}", String::from_utf8_lossy(&output.stderr)) };
    let failing = text.lines().find(|line| line.starts_with("failing")).unwrap_or_default();
    assert!(passed * 100 >= (passed + failed) * PERCENT, "{last}\n{failing}");
}
