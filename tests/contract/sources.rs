//! Source files that can be read in one sitting, on any machine.

use crate::repository::{expect_none, files, read};
use anyhow::Result;

/// A longer file says why, in a comment near its top that begins with [`REASON`].
const LONGEST_FILE: usize = 400;
const REASON: &str = "// Long because ";

#[test]
fn no_source_file_is_too_long_to_read() -> Result<()> {
    let mut wrong = Vec::new();
    for folder in ["shared", "functions", "tests"] {
        for path in files(folder, &[".rs"])? {
            let text = read(&path)?;
            let lines = text.lines().count();
            if lines > LONGEST_FILE && !text.lines().take(30).any(|line| line.trim_start().starts_with(REASON)) {
                wrong.push(format!("{path}: {lines} lines; split it, or say `{REASON}…` near the top"));
            }
        }
    }
    expect_none("long files", wrong);
    Ok(())
}

#[test]
fn no_file_names_somebody_s_machine() -> Result<()> {
    // Put together here, so that this file does not name them either.
    let homes = ["root", "home", "Users", "work"].map(|home| format!("/{home}/"));
    let endings = [
        ".rs", ".py", ".yaml", ".yml", ".toml", ".json", ".md", ".sh", ".ts", ".tsx", "Makefile", ".lock", ".txt",
        "run",
    ];
    let mut wrong = Vec::new();
    for path in files("", &endings)? {
        for (number, line) in read(&path)?.lines().enumerate() {
            for home in &homes {
                let named = line.match_indices(home.as_str()).any(|(at, _)| is_beginning(&line[..at]));
                if named {
                    wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    expect_none("paths of one machine", wrong);
    Ok(())
}

/// Tells whether a path begins after this text, rather than going on.
fn is_beginning(before: &str) -> bool {
    !before.ends_with(|last: char| last.is_alphanumeric() || ".-_~}*/".contains(last))
}

#[test]
fn no_file_promises_what_is_not_there() -> Result<()> {
    let promises = ["todo!", "unimplemented!", "TODO", "FIXME", "XXX:"];
    let mut wrong = Vec::new();
    for folder in ["shared", "functions"] {
        for path in files(folder, &[".rs"])? {
            for (number, line) in read(&path)?.lines().enumerate() {
                if promises.iter().any(|promise| line.contains(promise)) {
                    wrong.push(format!("{path}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    expect_none("promises", wrong);
    Ok(())
}
