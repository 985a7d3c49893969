//! Frameworks: their controls, and which checks stand for them.

use pantheon_core::{Error, Result, security::Framework};
use serde::Deserialize;

/// A control of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Control {
    /// Its number.
    pub id: String,
    /// What it demands.
    pub title: String,
    /// The part of the framework that it belongs to.
    pub section: String,
    /// Whether the framework says that it can be checked by a program.
    pub assessment: Option<String>,
}

/// Returns the controls of a framework, in their order.
///
/// Numbers and titles are those that the publishers give (cisecurity.org, docs.aws.amazon.com).
pub fn controls(framework: Framework) -> Result<Vec<Control>> {
    let text = match framework {
        Framework::Cis3 => include_str!("../controls/cis_3.0.json"),
        Framework::Cis5 => include_str!("../controls/cis_5.0.json"),
        Framework::Cis7 => include_str!("../controls/cis_7.0.json"),
        Framework::Fsbp => include_str!("../controls/fsbp.json"),
    };
    serde_json::from_str(text).map_err(Error::internal)
}
