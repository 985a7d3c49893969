//! Counting outcomes into the posture of an account.

use super::{CheckPosture, EXPOSED, WHOLE};
use crate::{aws::Region, security::CheckId};
use std::collections::{BTreeMap, BTreeSet};

/// What a check says of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Passed,
    /// Something is wrong.
    Failed,
    /// Nobody can say.
    Unknown,
}

/// The resources of one region, by what a check says of them.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    passed: u64,
    failed: u64,
    unknown: u64,
    weight_passed: u64,
    weight_failed: u64,
}

impl Cell {
    /// Returns the least and the most of the share that passes.
    fn value(self) -> (u64, u64) {
        let Self { passed: _, failed: _, unknown, weight_passed, weight_failed } = self;
        // What is unknown may be exposed, whatever else is.
        let perhaps = unknown * EXPOSED;
        let all = weight_passed + weight_failed + perhaps;
        (weight_passed * WHOLE / all, ((weight_passed + perhaps) * WHOLE).div_ceil(all))
    }
}

/// What may hide resources from a check.
#[derive(Clone, Debug, Default)]
struct Hidden {
    regions: BTreeSet<Region>,
    everywhere: bool,
}

/// The outcomes of an account, while they are counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    cells: BTreeMap<CheckId, BTreeMap<Region, Cell>>,
    hidden: BTreeMap<CheckId, Hidden>,
}

impl Tally {
    /// Counts what a check says of a resource in a region.
    pub fn see(&mut self, check: &CheckId, region: &Region, outcome: Outcome, exposed: bool) {
        let cell = self.cells.entry(check.clone()).or_default().entry(region.clone()).or_default();
        let weight = if exposed { EXPOSED } else { 1 };
        match outcome {
            Outcome::Passed => (cell.passed, cell.weight_passed) = (cell.passed + 1, cell.weight_passed + weight),
            Outcome::Failed => (cell.failed, cell.weight_failed) = (cell.failed + 1, cell.weight_failed + weight),
            Outcome::Unknown => cell.unknown += 1,
        }
    }

    /// Takes note that a region may hide resources from a check; with `None`, that any may.
    pub fn hide(&mut self, check: &CheckId, region: Option<&Region>) {
        let hidden = self.hidden.entry(check.clone()).or_default();
        match region {
            Some(region) => drop(hidden.regions.insert(region.clone())),
            None => hidden.everywhere = true,
        }
    }

    /// Returns what each check says of the account.
    pub fn postures(&self) -> BTreeMap<CheckId, CheckPosture> {
        let (none, nothing) = (BTreeMap::new(), Hidden::default());
        let checks: BTreeSet<&CheckId> = self.cells.keys().chain(self.hidden.keys()).collect();
        let posture = |check: &CheckId| {
            posture(self.cells.get(check).unwrap_or(&none), self.hidden.get(check).unwrap_or(&nothing))
        };
        checks.into_iter().map(|check| (check.clone(), posture(check))).collect()
    }
}

fn posture(cells: &BTreeMap<Region, Cell>, hidden: &Hidden) -> CheckPosture {
    let counted = cells.values().fold(CheckPosture::default(), |sum, cell| CheckPosture {
        passed: sum.passed + cell.passed,
        failed: sum.failed + cell.failed,
        unknown: sum.unknown + cell.unknown,
        ..sum
    });
    if hidden.everywhere {
        return CheckPosture { hidden: true, low: 0, high: WHOLE, ..counted };
    }
    let seen = cells.iter().filter(|(region, _)| !hidden.regions.contains(*region));
    let values: Vec<(u64, u64)> = seen.map(|(_, cell)| cell.value()).collect();
    let unseen = hidden.regions.len() as u64;
    let regions = values.len() as u64 + unseen;
    let low: u64 = values.iter().map(|(low, _)| low).sum();
    let high: u64 = values.iter().map(|(_, high)| high).sum();
    CheckPosture { hidden: unseen > 0, low: low / regions, high: (high + unseen * WHOLE).div_ceil(regions), ..counted }
}
