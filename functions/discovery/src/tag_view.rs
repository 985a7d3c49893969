//! The tag policy, and what breaks it, as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    id::UserId,
    resource::{Resource, ResourceId},
    tagging::{Breach, BreachKind, Score, TagMeanings, TagPolicy, TagRule},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The tags that the tenant asks of its resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TagPolicyView {
    /// The rules; a resource complies if it keeps every one that binds it.
    pub rules: Vec<TagRule>,
    /// What some of the tags mean.
    pub meanings: TagMeanings,
    /// Who changed it last; nobody if the tenant never made one.
    pub changed_by: Option<UserId>,
    /// When it was changed last.
    pub changed_at: Option<DateTime<Utc>>,
}

impl From<TagPolicy> for TagPolicyView {
    fn from(TagPolicy { version: _, rules, meanings, changed_by, changed_at }: TagPolicy) -> Self {
        Self { rules, meanings, changed_by, changed_at }
    }
}

/// How many resources comply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScoreView {
    /// Resources of which a rule asks something.
    pub judged: u64,
    /// Those that have all that is asked for.
    pub compliant: u64,
    /// How many percent that is, rounded down; `null` where nothing was judged.
    pub percent: Option<f64>,
}

impl From<Score> for ScoreView {
    fn from(score: Score) -> Self {
        Self { judged: score.judged, compliant: score.compliant, percent: score.percent() }
    }
}

/// How the tenant's resources comply with its tag policy.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TagReportView {
    /// All resources together.
    pub total: ScoreView,
    /// By account.
    pub by_account: BTreeMap<AccountId, ScoreView>,
    /// By type.
    pub by_type: BTreeMap<ResourceType, ScoreView>,
    /// By the agent that owns them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, ScoreView>,
    /// How many resources break a rule about a key.
    pub breaches_by_key: BTreeMap<String, u64>,
    /// How many resources nobody can tag; they are not judged.
    pub untaggable: u64,
    /// How many resources no rule asks anything of; they are not judged either.
    pub unbound: u64,
    /// What the numbers may lack.
    pub coverage: TagCoverageView,
}

/// What the numbers of a report may lack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TagCoverageView {
    /// Whether everything was seen and judged by the policy as it is now.
    pub complete: bool,
    /// How many accounts were looked at.
    pub accounts: u64,
    /// Accounts in which something could not be seen; their resources may be more than are counted.
    pub accounts_with_holes: u64,
    /// Accounts that are still being judged by the policy as it is now.
    pub accounts_outdated: u64,
    /// What that means, in words.
    pub note: Option<String>,
    /// When the numbers last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

/// A resource that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UntaggedView {
    /// Identifies the resource.
    pub id: ResourceId,
    /// Its type.
    pub resource_type: ResourceType,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The region that holds it, or `global`.
    pub region: Region,
    /// Its Amazon Resource Name, where AWS gives one.
    pub arn: Option<String>,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// Its owner, by the tag that the policy says names the owner.
    pub owner: Option<String>,
    /// The rules that it breaks.
    pub breaches: Vec<BreachView>,
}

/// A rule that a resource breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreachView {
    /// The key that the rule asks for.
    pub key: String,
    /// What is wrong.
    pub kind: BreachKind,
    /// The key that was found instead, if it is misspelled.
    pub found_key: Option<String>,
    /// The value that was found, if there is one.
    pub found_value: Option<String>,
    /// The values that the rule allows, in which `*` stands for any characters; if there are none, any value.
    pub allowed: Vec<String>,
}

impl From<Breach> for BreachView {
    fn from(Breach { key, kind, found_key, found_value, allowed }: Breach) -> Self {
        let allowed = allowed.into_iter().map(String::from).collect();
        Self { key: key.into(), kind, found_key, found_value, allowed }
    }
}

impl UntaggedView {
    /// Shows a resource with the rules that it breaks.
    pub fn of(resource: Resource, breaches: Vec<Breach>, meanings: &TagMeanings) -> Self {
        let owner = meanings.owner_of(&resource).map(str::to_owned);
        let Resource { id, arn, name, owner_agent, .. } = resource;
        Self {
            resource_type: id.resource_type.clone(),
            account_id: id.account_id.clone(),
            region: id.region.clone(),
            id,
            arn,
            name,
            owner_agent,
            owner,
            breaches: breaches.into_iter().map(BreachView::from).collect(),
        }
    }
}
