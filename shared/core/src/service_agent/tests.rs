use super::*;
use crate::{
    aws::Region,
    collect::{Found, Scope},
    resource::{Resource, ResourceState},
    scan::{Shard, ShardState},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::collections::BTreeMap;

const SERVICES: [&str; 3] = ["ec2", "lambda", "s3"];
const REGIONS: [&str; 3] = ["eu-west-1", "us-east-1", "global"];

fn account() -> AccountId {
    "111111111111".parse().unwrap()
}

fn service(name: &str) -> Service {
    name.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn shard(service: &str, region: &str, state: ShardState) -> Shard {
    let scope = Scope { account_id: account(), region: region.parse().unwrap(), service: service.parse().unwrap() };
    Shard { state, ..Shard::pending(scope.into()) }
}

fn resource(resource_type: &str, needs: &[&str]) -> Resource {
    let found = Found {
        resource_type: resource_type.parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        native_id: "x".to_owned(),
        arn: None,
        name: None,
        state: ResourceState::Active,
        native_state: None,
        dependencies: needs.iter().map(|id| id.parse().unwrap()).collect(),
        tags: BTreeMap::new(),
        created_at: None,
        properties: serde_json::Value::Null,
    };
    Resource::of(&account(), found, now())
}

fn agent(name: &str, autonomy_level: Autonomy) -> ServiceAgent {
    let name: AgentName = name.parse().unwrap();
    ServiceAgent {
        decision_maker: decision_maker_of(&name.service),
        name,
        version: Version(3),
        dependencies: BTreeSet::new(),
        state: AgentState::Observing,
        sight: Sight::new(),
        autonomy_level,
        decision: None,
        created_at: now(),
        updated_at: now(),
    }
}

fn user() -> UserId {
    UserId::generate(now())
}

fn reason(text: &str) -> Reason {
    text.parse().unwrap()
}

#[test]
fn every_service_of_the_catalog_names_an_agent() {
    for collected in COLLECTED_SERVICES {
        let name = AgentName { account_id: account(), service: Service::of_catalog(collected) };

        assert_eq!(name.service, service(collected.name));
        assert_eq!(name.to_string().parse::<AgentName>().unwrap(), name);
        for resource_type in collected.types {
            assert_eq!(service_of(&(*resource_type).into()).as_str(), collected.name);
        }
    }
}

#[test]
fn finds_the_service_of_types_that_nobody_collects() {
    for (resource_type, expected) in [
        ("AWS::EC2::NetworkAcl", "ec2"),
        ("AWS::ApiGatewayV2::Route", "apigateway"),
        ("AWS::IAM::Policy", "iam"),
        ("AWS::KinesisFirehose::DeliveryStream", "cloudcontrol"),
    ] {
        assert_eq!(service_of(&resource_type.parse().unwrap()).as_str(), expected, "{resource_type}");
    }
}

#[test]
fn lets_the_assigned_agents_decide() {
    for (name, expected) in [
        ("ec2", HistoricalAgent::BillGates),
        ("lambda", HistoricalAgent::BillGates),
        ("cloudfront", HistoricalAgent::SteveJobs),
        ("s3", HistoricalAgent::SteveJobs),
        ("autoscaling", HistoricalAgent::Napoleon),
        ("elb", HistoricalAgent::Napoleon),
        ("elbv2", HistoricalAgent::Napoleon),
        ("cloudwatch", HistoricalAgent::Drucker),
        ("xray", HistoricalAgent::Drucker),
        ("rds", HistoricalAgent::Noguchi),
        ("dynamodb", HistoricalAgent::Noguchi),
        ("cloudformation", HistoricalAgent::Hannibal),
        ("apigateway", HistoricalAgent::Kotler),
        ("cloudcontrol", HistoricalAgent::Drucker),
    ] {
        assert_eq!(decision_maker_of(&service(name)), expected, "{name}");
    }
}

#[test]
fn has_four_levels_and_one_door() {
    for level in 0..=u8::MAX {
        assert_eq!(Autonomy::try_from(level).is_ok(), level <= 3, "{level}");
        assert_eq!(serde_json::from_value::<Autonomy>(level.into()).is_ok(), level <= 3, "{level}");
        assert_eq!(level.to_string().parse::<Autonomy>().is_ok(), level <= 3, "{level}");
    }
    for text in ["", "-1", "1.0", "256", "one"] {
        assert!(text.parse::<Autonomy>().is_err(), "{text}");
    }
}

#[test]
fn refuses_what_names_no_agent() {
    for text in ["", "ec2", "111111111111", "111111111111-", "11111111111-ec2", "111111111111-EC2", "111111111111-a-b"]
    {
        assert!(matches!(text.parse::<AgentName>(), Err(Error::NotFound { kind: "service agent", .. })), "{text}");
    }
}

#[test]
fn does_more_only_for_a_reason_and_less_without_one() {
    let agent = agent("111111111111-ec2", Autonomy::RECOMMEND);
    let wish = |autonomy_level, reason| Wish { autonomy_level, decision_maker: agent.decision_maker, reason };

    let blind = agent.governed(wish(Autonomy::ACT_WITHIN_POLICY, None), user(), now());
    assert!(matches!(blind, Err(Error::Invalid { .. })));
    let raised = agent.governed(wish(Autonomy::ACT_WITHIN_POLICY, Some(reason("Nights."))), user(), now());
    let raised = raised.unwrap().unwrap();
    assert_eq!((raised.autonomy_level, raised.version), (Autonomy::ACT_WITHIN_POLICY, Version(4)));
    assert_eq!(raised.decision.as_ref().unwrap().reason, Some(reason("Nights.")));
    let lowered = raised.governed(wish(Autonomy::OBSERVE, None), user(), now()).unwrap().unwrap();
    assert_eq!(lowered.autonomy_level, Autonomy::OBSERVE);
    assert_eq!(lowered.governed(wish(Autonomy::OBSERVE, None), user(), now()).unwrap(), None);

    let told = ServiceAgentChanged::of(Some(&agent), &raised);
    assert_eq!((told.autonomy_before, told.reason), (Some(Autonomy::RECOMMEND), Some(reason("Nights."))));
    assert_eq!(
        ServiceAgentChanged::of(Some(&raised), &ServiceAgent { version: Version(5), ..raised.clone() }).reason,
        None
    );
}

#[test]
fn a_retired_agent_is_given_nothing() {
    let retired = ServiceAgent { state: AgentState::Retired, ..agent("111111111111-ec2", Autonomy::RECOMMEND) };
    let decision_maker = retired.decision_maker;
    let more = Wish { autonomy_level: Autonomy::ACT_WITH_APPROVAL, decision_maker, reason: Some(reason("Soon.")) };

    assert!(matches!(retired.governed(more, user(), now()), Err(Error::Conflict { .. })));
    let other = Wish { autonomy_level: Autonomy::OBSERVE, decision_maker: HistoricalAgent::Kotler, reason: None };
    assert!(retired.governed(other, user(), now()).unwrap().is_some());
}

#[test]
fn says_something_or_gives_no_reason() {
    for text in ["", "   ", "a\nb", "\u{7f}", &"a".repeat(501)] {
        assert!(text.parse::<Reason>().is_err(), "{text:?}");
    }
    assert!("ü".repeat(500).parse::<Reason>().is_ok());
}

#[test]
fn follows_the_estate() {
    let mut findings = Findings::of_account(true, true);
    findings.see(&shard("ec2", "eu-west-1", ShardState::Read));
    findings.see(&shard("ec2", "us-east-1", ShardState::Denied));
    findings.see(&shard("s3", "global", ShardState::Throttled));
    findings.see(&shard("iam", "global", ShardState::Read));
    findings.see(&shard("lambda", "eu-west-1", ShardState::Read));
    findings.count(&resource("AWS::EC2::Instance", &["111111111111:eu-west-1:AWS.EC2.VPC:vpc-1"]));
    findings.count(&resource("AWS::Lambda::Function", &["222222222222:global:AWS.IAM.Role:worker"]));

    let made = findings.changes(&account(), &[], now());
    let made: Vec<_> = made
        .into_iter()
        .map(|(before, agent)| {
            assert_eq!((before, agent.version, agent.autonomy_level), (None, Version::FIRST, Autonomy::RECOMMEND));
            (agent.name.service.to_string(), agent.state, agent.dependencies.into_iter().map(String::from).collect())
        })
        .collect();

    let expected: [(String, AgentState, Vec<String>); 4] = [
        ("ec2".to_owned(), AgentState::Degraded, vec![]),
        ("iam".to_owned(), AgentState::Idle, vec![]),
        ("lambda".to_owned(), AgentState::Observing, vec!["222222222222-iam".to_owned()]),
        ("s3".to_owned(), AgentState::Blind, vec![]),
    ];
    assert_eq!(made, expected);
}

#[test]
fn a_scan_of_one_region_leaves_the_others_as_they_were() {
    let mut first = Findings::of_account(true, true);
    first.see(&shard("ec2", "us-east-1", ShardState::Denied));
    first.see(&shard("ec2", "eu-west-1", ShardState::Read));
    let known: Vec<_> = first.changes(&account(), &[], now()).into_iter().map(|(_, agent)| agent).collect();
    assert_eq!(known[0].state, AgentState::Degraded);

    let mut one_region = Findings::of_account(true, false);
    one_region.see(&shard("ec2", "eu-west-1", ShardState::Read));
    assert!(one_region.changes(&account(), &known, now()).is_empty());

    let mut whole = Findings::of_account(true, true);
    whole.see(&shard("ec2", "eu-west-1", ShardState::Read));
    assert_eq!(whole.changes(&account(), &known, now())[0].1.state, AgentState::Idle);
}

#[test]
fn retires_with_its_account_and_comes_back_with_little_autonomy() {
    let trusted = agent("111111111111-ec2", Autonomy::ACT_WITHIN_POLICY);
    let changes = Findings::of_account(false, false).changes(&account(), std::slice::from_ref(&trusted), now());
    let [(Some(before), retired)] = &changes[..] else { panic!("{changes:?}") };

    assert_eq!((before, retired.state), (&trusted, AgentState::Retired));
    assert_eq!((retired.autonomy_level, retired.version), (Autonomy::RECOMMEND, Version(4)));
    let again = Findings::of_account(false, false).changes(&account(), std::slice::from_ref(retired), now());
    assert!(again.is_empty(), "it retires once");

    let mut back = Findings::of_account(true, true);
    back.see(&shard("ec2", "eu-west-1", ShardState::Read));
    let (_, back) = back.changes(&account(), std::slice::from_ref(retired), now()).remove(0);
    assert_eq!((back.state, back.autonomy_level), (AgentState::Idle, Autonomy::RECOMMEND));
}

fn any_state() -> impl Strategy<Value = ShardState> {
    select(vec![
        ShardState::Pending,
        ShardState::Running,
        ShardState::Read,
        ShardState::Partial,
        ShardState::Denied,
        ShardState::Throttled,
        ShardState::TimedOut,
        ShardState::Unreachable,
        ShardState::Skipped,
        ShardState::Failed,
    ])
}

fn any_findings() -> impl Strategy<Value = Findings> {
    let shards = vec((select(SERVICES.to_vec()), select(REGIONS.to_vec()), any_state()), 0..9);
    let types = vec(select(vec!["AWS::EC2::Instance", "AWS::Lambda::Function", "AWS::S3::Bucket"]), 0..4);
    (any::<bool>(), any::<bool>(), shards, types).prop_map(|(is_there, whole, shards, types)| {
        let mut findings = Findings::of_account(is_there, whole);
        for (service, region, state) in shards {
            findings.see(&shard(service, region, state));
        }
        for name in types {
            findings.count(&resource(name, &["111111111111:global:AWS.IAM.Role:r"]));
        }
        findings
    })
}

fn any_sight() -> impl Strategy<Value = Sight> {
    let regions: Vec<Region> = REGIONS.iter().map(|region| region.parse().unwrap()).collect();
    let sighting = select(vec![Sighting::Whole, Sighting::Partial, Sighting::Unseen]);
    proptest::collection::btree_map(select(regions), sighting, 0..=3)
}

fn any_agent() -> impl Strategy<Value = ServiceAgent> {
    let known = (select(SERVICES.to_vec()), any_sight(), 0_u8..=3, select(AgentState::ALL), option::of(any::<()>()));
    known.prop_map(|(service, sight, level, state, decided)| {
        let decision = decided.map(|()| Decision { by: user(), at: now(), reason: Some(reason("So.")) });
        let agent = agent(&format!("111111111111-{service}"), level.try_into().unwrap());
        ServiceAgent { sight, state, decision, decision_maker: HistoricalAgent::Kotler, ..agent }
    })
}

proptest! {
    #[test]
    fn reads_the_names_that_it_writes(digits in "[0-9]{12}", service in "[a-z0-9]{1,32}") {
        let name = AgentName { account_id: digits.parse().unwrap(), service: service.parse().unwrap() };

        prop_assert_eq!(name.to_string().parse::<AgentName>().unwrap(), name.clone());
        prop_assert!(name.to_string().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    }

    #[test]
    fn its_state_says_what_was_seen_and_no_more(is_there: bool, sight in any_sight(), has_resources: bool) {
        let state = state_of(is_there, &sight, has_resources);

        let whole = !sight.is_empty() && sight.values().all(|each| *each == Sighting::Whole);
        let unseen = sight.values().all(|each| *each == Sighting::Unseen);
        prop_assert_eq!(state == AgentState::Retired, !is_there);
        prop_assert_eq!(state == AgentState::Blind, is_there && unseen);
        prop_assert_eq!(state == AgentState::Observing, is_there && whole && has_resources);
        prop_assert_eq!(state == AgentState::Idle, is_there && whole && !has_resources);
        prop_assert_eq!(state == AgentState::Degraded, is_there && !whole && !unseen);
    }

    #[test]
    fn following_never_raises_the_autonomy_nor_forgets_what_people_said(
        findings in any_findings(),
        agent in any_agent(),
    ) {
        for (before, after) in findings.changes(&account(), std::slice::from_ref(&agent), now()) {
            let Some(before) = before else {
                prop_assert_eq!((after.autonomy_level, &after.decision), (Autonomy::RECOMMEND, &None));
                prop_assert!(findings.account_is_there);
                continue;
            };
            prop_assert!(after.autonomy_level <= before.autonomy_level);
            prop_assert!(after.autonomy_level == before.autonomy_level || after.state == AgentState::Retired);
            prop_assert_eq!((&after.decision, after.decision_maker), (&before.decision, before.decision_maker));
            prop_assert_eq!(after.version, before.version.next());
        }
    }

    #[test]
    fn following_twice_changes_nothing_more(findings in any_findings(), agent in any_agent()) {
        let mut known = BTreeMap::from([(agent.name.clone(), agent)]);
        for (_, after) in findings.changes(&account(), &known.values().cloned().collect::<Vec<_>>(), now()) {
            known.insert(after.name.clone(), after);
        }

        let known: Vec<_> = known.into_values().collect();
        prop_assert!(findings.changes(&account(), &known, now()).is_empty());
    }
}
