//! Mutes: findings that nobody needs to see for a while, with who wanted that and why.
//!
//! A mute hides; it changes neither the finding nor the score.

use super::{CheckId, Finding};
use crate::{
    Error, Result,
    aws::{AccountId, Region},
    error::Violation,
    id::{MuteId, UserId},
    resource::ResourceId,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How many mutes a tenant can have: every list looks at all of them.
pub const MOST_MUTES: usize = 200;
/// How long a mute can last.
const LONGEST: TimeDelta = TimeDelta::days(366);
/// How many characters a reason has at the most.
const LONGEST_REASON: usize = 1_000;

/// Which findings are muted: those that everything given is true of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MuteScope {
    /// Of this account.
    pub account_id: Option<AccountId>,
    /// Of this check.
    pub check: Option<CheckId>,
    /// Of resources in this region.
    pub region: Option<Region>,
    /// Of this resource.
    pub resource_id: Option<ResourceId>,
    /// Of resources with this tag, `key` or `key=value`.
    #[schema(min_length = 1, max_length = 385)]
    pub tag: Option<String>,
}

impl MuteScope {
    fn takes(&self, finding: &Finding) -> bool {
        let Self { account_id, check, region, resource_id, tag } = self;
        let id = &finding.resource_id;
        let tagged = |tag: &String| match tag.split_once('=') {
            Some((key, value)) => finding.tags.get(key).is_some_and(|known| known == value),
            None => finding.tags.contains_key(tag),
        };
        account_id.as_ref().is_none_or(|account_id| *account_id == id.account_id)
            && check.as_ref().is_none_or(|check| *check == finding.check)
            && region.as_ref().is_none_or(|region| *region == id.region)
            && resource_id.as_ref().is_none_or(|resource_id| resource_id == id)
            && tag.as_ref().is_none_or(tagged)
    }
}

/// A mute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    /// What it is called.
    pub id: MuteId,
    /// Which findings it hides.
    pub scope: MuteScope,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: UserId,
    /// From when.
    pub created_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl Mute {
    /// What a mute is called in errors.
    pub const KIND: &'static str = "mute";

    /// Begins a mute.
    ///
    /// Fails with `invalid` where it would hide everything, says no reason, or would last longer than a year.
    pub fn begun(
        scope: MuteScope,
        reason: String,
        expires_at: DateTime<Utc>,
        owner: UserId,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let mut violations = Vec::new();
        let mut object = |pointer: &str, detail: String| {
            violations.push(Violation { pointer: pointer.to_owned(), detail });
        };
        if scope == MuteScope::default() {
            object("/scope", "must name an account, a check, a region, a resource or a tag".to_owned());
        }
        if reason.trim().is_empty() || reason.chars().count() > LONGEST_REASON {
            object("/reason", format!("must say why, in at most {LONGEST_REASON} characters"));
        }
        if expires_at <= now || expires_at - now > LONGEST {
            object("/expires_at", format!("must lie within the next {} days", LONGEST.num_days()));
        }
        if !violations.is_empty() {
            return Err(Error::Invalid { violations });
        }
        Ok(Self { id: MuteId::generate(now), scope, reason, owner, created_at: now, expires_at })
    }

    /// Tells whether it hides a finding now.
    pub fn hides(&self, finding: &Finding, now: DateTime<Utc>) -> bool {
        now < self.expires_at && self.scope.takes(finding)
    }
}
