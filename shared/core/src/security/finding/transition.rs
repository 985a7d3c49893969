//! How a finding moves on: by what scans see, and by what people say.

use super::{Finding, FindingStatus, Severity};
use crate::{Error, Result, id::UserId, resource::Resource};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// How many characters a reason has at the most.
const LONGEST_REASON: usize = 1_000;

/// What a check saw wrong with a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is wrong, in sentences.
    pub reasons: BTreeSet<String>,
    /// Whether the resource can be reached from the internet.
    pub exposed: bool,
}

impl Finding {
    /// Takes note that the check still fails, or fails again; `None` if that changes nothing.
    pub fn failed(&self, severity: Severity, resource: &Resource, seen: Seen, at: DateTime<Utc>) -> Option<Self> {
        let described = self.clone().described(severity, resource, seen);
        if self.status == FindingStatus::Resolved {
            return Some(described.turned(FindingStatus::Reopened, at, None, None));
        }
        (described != *self).then(|| Self { version: self.version.next(), ..described })
    }

    /// Takes note that the check passes, or that the resource is gone; `None` if that is known.
    pub fn resolved(&self, at: DateTime<Utc>) -> Option<Self> {
        let open = self.status != FindingStatus::Resolved;
        open.then(|| self.clone().turned(FindingStatus::Resolved, at, None, None))
    }

    /// Takes note of what a person says; `None` if that changes nothing.
    ///
    /// Fails with `invalid` where only a scan can say so or a reason is owed, and with `conflict` where
    /// the finding is resolved.
    pub fn said(
        &self,
        status: FindingStatus,
        reason: Option<String>,
        by: UserId,
        at: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        if !status.is_said() {
            let detail = format!("must not be {}: that follows from what scans see", status.as_str());
            return Err(Error::invalid("/status", detail));
        }
        if reason.as_ref().is_some_and(|reason| !(1..=LONGEST_REASON).contains(&reason.chars().count())) {
            return Err(Error::invalid("/reason", format!("must have 1 to {LONGEST_REASON} characters")));
        }
        if status.needs_reason() && reason.is_none() {
            return Err(Error::invalid("/reason", format!("must say why the finding is {}", status.as_str())));
        }
        if self.status == FindingStatus::Resolved {
            return Err(Error::conflict("the finding is resolved; it is reopened by itself if the check fails again"));
        }
        let same = status == self.status && self.history.last().is_none_or(|last| last.reason == reason);
        Ok((!same).then(|| self.clone().turned(status, at, Some(by), reason)))
    }
}
