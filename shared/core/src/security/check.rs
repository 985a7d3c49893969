//! Checks: what is looked for, why it matters, and how it is mended.

use crate::{Error, Result, aws::ResourceType};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// What a check is called: `<service>.<check>`, such as `s3.bucket_blocks_public_access`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CheckId(String);

impl CheckId {
    /// The longest name.
    const LONGEST: usize = 128;

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the service that the check is about.
    pub fn service(&self) -> &str {
        self.0.split_once('.').map_or(self.0.as_str(), |(service, _)| service)
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl FromStr for CheckId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = text.len() <= Self::LONGEST
            && text.split_once('.').is_some_and(|(service, check)| is_word(service) && is_word(check));
        if fits { Ok(Self(text.to_owned())) } else { Err(Error::not_found("check", text)) }
    }
}

impl TryFrom<String> for CheckId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<CheckId> for String {
    fn from(id: CheckId) -> Self {
        id.0
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for CheckId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Names one check: `<service>.<check>`."))
            .max_length(Some(Self::LONGEST))
            .pattern(Some("^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$"))
            .into()
    }
}

impl utoipa::ToSchema for CheckId {}

/// How bad it is if a check fails; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// An outsider can take data or control now.
    Critical,
    /// One more mistake is enough for that.
    High,
    /// It makes an attack easier or hides it.
    Medium,
    /// It departs from good practice.
    Low,
    /// It is worth knowing.
    Informational,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: &[Self] = &[Self::Critical, Self::High, Self::Medium, Self::Low, Self::Informational];

    /// Returns how much a check of this severity counts in a score.
    ///
    /// Each step counts about two and a half times the next: one critical check outweighs two of
    /// high severity, and nothing that is only worth knowing counts at all.
    pub fn weight(self) -> u64 {
        match self {
            Self::Critical => 40,
            Self::High => 16,
            Self::Medium => 6,
            Self::Low => 2,
            Self::Informational => 0,
        }
    }

    /// Returns the severity as documents spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Informational => "informational",
        }
    }
}

/// A framework whose controls checks stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Framework {
    /// CIS Amazon Web Services Foundations Benchmark v3.0.
    #[serde(rename = "cis_3.0")]
    Cis3,
    /// CIS Amazon Web Services Foundations Benchmark v5.0.
    #[serde(rename = "cis_5.0")]
    Cis5,
    /// CIS Amazon Web Services Foundations Benchmark v7.0.
    #[serde(rename = "cis_7.0")]
    Cis7,
    /// AWS Foundational Security Best Practices.
    #[serde(rename = "fsbp")]
    Fsbp,
}

impl Framework {
    /// Every framework.
    pub const ALL: &[Self] = &[Self::Cis3, Self::Cis5, Self::Cis7, Self::Fsbp];

    /// Returns the framework as paths and documents spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cis3 => "cis_3.0",
            Self::Cis5 => "cis_5.0",
            Self::Cis7 => "cis_7.0",
            Self::Fsbp => "fsbp",
        }
    }
}

impl FromStr for Framework {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|framework| framework.as_str() == text).copied();
        known.ok_or_else(|| Error::not_found("framework", text))
    }
}

/// How a resource is mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Remediation {
    /// What to do, in a sentence or two.
    pub text: String,
    /// A command of the AWS CLI that does it, with `<words>` to fill in.
    #[serde(default)]
    pub cli: Option<String>,
    /// The properties to set in a CloudFormation template, as YAML.
    #[serde(default)]
    pub cloudformation: Option<String>,
    /// The arguments to set in Terraform, as HCL.
    #[serde(default)]
    pub terraform: Option<String>,
}

/// A check, without the rule that decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What it is called.
    pub id: CheckId,
    /// What holds where it passes.
    pub title: String,
    /// What it looks at.
    pub description: String,
    /// How bad a failure is.
    pub severity: Severity,
    /// What may happen where it fails.
    pub risk: String,
    /// How a resource that fails is mended.
    pub remediation: Remediation,
    /// The types of the resources that it is about.
    pub resource_types: BTreeSet<ResourceType>,
    /// The types of the other resources of the account that it looks at.
    pub reads: BTreeSet<ResourceType>,
    /// The controls that it stands for.
    pub frameworks: BTreeMap<Framework, BTreeSet<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_two_words_for_a_name() {
        for good in ["s3.bucket_blocks_public_access", "a.b", "ec2.imds2"] {
            let id: CheckId = good.parse().unwrap();
            assert_eq!((id.as_str(), id.service()), (good, good.split('.').next().unwrap()));
        }
        let long = format!("s3.{}", "a".repeat(CheckId::LONGEST));
        for bad in ["", "s3", ".a", "s3.", "s3.A", "s3.a-b", "s3.1a", "s3.a.b", "_s.a", &long] {
            assert!(bad.parse::<CheckId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn weighs_worse_severities_more() {
        assert!(Severity::ALL.is_sorted());
        assert!(Severity::ALL.is_sorted_by(|worse, better| worse.weight() > 2 * better.weight()));
    }

    #[test]
    fn reads_the_frameworks_that_it_writes() {
        for framework in Framework::ALL {
            assert_eq!(framework.as_str().parse::<Framework>().unwrap(), *framework);
            assert_eq!(serde_json::to_value(framework).unwrap(), framework.as_str());
        }
        assert!("cis_4.0".parse::<Framework>().is_err());
    }
}
