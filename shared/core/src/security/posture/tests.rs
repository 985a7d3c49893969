use super::*;
use crate::{
    aws::Region,
    security::{Check, Severity},
};
use proptest::{collection::vec, prelude::*, sample::select};

const REGIONS: [&str; 4] = ["eu-west-1", "us-east-1", "ap-southeast-1", "global"];

fn check(name: &str, severity: Severity) -> Check {
    Check {
        id: name.parse().unwrap(),
        title: String::new(),
        description: String::new(),
        severity,
        risk: String::new(),
        remediation: crate::security::Remediation::default(),
        resource_types: std::collections::BTreeSet::new(),
        reads: std::collections::BTreeSet::new(),
        frameworks: BTreeMap::new(),
    }
}

fn checks() -> Vec<Check> {
    vec![
        check("s3.a", Severity::Critical),
        check("s3.b", Severity::Medium),
        check("ec2.c", Severity::Low),
        check("ec2.d", Severity::Informational),
    ]
}

fn region(name: &str) -> Region {
    name.parse().unwrap()
}

fn posture(tally: &Tally) -> AccountPosture {
    AccountPosture {
        account_id: "111111111111".parse().unwrap(),
        bundle: String::new(),
        evaluated_at: DateTime::UNIX_EPOCH,
        checks: tally.postures(),
    }
}

#[test]
fn weighs_by_severity_and_exposure() {
    let (checks, region) = (checks(), region("eu-west-1"));
    let mut tally = Tally::default();
    tally.see(&checks[0].id, &region, Outcome::Failed, true);
    tally.see(&checks[0].id, &region, Outcome::Passed, false);
    tally.see(&checks[1].id, &region, Outcome::Passed, false);

    // A quarter of the critical check passes, all of the medium one: (40 × 0.25 + 6) / 46.
    assert_eq!(Score::of_account(&posture(&tally), &checks), Some(Score { low: 34, high: 35 }));
    // What is only worth knowing counts for nothing, and nothing has no score.
    assert_eq!(Score::of_account(&posture(&tally), &checks[3..]), None);
}

#[test]
fn is_never_whole_where_something_is_hidden() {
    let (checks, seen) = (checks(), region("eu-west-1"));
    let mut tally = Tally::default();
    for _ in 0..10_000 {
        tally.see(&checks[0].id, &seen, Outcome::Passed, false);
    }
    assert_eq!(Score::of_account(&posture(&tally), &checks), Some(Score { low: 100, high: 100 }));

    tally.hide(&checks[2].id, Some(&region("us-east-1")));
    let score = Score::of_account(&posture(&tally), &checks).unwrap();
    assert!(score.low < 100 && score.high == 100, "{score:?}");
    tally.see(&checks[0].id, &seen, Outcome::Unknown, false);
    assert!(tally.postures()[&checks[0].id].low < WHOLE);
}

/// A resource: the check that looks at it, its region, and what the check says.
type Looked = (usize, usize, Outcome, bool);

fn looked() -> impl Strategy<Value = Vec<Looked>> {
    let outcome = select(vec![Outcome::Passed, Outcome::Failed, Outcome::Unknown]);
    vec((0..4_usize, 0..4_usize, outcome, any::<bool>()), 0..40)
}

fn tally<'a>(looked: impl IntoIterator<Item = &'a Looked>) -> Tally {
    let (checks, mut tally) = (checks(), Tally::default());
    for (check, place, outcome, exposed) in looked {
        tally.see(&checks[*check].id, &region(REGIONS[*place]), *outcome, *exposed);
    }
    tally
}

proptest! {
    /// Whatever is hidden, what would have been seen lies within the interval.
    #[test]
    fn denying_shards_never_narrows_past_full_sight(
        looked in looked(),
        denied in vec((0..4_usize, 0..5_usize), 0..6),
        partly in vec(any::<bool>(), 40),
    ) {
        let full = posture(&tally(&looked));
        let is_denied = |check: usize, place: usize| {
            denied.iter().any(|(which, where_)| *which == check && (*where_ == place || *where_ == 4))
        };
        // Of a denied shard some resources may have been seen all the same.
        let seen = looked.iter().zip(&partly).filter(|((check, place, ..), shown)| **shown || !is_denied(*check, *place));
        let mut hidden = tally(seen.map(|(looked, _)| looked));
        let checks = checks();
        for (check, place) in &denied {
            hidden.hide(&checks[*check].id, REGIONS.get(*place).map(|name| region(name)).as_ref());
        }
        let hidden = posture(&hidden);

        for (check, full) in &full.checks {
            if let Some(hidden) = hidden.checks.get(check) {
                prop_assert!(hidden.low <= full.low && full.high <= hidden.high, "{:?} {:?}", full, hidden);
            }
        }
        let (full, hidden) = (Score::of_account(&full, &checks), Score::of_account(&hidden, &checks));
        if let (Some(full), Some(hidden)) = (full, hidden) {
            prop_assert!(hidden.low <= full.low && full.high <= hidden.high, "{full:?} {hidden:?}");
        }
    }

    #[test]
    fn does_not_depend_on_the_order(looked in looked(), seed in any::<u64>()) {
        let mut shuffled = looked.clone();
        let length = shuffled.len().max(1);
        for index in 0..shuffled.len() {
            shuffled.swap(index, usize::try_from(seed % 1_000).unwrap() * (index + 7) % length);
        }

        prop_assert_eq!(tally(&looked).postures(), tally(&shuffled).postures());
    }

    #[test]
    fn a_tenant_of_one_account_scores_as_the_account(looked in looked()) {
        let (account, checks) = (posture(&tally(&looked)), checks());
        let mut tenant = TenantPosture::default();
        tenant.add(&account);

        prop_assert_eq!(Score::of_tenant(&tenant, &checks), Score::of_account(&account, &checks));
    }
}
