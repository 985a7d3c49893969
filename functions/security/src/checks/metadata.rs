//! The metadata of a check: OPA annotations, which are YAML in comments (openpolicyagent.org,
//! "Policy Language", Annotations).

use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    security::{Check, CheckId, Framework, Remediation, Severity},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What every package of a check is below.
const ROOT: &str = "pantheon.checks.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotations {
    title: String,
    description: String,
    custom: Custom,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Custom {
    severity: Severity,
    risk: String,
    remediation: Remediation,
    resource_types: BTreeSet<ResourceType>,
    #[serde(default)]
    reads: BTreeSet<ResourceType>,
    #[serde(default)]
    frameworks: BTreeMap<Framework, BTreeSet<String>>,
}

/// Reads the check that a file holds; `None` if its package is no check, such as a library's.
///
/// Fails with `invalid`, at the file, where the metadata is missing or not understood.
pub(super) fn read(path: &str, rego: &str) -> Result<Option<Check>> {
    let Some(package) = package(rego) else {
        return Err(Error::invalid(path, "must declare a package"));
    };
    let Some(name) = package.strip_prefix(ROOT) else { return Ok(None) };
    if name.ends_with("_test") {
        return Ok(None);
    }
    let id: CheckId = name.parse().map_err(|_| {
        Error::invalid(path, format!("the package must be {ROOT}<service>.<check>, of lower-case words"))
    })?;
    let Some(block) = block(rego) else {
        return Err(Error::invalid(path, "must begin with a comment `METADATA` that describes the check"));
    };
    let annotations: Annotations = yaml_serde::from_str(&block)
        .map_err(|error| Error::invalid(path, format!("the metadata is not understood: {error}")))?;
    let Annotations { title, description, custom } = annotations;
    let Custom { severity, risk, remediation, resource_types, reads, frameworks } = custom;
    if resource_types.is_empty() {
        return Err(Error::invalid(path, "must name the resource types that it is about"));
    }
    Ok(Some(Check { id, title, description, severity, risk, remediation, resource_types, reads, frameworks }))
}

/// Returns the package that a file declares.
fn package(rego: &str) -> Option<&str> {
    rego.lines().find_map(|line| line.strip_prefix("package ")).map(str::trim)
}

/// Returns the YAML of the first block of metadata.
fn block(rego: &str) -> Option<String> {
    let mut lines = rego.lines().skip_while(|line| line.trim_end() != "# METADATA").skip(1).peekable();
    lines.peek()?;
    let comments = lines.map_while(|line| line.strip_prefix('#'));
    Some(comments.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}
