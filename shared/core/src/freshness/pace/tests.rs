//! Many events, few looks.

use super::*;
use crate::collect::Scope;
use proptest::prelude::*;

fn tenant() -> TenantId {
    TenantId::generate(DateTime::UNIX_EPOCH)
}

fn wanted(tenant: &TenantId, resource_type: Option<&str>, names: &[&str], second: i64) -> Wanted {
    let scope = Scope {
        account_id: "111111111111".parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        service: "ec2".parse().unwrap(),
    };
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Wanted {
        tenant: tenant.clone(),
        look: Look::at(scope, resource_type.map(|name| name.parse().unwrap()), names),
        cause: Cause {
            event_id: second.to_string(),
            name: "ec2: RunInstances".into(),
            at: DateTime::UNIX_EPOCH + TimeDelta::seconds(second),
        },
        message_id: second.to_string(),
    }
}

const INSTANCE: Option<&str> = Some("AWS::EC2::Instance");

#[test]
fn a_hundred_events_about_one_instance_are_one_task() {
    let tenant = tenant();
    let events = (0..100).map(|second| wanted(&tenant, INSTANCE, &["i-1"], second)).collect();

    let tasks = tasks(&sum_up(events));

    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].task.native_ids, ["i-1"]);
    assert_eq!(tasks[0].task.cause.as_ref().unwrap().event_id, "0");
}

#[test]
fn a_hundred_instances_are_two_tasks() {
    let tenant = tenant();
    let names: Vec<String> = (0..100).map(|number| format!("i-{number:03}")).collect();
    let events = names.iter().map(|name| wanted(&tenant, INSTANCE, &[name], 0)).collect();

    let tasks = tasks(&sum_up(events));

    assert_eq!(tasks.iter().map(|sending| sending.task.native_ids.len()).collect::<Vec<_>>(), [50, 50]);
    assert!(tasks.iter().all(|sending| sending.queue == "collect-ec2" && sending.delay == FOR_NAMES));
}

#[test]
fn a_look_at_a_type_covers_its_resources_and_one_at_a_service_all_types() {
    let tenant = tenant();
    let one = wanted(&tenant, INSTANCE, &["i-1"], 0);
    let kind = wanted(&tenant, INSTANCE, &[], 1);
    let service = wanted(&tenant, None, &[], 2);
    let other = wanted(&tenant, Some("AWS::EC2::Volume"), &["vol-1"], 3);
    let looks = |wanted: &[&Wanted]| {
        let tasks = tasks(&sum_up(wanted.iter().map(|one| (*one).clone()).collect()));
        tasks
            .iter()
            .map(|sending| (sending.task.resource_type.clone(), sending.task.native_ids.len()))
            .collect::<Vec<_>>()
    };

    assert_eq!(looks(&[&one, &kind]), [(Some(INSTANCE.unwrap().parse().unwrap()), 0)]);
    assert_eq!(looks(&[&one, &kind, &other]).len(), 2);
    assert_eq!(looks(&[&one, &kind, &service, &other]), [(None, 0)]);
}

#[test]
fn looks_again_at_what_settles_slowly() {
    let tenant = tenant();
    let gateway = wanted(&tenant, Some("AWS::EC2::NatGateway"), &["nat-1"], 0);

    let delays: Vec<_> = tasks(&sum_up(vec![gateway])).iter().map(|sending| sending.delay).collect();

    assert_eq!(delays, [FOR_NAMES, LATER[0], LATER[1]]);
    assert!(LATER.iter().all(|delay| *delay < TimeDelta::minutes(15)), "SQS holds messages back no longer");
}

#[test]
fn tenants_share_no_task() {
    let (one, other) = (tenant(), TenantId::generate(DateTime::UNIX_EPOCH + TimeDelta::days(1)));

    let tasks = tasks(&sum_up(vec![wanted(&one, INSTANCE, &["i-1"], 0), wanted(&other, INSTANCE, &["i-1"], 0)]));

    assert_eq!(tasks.len(), 2);
    assert_ne!(tasks[0].task.tenant_id, tasks[1].task.tenant_id);
}

proptest! {
    #[test]
    fn everything_that_was_wanted_is_looked_at(
        events in prop::collection::vec((prop::option::of(prop::sample::select(vec![
            "AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::EC2::LaunchTemplate", "AWS::EC2::NatGateway",
        ])), prop::collection::btree_set("[a-c]{1,2}", 0..6)), 0..20),
    ) {
        let tenant = tenant();
        let all: Vec<Wanted> = (0..).zip(&events).map(|(second, (kind, names))| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            wanted(&tenant, *kind, &names, second)
        }).collect();

        let sendings = tasks(&sum_up(all.clone()));

        let at_once: Vec<_> = sendings.iter().filter(|sending| sending.delay <= FOR_A_SERVICE).collect();
        for one in &all {
            let names = one.look.native_ids.iter().map(Some).chain(one.look.native_ids.is_empty().then_some(None));
            for name in names {
                let sees = |sending: &&&Sending| {
                    let RefreshTask { resource_type, native_ids, .. } = &sending.task;
                    resource_type.is_none() || (*resource_type == one.look.resource_type
                        && (native_ids.is_empty() || name.is_some_and(|name| native_ids.contains(name))))
                };
                prop_assert_eq!(at_once.iter().filter(sees).count(), 1, "{:?}", one.look);
            }
        }
        prop_assert!(sendings.iter().all(|sending| sending.task.native_ids.len() <= MOST_NAMES));
    }
}
