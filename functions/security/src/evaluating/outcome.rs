//! What evaluating an account comes to: its posture, and the findings that change.

use super::Holes;
use crate::checks::{Bundle, Evaluator, Outcome, Subject};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    resource::Resource,
    security::{
        Check, CheckId, Finding, FindingId, Seen,
        posture::{self, AccountPosture, Tally},
    },
};
use std::collections::BTreeMap;

/// An account while it is evaluated.
pub(crate) struct Evaluation<'a> {
    bundle: &'a Bundle,
    evaluator: Evaluator,
    holes: Holes,
    /// The findings that are known and were not looked at yet.
    known: BTreeMap<FindingId, Finding>,
    tally: Tally,
    changed: Vec<Finding>,
    at: DateTime<Utc>,
}

impl<'a> Evaluation<'a> {
    /// Begins with the checks, ready to be evaluated, and with what is known.
    pub(crate) fn begin(
        bundle: &'a Bundle,
        evaluator: Evaluator,
        holes: Holes,
        known: Vec<Finding>,
        at: DateTime<Utc>,
    ) -> Self {
        let mut tally = Tally::default();
        for check in bundle.checks() {
            for hidden in check.resource_types.iter().filter_map(|of_type| holes.of_type(of_type)) {
                if hidden.everywhere {
                    tally.hide(&check.id, None);
                }
                for region in &hidden.regions {
                    tally.hide(&check.id, Some(region));
                }
            }
        }
        let known = known.into_iter().map(|finding| (finding.id.clone(), finding)).collect();
        Self { bundle, evaluator, holes, known, tally, changed: Vec::new(), at }
    }

    /// Looks at a resource.
    pub(crate) fn look(&mut self, resource: &Resource) -> Result<()> {
        let subject = Subject::of(resource, self.at);
        let exposed = self.evaluator.is_exposed(&subject)?;
        let verdicts = self.evaluator.evaluate(&subject)?;
        let verdicts: Vec<(CheckId, Outcome)> =
            verdicts.into_iter().map(|verdict| (verdict.check.clone(), verdict.outcome)).collect();
        for (id, outcome) in verdicts {
            let check = self.bundle.check(&id).ok_or_else(|| Error::internal(format!("there is no check {id}")))?;
            self.note(check, resource, outcome, exposed);
        }
        Ok(())
    }

    fn note(&mut self, check: &Check, resource: &Resource, outcome: Outcome, exposed: bool) {
        let id = FindingId::of(&check.id, &resource.id);
        let known = self.known.remove(&id);
        // Without all that a check compares with, whatever it says may be wrong.
        let blind = check.reads.iter().any(|of_type| self.holes.of_type(of_type).is_some());
        let (counted, change) = match outcome {
            _ if blind => (posture::Outcome::Unknown, None),
            Outcome::Unknown(_) => (posture::Outcome::Unknown, None),
            Outcome::Passed => (posture::Outcome::Passed, known.and_then(|known| known.resolved(self.at))),
            Outcome::Failed(reasons) => {
                let seen = Seen { reasons, exposed };
                let change = match known {
                    Some(known) => known.failed(check.severity, resource, seen, self.at),
                    None => Some(Finding::opened(&check.id, check.severity, resource, seen, self.at)),
                };
                (posture::Outcome::Failed, change)
            }
        };
        self.tally.see(&check.id, &resource.id.region, counted, exposed);
        self.changed.extend(change);
    }

    /// Ends; what nothing was said of any more is resolved: its resource or its check is gone.
    pub(crate) fn end(self, account_id: &AccountId) -> (AccountPosture, Vec<Finding>) {
        let Self { bundle, known, tally, mut changed, at, .. } = self;
        changed.extend(known.values().filter_map(|finding| finding.resolved(at)));
        let posture = AccountPosture {
            account_id: account_id.clone(),
            bundle: bundle.digest().to_owned(),
            evaluated_at: at,
            checks: tally.postures(),
        };
        (posture, changed)
    }
}
