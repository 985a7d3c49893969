//! Checks: Rego files with metadata, read into a bundle and evaluated over resources.
//!
//! A check is a package `pantheon.checks.<service>.<check>` whose metadata says what it is about
//! (`metadata`). Of its rules, `skip` is true where it has nothing to say of the resource, `unknown`
//! holds what could not be read, and `deny` holds what is wrong, in sentences. What is unknown is
//! neither passed nor failed.

mod bundle;
mod evaluator;
mod metadata;

pub use bundle::{Bundle, Source};
pub use evaluator::{Evaluator, Outcome, Subject, Verdict};

#[cfg(test)]
mod tests;
