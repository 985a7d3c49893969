//! Tags: which ones a tenant asks of its resources, and which resources do not have them.
//!
//! Reading order: the policy and its rules (here), which types cannot be tagged at all
//! ([`untaggable`]), how one resource is judged ([`judgement`]), and what an account's judgements
//! add up to ([`compliance`]).

pub mod compliance;
pub mod judgement;
mod names;
pub mod untaggable;

pub use compliance::{Compliance, Score, Scores};
pub use judgement::{Breach, BreachKind, Judgement};
pub use names::{TagKey, TagPattern};

use crate::{
    Error, Result,
    aws::{AccountId, ResourceType},
    command::{Commit, Version},
    error::Violation,
    event::Fact,
    id::{TenantId, UserId},
    resource::Resource,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many rules a policy has at most; AWS lets a resource have as many tags.
pub const MOST_RULES: usize = 50;
/// How many values, types or accounts a rule names at most.
pub const MOST_NAMES: usize = 100;
/// How many of those all rules name together at most, so that a policy stays a small document.
pub const MOST_NAMES_OF_ALL: usize = 1_000;

/// One tag that resources must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagRule {
    /// The key of the tag, in exactly these letters.
    #[schema(example = "Owner")]
    pub key: TagKey,
    /// The values that it may have, in which `*` stands for any characters; if there are none, any value.
    #[serde(default)]
    #[schema(value_type = Vec<TagPattern>, max_items = 100)]
    pub values: BTreeSet<TagPattern>,
    /// The types that it binds; if there are none, every type that can be tagged.
    #[serde(default)]
    #[schema(value_type = Vec<ResourceType>, max_items = 100)]
    pub resource_types: BTreeSet<ResourceType>,
    /// The accounts that it binds; if there are none, every account.
    #[serde(default)]
    #[schema(value_type = Vec<AccountId>, max_items = 100)]
    pub accounts: BTreeSet<AccountId>,
    /// The types that it leaves alone.
    #[serde(default)]
    #[schema(value_type = Vec<ResourceType>, max_items = 100)]
    pub exempt_types: BTreeSet<ResourceType>,
}

impl TagRule {
    /// Tells whether the rule asks anything of a resource.
    pub fn binds(&self, resource: &Resource) -> bool {
        let resource_type = &resource.id.resource_type;
        (self.resource_types.is_empty() || self.resource_types.contains(resource_type))
            && (self.accounts.is_empty() || self.accounts.contains(&resource.id.account_id))
            && !self.exempt_types.contains(resource_type)
    }

    fn names(&self) -> [usize; 4] {
        [self.values.len(), self.resource_types.len(), self.accounts.len(), self.exempt_types.len()]
    }
}

/// Which tags say whose a resource is, what it is for, and who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagMeanings {
    /// The tag that names the owner: a person or a team.
    #[schema(example = "Owner")]
    pub owner: Option<TagKey>,
    /// The tag that names the environment.
    #[schema(example = "Environment")]
    pub environment: Option<TagKey>,
    /// The tag that names the cost center.
    #[schema(example = "CostCenter")]
    pub cost_center: Option<TagKey>,
}

impl TagMeanings {
    /// Returns the value of the tag that names the owner of a resource.
    pub fn owner_of<'a>(&self, resource: &'a Resource) -> Option<&'a str> {
        value_of(self.owner.as_ref(), resource)
    }

    /// Returns the value of the tag that names the environment of a resource.
    pub fn environment_of<'a>(&self, resource: &'a Resource) -> Option<&'a str> {
        value_of(self.environment.as_ref(), resource)
    }

    /// Returns the value of the tag that names the cost center of a resource.
    pub fn cost_center_of<'a>(&self, resource: &'a Resource) -> Option<&'a str> {
        value_of(self.cost_center.as_ref(), resource)
    }
}

fn value_of<'a>(key: Option<&TagKey>, resource: &'a Resource) -> Option<&'a str> {
    resource.tags.get(key?.as_str()).map(String::as_str)
}

/// The tags that a tenant asks of its resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPolicy {
    /// How often it has changed; 0 where the tenant never made one.
    pub version: Version,
    /// The rules, no two of which have the same key, types and accounts.
    pub rules: Vec<TagRule>,
    /// What some of the tags mean.
    pub meanings: TagMeanings,
    /// Who changed it last.
    pub changed_by: Option<UserId>,
    /// When it was changed last.
    pub changed_at: Option<DateTime<Utc>>,
}

impl TagPolicy {
    /// Returns the policy of a tenant that asks for nothing.
    pub fn empty() -> Self {
        Self {
            version: Version(0),
            rules: Vec::new(),
            meanings: TagMeanings::default(),
            changed_by: None,
            changed_at: None,
        }
    }

    /// Returns the policy with other rules, one version on.
    ///
    /// Fails with `invalid` where there are too many rules or names, or where two rules are about
    /// the same tag of the same resources, by the members `rules` and, of each, `values`,
    /// `resource_types`, `accounts` and `exempt_types`.
    pub fn changed(&self, rules: Vec<TagRule>, meanings: TagMeanings, by: UserId, at: DateTime<Utc>) -> Result<Self> {
        let violations = broken_limits(&rules);
        if !violations.is_empty() {
            return Err(Error::Invalid { violations });
        }
        Ok(Self { version: self.version.next(), rules, meanings, changed_by: Some(by), changed_at: Some(at) })
    }
}

fn broken_limits(rules: &[TagRule]) -> Vec<Violation> {
    let broken = |pointer: String, detail: String| Violation { pointer, detail };
    let mut violations = Vec::new();
    if rules.len() > MOST_RULES {
        violations.push(broken("/rules".to_owned(), format!("must be at most {MOST_RULES} rules")));
    }
    let all: usize = rules.iter().flat_map(TagRule::names).sum();
    if all > MOST_NAMES_OF_ALL {
        let detail = format!("must name at most {MOST_NAMES_OF_ALL} values, types and accounts together");
        violations.push(broken("/rules".to_owned(), detail));
    }
    let mut known = BTreeSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let members = ["values", "resource_types", "accounts", "exempt_types"];
        for (member, _) in members.iter().zip(rule.names()).filter(|(_, count)| *count > MOST_NAMES) {
            violations.push(broken(format!("/rules/{index}/{member}"), format!("must be at most {MOST_NAMES}")));
        }
        if !known.insert((&rule.key, &rule.resource_types, &rule.accounts)) {
            let detail = "another rule asks for the same tag of the same resources";
            violations.push(broken(format!("/rules/{index}"), detail.to_owned()));
        }
    }
    violations
}

/// A tenant changed what tags it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TagPolicyChanged {
    /// The tags that the rules ask for.
    #[schema(value_type = Vec<String>)]
    pub keys: BTreeSet<TagKey>,
    /// What some of the tags mean.
    pub meanings: TagMeanings,
}

impl TagPolicyChanged {
    /// Tells what a policy asks for now.
    pub fn of(policy: &TagPolicy) -> Self {
        Self { keys: policy.rules.iter().map(|rule| rule.key.clone()).collect(), meanings: policy.meanings.clone() }
    }
}

impl Fact for TagPolicyChanged {
    const KIND: &'static str = "tag_policy.changed";

    fn subject(&self) -> String {
        "tag-policy".to_owned()
    }
}

/// What a tenant asks for, and how its accounts comply.
#[async_trait]
pub trait Tagging: Send + Sync {
    /// Returns the policy of a tenant; the empty one where it never made one.
    async fn tag_policy(&self, tenant: &TenantId) -> Result<TagPolicy>;
    /// Replaces a policy whose version is one less than the given one; else `precondition_failed`.
    async fn save_tag_policy(&self, tenant: &TenantId, policy: &TagPolicy, commit: Commit) -> Result<()>;
    /// Returns how an account complies, as far as that was looked at.
    async fn compliance(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<Compliance>>;
    /// Lists how all accounts comply, by their digits.
    async fn compliances(&self, tenant: &TenantId) -> Result<Vec<Compliance>>;
    /// Keeps how an account complies, in the place of what was known before.
    async fn keep_compliance(&self, tenant: &TenantId, compliance: &Compliance) -> Result<()>;
}

#[cfg(test)]
mod tests;
