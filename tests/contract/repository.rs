//! Where things are in the repository, and how a test says what is wrong with them.

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, TargetKind};
use std::{
    collections::BTreeSet,
    fmt::Display,
    fs,
    path::{Path, PathBuf},
};

/// One Lambda function, by its program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Function {
    /// The folder of its package under `functions`.
    pub(crate) context: String,
    /// The name of its program.
    pub(crate) name: String,
}

impl Function {
    /// Returns `get-account` as `GetAccount`, the stem of its resources' names.
    ///
    /// The collectors' resources are written in a loop over services, which cannot write capitals:
    /// `collect-ec2` has the stem `Collectec2`.
    pub(crate) fn stem(&self) -> String {
        if let Some(service) = self.name.strip_prefix("collect-").filter(|_| self.context == "collectors") {
            return format!("Collect{service}");
        }
        let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
        self.name.split('-').map(capital).collect()
    }

    /// Returns the path of the template that deploys it: any of `infra/functions` that has it, since
    /// a large context has several; its context's where none has.
    pub(crate) fn template(&self) -> String {
        let resource = format!("\n  {}Function:\n", self.stem());
        let templates = files("infra/functions", &[".yaml"]).unwrap_or_default();
        let deploys = |path: &String| read(path).is_ok_and(|text| text.contains(&resource));
        templates.into_iter().find(deploys).unwrap_or_else(|| format!("infra/functions/{}.yaml", self.context))
    }
}

/// Returns the root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads a file by its path in the repository.
pub(crate) fn read(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("{path} cannot be read"))
}

/// Lists the files under a folder whose names end with one of these, sorted, by their paths in the
/// repository. What tools leave behind is left out.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Result<Vec<String>> {
    const LEFT_BEHIND: &[&str] = &["target", "node_modules", "__pycache__"];
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !LEFT_BEHIND.contains(&name.as_str()) {
                    folders.push(entry.path());
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(entry.path().strip_prefix(root())?.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Asks cargo about the workspace.
pub(crate) fn metadata() -> Result<Metadata> {
    let manifest = root().join("Cargo.toml");
    Ok(MetadataCommand::new().manifest_path(manifest).no_deps().other_options(["--offline".to_owned()]).exec()?)
}

/// Lists every function, by the programs that cargo knows.
pub(crate) fn functions() -> Result<BTreeSet<Function>> {
    let mut functions = BTreeSet::new();
    for package in metadata()?.workspace_packages() {
        let folder = package.manifest_path.parent().context("a package has a folder")?;
        if folder.parent().and_then(|parent| parent.file_name()) != Some("functions") {
            continue;
        }
        let context = folder.file_name().context("a folder has a name")?;
        for target in package.targets.iter().filter(|target| target.kind.contains(&TargetKind::Bin)) {
            functions.insert(Function { context: context.to_owned(), name: target.name.clone() });
        }
    }
    Ok(functions)
}

/// Fails with everything that is wrong, if anything is.
#[track_caller]
pub(crate) fn expect_none(what: &str, wrong: impl IntoIterator<Item = impl Display>) {
    let wrong: Vec<String> = wrong.into_iter().map(|wrong| format!("\n  - {wrong}")).collect();
    assert!(wrong.is_empty(), "{what}:{}\n", wrong.concat());
}

/// Compares a file with what the code makes of it, or writes it where `UPDATE` is set.
#[expect(clippy::disallowed_methods, reason = "the switch is for the person at the keyboard")]
pub(crate) fn is_current(path: &str, made: &str) -> Result<bool> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(path), made).with_context(|| format!("{path} cannot be written"))?;
    }
    Ok(fs::read_to_string(root().join(path)).is_ok_and(|kept| kept == made))
}
