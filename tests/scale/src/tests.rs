use crate::{
    estate::Organization,
    simulation::{Outcome, Plan, run},
};
use proptest::prelude::*;

fn plan(seed: u64) -> Plan {
    Plan {
        organization: Organization { accounts: 50, regions: 2, resources: 3 },
        services: vec!["ec2", "iam", "s3"],
        seed,
        faults: 0,
        kills: 0,
        disorder: 0,
        at_once: 12,
    }
}

async fn outcome(plan: Plan) -> Outcome {
    let outcome = run(plan).await.unwrap();
    assert_eq!(outcome.wrong, Vec::<String>::new(), "{outcome:?}");
    outcome
}

#[tokio::test]
async fn scans_an_organization_when_nothing_happens() {
    let outcome = outcome(plan(1)).await;

    assert_eq!((outcome.killed, outcome.failed, outcome.resumed), (0, 0, 0));
    // EC2 in two regions, and two global services; of a refused account one row stands for all regions.
    assert_eq!(outcome.scan.shards_total, Some(45 * 4 + 5 * 3));
}

#[tokio::test]
async fn loses_and_doubles_nothing_although_hundreds_are_killed() {
    let outcome = outcome(Plan { faults: 150, kills: 400, disorder: 100, ..plan(7) }).await;

    assert!(outcome.killed > 200 && outcome.failed > 50 && outcome.resumed > 0, "{outcome:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn loses_and_doubles_nothing_whatever_happens(
        seed in any::<u64>(),
        faults in 0_usize..300,
        kills in 0_usize..600,
        disorder in 0_usize..300,
        at_once in 1_usize..40,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let organization = Organization { accounts: 20, regions: 2, resources: 3 };
        let outcome = runtime.block_on(run(Plan { organization, faults, kills, disorder, at_once, ..plan(seed) })).unwrap();

        prop_assert!(outcome.wrong.is_empty(), "{outcome:?}");
    }
}
