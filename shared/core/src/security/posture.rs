//! How safe an account is and how sure that is: per check an interval, and a score of all checks.
//!
//! A check has one value in an account, between 0 and 1: the mean, over the regions that hold
//! resources of its types, of the share of these that pass. A resource that the internet can reach
//! counts [`EXPOSED`] times. What could not be seen may be all bad or all good, so its region counts
//! as 0 in the low end and as 1 in the high end; where not even the regions are known, the value is
//! anything from 0 to 1. A score is the mean of the values, weighted by [`Severity::weight`].
//!
//! What is really there always lies within the interval: a hidden region has a value from 0 to 1 or,
//! having no such resources, none, and a mean that leaves a part out lies between those that count the
//! part as 0 and as 1.

mod score;
mod tally;

pub use score::{CheckTotals, Score, TenantPosture, TrendPoint};
pub use tally::{Outcome, Tally};

use super::CheckId;
use crate::aws::AccountId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many times a resource counts that the internet can reach.
pub const EXPOSED: u64 = 3;
/// The value of a check that passes everywhere; values are counted in millionths.
pub const WHOLE: u64 = 1_000_000;

/// What a check says of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckPosture {
    /// How many resources pass.
    pub passed: u64,
    /// How many fail.
    pub failed: u64,
    /// Of how many nobody can say, since a property could not be read.
    pub unknown: u64,
    /// Whether resources may be hidden.
    pub hidden: bool,
    /// The least that the value can be, in millionths.
    pub low: u64,
    /// The most that the value can be, in millionths.
    pub high: u64,
}

/// What all checks say of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPosture {
    /// The account.
    pub account_id: AccountId,
    /// The digest of the checks.
    pub bundle: String,
    /// When it was evaluated.
    pub evaluated_at: DateTime<Utc>,
    /// The checks that have something to say of it.
    pub checks: BTreeMap<CheckId, CheckPosture>,
}

#[cfg(test)]
mod tests;
