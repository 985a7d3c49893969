//! A bundle: the files of a set of checks.

use super::metadata;
use include_dir::{Dir, include_dir};
use pantheon_core::{
    Error, Result,
    aws::ResourceType,
    security::{Check, CheckId},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// The end of the names of files that test others.
const TEST: &str = "_test.rego";

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is in the bundle, such as `s3/bucket_blocks_public_access.rego`.
    pub path: String,
    /// What it says.
    pub rego: String,
}

/// A set of checks.
#[derive(Clone, Debug)]
pub struct Bundle {
    pub(super) checks: BTreeMap<CheckId, Check>,
    pub(super) sources: Vec<Source>,
    /// Which file holds a check.
    files: BTreeMap<CheckId, usize>,
    digest: String,
}

impl Bundle {
    /// Returns the checks that everybody has.
    pub fn built_in() -> Result<Self> {
        let mut sources = Vec::new();
        collect(&BUILT_IN, &mut sources);
        Self::of(sources)
    }

    /// Reads the checks of some files, without those that test others.
    ///
    /// Fails with `invalid`, at the file, if one is not understood or two are called the same.
    pub fn of(mut sources: Vec<Source>) -> Result<Self> {
        sources.retain(|source| !source.path.ends_with(TEST));
        sources.sort_by(|one, other| one.path.cmp(&other.path));
        let (mut checks, mut files, mut digest) = (BTreeMap::new(), BTreeMap::new(), Sha256::new());
        for (index, Source { path, rego }) in sources.iter().enumerate() {
            for part in [path, rego] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
            let Some(check) = metadata::read(path, rego)? else { continue };
            files.insert(check.id.clone(), index);
            if let Some(before) = checks.insert(check.id.clone(), check) {
                return Err(Error::invalid(path, format!("there is a check {} already", before.id)));
            }
        }
        Ok(Self { checks, sources, files, digest: hex::encode(digest.finalize()) })
    }

    /// Returns the checks, by their names.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.values()
    }

    /// Returns a check.
    pub fn check(&self, id: &CheckId) -> Option<&Check> {
        self.checks.get(id)
    }

    /// Tells whether the file of a check has a rule of this name.
    pub(super) fn has_rule(&self, check: &CheckId, rule: &str) -> bool {
        let begins = |line: &str| line.strip_prefix(rule).is_some_and(|rest| rest.starts_with([' ', ':']));
        self.files.get(check).is_some_and(|index| self.sources[*index].rego.lines().any(begins))
    }

    /// Returns the types of the resources that checks look at beside the one that they are about.
    pub fn reads(&self) -> BTreeSet<ResourceType> {
        self.checks().flat_map(|check| &check.reads).cloned().collect()
    }

    /// Returns the SHA-256 of all files, in hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn collect(folder: &Dir<'_>, sources: &mut Vec<Source>) {
    for file in folder.files() {
        let is_rego = file.path().extension().is_some_and(|extension| extension == "rego");
        if let (true, Some(path), Some(rego)) = (is_rego, file.path().to_str(), file.contents_utf8()) {
            sources.push(Source { path: path.to_owned(), rego: rego.to_owned() });
        }
    }
    for below in folder.dirs() {
        collect(below, sources);
    }
}
