//! Scores, and the posture of a tenant that they are made of.

use super::{AccountPosture, CheckPosture, WHOLE};
use crate::security::{Check, CheckId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How safe something is, from 0 to 100: at least `low`, at most `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Score {
    /// What it is if everything that could not be seen is bad, rounded down.
    #[schema(maximum = 100)]
    pub low: u32,
    /// What it is if everything that could not be seen is good, rounded up.
    #[schema(maximum = 100)]
    pub high: u32,
}

impl Score {
    /// Scores an account by the checks that have something to say of it and are among the given
    /// ones; `None` if there are none that count.
    pub fn of_account<'a>(posture: &AccountPosture, checks: impl IntoIterator<Item = &'a Check>) -> Option<Self> {
        let parts =
            checks.into_iter().filter_map(|check| Some((check, CheckTotals::of(posture.checks.get(&check.id)?))));
        Self::of(parts)
    }

    /// Scores a tenant by the checks that have something to say of it and are among the given ones;
    /// `None` if there are none that count.
    pub fn of_tenant<'a>(posture: &TenantPosture, checks: impl IntoIterator<Item = &'a Check>) -> Option<Self> {
        let parts = checks.into_iter().filter_map(|check| Some((check, *posture.checks.get(&check.id)?)));
        Self::of(parts)
    }

    fn of<'a>(parts: impl Iterator<Item = (&'a Check, CheckTotals)>) -> Option<Self> {
        let (mut most, mut low, mut high) = (0_u128, 0_u128, 0_u128);
        for (check, totals) in parts {
            let weight = u128::from(check.severity.weight());
            most += weight * u128::from(totals.accounts) * u128::from(WHOLE);
            low += weight * u128::from(totals.low);
            high += weight * u128::from(totals.high);
        }
        let percent = |part: u128| u32::try_from(part).unwrap_or(100).min(100);
        (most > 0).then(|| Self { low: percent(low * 100 / most), high: percent((high * 100).div_ceil(most)) })
    }
}

/// What a check says of all accounts of a tenant together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckTotals {
    /// Of how many accounts it has something to say.
    pub accounts: u64,
    /// In how many of them resources may be hidden from it.
    pub hidden: u64,
    /// How many resources pass.
    pub passed: u64,
    /// How many fail.
    pub failed: u64,
    /// Of how many nobody can say.
    pub unknown: u64,
    /// The sum of the least that its values can be, in millionths.
    pub low: u64,
    /// The sum of the most that its values can be, in millionths.
    pub high: u64,
}

impl CheckTotals {
    fn of(posture: &CheckPosture) -> Self {
        let CheckPosture { passed, failed, unknown, hidden, low, high } = *posture;
        Self { accounts: 1, hidden: u64::from(hidden), passed, failed, unknown, low, high }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            accounts: self.accounts + other.accounts,
            hidden: self.hidden + other.hidden,
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            unknown: self.unknown + other.unknown,
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }
}

/// What all checks say of all accounts of a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantPosture {
    /// How many accounts were evaluated.
    pub accounts: u64,
    /// When they were put together.
    pub summarized_at: Option<DateTime<Utc>>,
    /// When the first of them was; the posture is as old as that.
    pub evaluated_at: Option<DateTime<Utc>>,
    /// The checks that have something to say.
    pub checks: BTreeMap<CheckId, CheckTotals>,
}

impl TenantPosture {
    /// Adds an account.
    pub fn add(&mut self, posture: &AccountPosture) {
        self.accounts += 1;
        let at = posture.evaluated_at;
        self.evaluated_at = Some(self.evaluated_at.map_or(at, |first| first.min(at)));
        for (check, posture) in &posture.checks {
            let totals = self.checks.entry(check.clone()).or_default();
            *totals = totals.plus(CheckTotals::of(posture));
        }
    }
}

/// The score of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TrendPoint {
    /// When it was scored, the last time that day.
    pub at: DateTime<Utc>,
    /// The score.
    pub score: Score,
}
