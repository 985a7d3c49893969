//! Imports go one way: functions → lambda, store, aws, platform, outbound → core.

use crate::repository::{expect_none, files, metadata, read};
use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, Package};
use std::collections::BTreeSet;

const OURS: &str = "pantheon-";

/// What lives on the other side of a port; only programs bring the two together.
const ADAPTERS: &[&str] = &["pantheon_store", "pantheon_platform", "pantheon_aws", "pantheon_outbound"];

/// What only the edge and the adapters know.
const OUTSIDE: &[&str] = &["aws_sdk_", "aws_config", "aws_lambda_events", "lambda_http", "lambda_runtime"];

/// Returns what a room of ours may import of ours, outside of tests.
fn permitted(package: &Package) -> Result<BTreeSet<&'static str>> {
    let folder = package.manifest_path.parent().and_then(|folder| folder.parent());
    let room = folder.and_then(|folder| folder.file_name()).context("a package is in a room")?;
    Ok(match (room, package.name.as_str()) {
        (_, "pantheon-core") => BTreeSet::new(),
        (_, "pantheon-testing") => BTreeSet::from(["pantheon-core", "pantheon-lambda"]),
        ("shared", _) => BTreeSet::from(["pantheon-core"]),
        ("functions", _) => BTreeSet::from([
            "pantheon-core",
            "pantheon-lambda",
            "pantheon-store",
            "pantheon-platform",
            "pantheon-aws",
            "pantheon-outbound",
        ]),
        (room, name) => anyhow::bail!("{name} is in {room}, which is no room"),
    })
}

/// Lists the packages that are deployed, or that those are tested with.
fn rooms(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    let tests = metadata.workspace_root.join("tests");
    metadata.workspace_packages().into_iter().filter(move |package| !package.manifest_path.starts_with(&tests))
}

fn imports(package: &Package, tests: bool) -> impl Iterator<Item = &str> {
    let wanted = move |kind| (kind == DependencyKind::Development) == tests;
    package.dependencies.iter().filter(move |import| wanted(import.kind)).map(|import| import.name.as_str())
}

#[test]
fn imports_go_one_way() -> Result<()> {
    let mut wrong = Vec::new();
    for package in rooms(&metadata()?) {
        let permitted = permitted(package)?;
        let ours = imports(package, false).filter(|import| import.starts_with(OURS));
        wrong.extend(
            ours.filter(|import| !permitted.contains(import)).map(|import| format!("{} → {import}", package.name)),
        );
    }
    expect_none("arrows that point the wrong way", wrong);
    Ok(())
}

#[test]
fn tests_borrow_only_what_is_for_tests() -> Result<()> {
    let mut wrong = Vec::new();
    for package in rooms(&metadata()?) {
        let mut permitted = permitted(package)?;
        permitted.insert("pantheon-testing");
        let ours = imports(package, true).filter(|import| import.starts_with(OURS));
        wrong.extend(
            ours.filter(|import| !permitted.contains(import)).map(|import| format!("{} → {import}", package.name)),
        );
    }
    expect_none("tests that reach too far", wrong);
    Ok(())
}

#[test]
fn core_does_no_io() -> Result<()> {
    const IO: &[&str] = &["aws-", "lambda_", "tokio", "hyper", "reqwest", "futures", "tracing"];
    let metadata = metadata()?;
    let packages = metadata.workspace_packages();
    let core = packages.iter().find(|package| package.name.as_str() == "pantheon-core").context("there is a core")?;
    let imports = imports(core, false).filter(|import| IO.iter().any(|io| import.starts_with(io)));
    expect_none("imports of core", imports);
    Ok(())
}

/// Bins share their package's dependencies, so cargo cannot hold this arrow.
#[test]
fn handlers_know_ports_and_no_adapters() -> Result<()> {
    let mut wrong = Vec::new();
    let handlers = files("functions", &[".rs"])?;
    assert!(handlers.contains(&"functions/realtime/src/broadcast.rs".to_owned()), "no handlers were found");
    let handlers = handlers.into_iter().filter(|path| path.contains("/src/") && !path.contains("/src/bin/"));
    for path in handlers.filter(|path| !path.starts_with("functions/collectors/")) {
        for (number, line) in read(&path)?.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for name in ADAPTERS.iter().chain(OUTSIDE).filter(|name| code.contains(**name)) {
                wrong.push(format!("{path}:{}: {name}", number + 1));
            }
        }
    }
    expect_none("handlers that know what is behind a port", wrong);
    Ok(())
}

#[test]
fn collectors_stay_out_of_our_tables() -> Result<()> {
    let mut wrong = Vec::new();
    // The one program that all of them are opens what collectors only know as ports.
    let is_program = |path: &String| path.contains("/bin/") || path.ends_with("/program.rs");
    for path in files("functions/collectors/src", &[".rs"])?.into_iter().filter(|path| !is_program(path)) {
        for (number, line) in read(&path)?.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("pantheon_store") || code.contains("pantheon_platform") {
                wrong.push(format!("{path}:{}", number + 1));
            }
        }
    }
    expect_none("collectors that know our own AWS", wrong);
    Ok(())
}
