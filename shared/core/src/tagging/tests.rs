use super::{untaggable::can_be_tagged, *};
use crate::{collect::Found, resource::ResourceState};
use proptest::{
    collection::{btree_map, btree_set, vec},
    prelude::*,
    sample::select,
};

const TYPES: [&str; 4] = ["AWS::EC2::Instance", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::S3::Bucket"];
const ACCOUNTS: [&str; 2] = ["111111111111", "222222222222"];
const KEYS: [&str; 4] = ["Owner", "owner", "Environment", "CostCenter"];
const VALUES: [&str; 4] = ["prod", "prod-eu", "dev", ""];

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn resource(account: &str, resource_type: &str, tags: &[(&str, &str)]) -> Resource {
    let found = Found {
        resource_type: resource_type.parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        native_id: "x".to_owned(),
        arn: None,
        name: None,
        state: ResourceState::Active,
        native_state: None,
        dependencies: Vec::new(),
        tags: tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        created_at: None,
        properties: serde_json::Value::Null,
    };
    Resource::of(&account.parse().unwrap(), found, now())
}

fn rule(key: &str, values: &[&str]) -> TagRule {
    TagRule {
        key: key.parse().unwrap(),
        values: values.iter().map(|value| value.parse().unwrap()).collect(),
        resource_types: BTreeSet::new(),
        accounts: BTreeSet::new(),
        exempt_types: BTreeSet::new(),
    }
}

fn policy(rules: Vec<TagRule>) -> TagPolicy {
    TagPolicy::empty().changed(rules, TagMeanings::default(), UserId::generate(now()), now()).unwrap()
}

fn kinds(policy: &TagPolicy, resource: &Resource) -> Vec<(String, BreachKind)> {
    policy.judge(resource).breaches().into_iter().map(|breach| (breach.key.to_string(), breach.kind)).collect()
}

#[test]
fn says_what_is_missing_wrong_or_misspelled() {
    let policy = policy(vec![rule("Owner", &[]), rule("Environment", &["prod*", "dev"]), rule("CostCenter", &[])]);
    let instance = resource(ACCOUNTS[0], "AWS::EC2::Instance", &[("owner", "hestia"), ("Environment", "test")]);

    let breaches = policy.judge(&instance).breaches();

    assert_eq!(
        kinds(&policy, &instance),
        [
            ("Owner".to_owned(), BreachKind::Misspelled),
            ("Environment".to_owned(), BreachKind::WrongValue),
            ("CostCenter".to_owned(), BreachKind::Missing)
        ]
    );
    assert_eq!((breaches[0].found_key.as_deref(), breaches[0].found_value.as_deref()), (Some("owner"), Some("hestia")));
    assert_eq!(breaches[1].allowed.iter().map(TagPattern::as_str).collect::<Vec<_>>(), ["dev", "prod*"]);
}

#[test]
fn asks_nothing_of_what_is_exempt_or_cannot_be_tagged() {
    let exempt = TagRule { exempt_types: ["AWS::S3::Bucket".parse().unwrap()].into(), ..rule("Owner", &[]) };
    let policy = policy(vec![exempt]);

    assert_eq!(policy.judge(&resource(ACCOUNTS[0], "AWS::S3::Bucket", &[])), Judgement::Unbound);
    assert_eq!(policy.judge(&resource(ACCOUNTS[0], "AWS::IAM::Group", &[])), Judgement::Untaggable);
    assert_eq!(TagPolicy::empty().judge(&resource(ACCOUNTS[0], "AWS::EC2::Instance", &[])), Judgement::Unbound);
}

#[test]
fn says_whose_a_resource_is() {
    let meanings = TagMeanings { owner: Some("Owner".parse().unwrap()), ..TagMeanings::default() };
    let instance = resource(ACCOUNTS[0], "AWS::EC2::Instance", &[("Owner", "hestia"), ("Environment", "prod")]);

    assert_eq!(meanings.owner_of(&instance), Some("hestia"));
    assert_eq!(meanings.environment_of(&instance), None, "nobody said which tag that is");
}

#[test]
fn stays_small() {
    let by = UserId::generate(now());
    let changed =
        |rules: Vec<TagRule>| match TagPolicy::empty().changed(rules, TagMeanings::default(), by.clone(), now()) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid { violations }) => violations.into_iter().map(|broken| broken.pointer).collect(),
            Err(error) => panic!("{error:?}"),
        };
    let numbered = |count: usize| (0..count).map(|number| format!("v{number}").parse().unwrap()).collect();
    let with_values = |key: String, count| TagRule { values: numbered(count), ..rule(&key, &[]) };

    assert!(changed((0..MOST_RULES).map(|number| rule(&format!("k{number}"), &[])).collect()).is_empty());
    assert_eq!(changed((0..=MOST_RULES).map(|number| rule(&format!("k{number}"), &[])).collect()), ["/rules"]);
    assert_eq!(changed(vec![rule("a", &[]), with_values("b".to_owned(), 101)]), ["/rules/1/values"]);
    assert_eq!(changed((0..11).map(|number| with_values(format!("k{number}"), 100)).collect()), ["/rules"]);
    assert_eq!(changed(vec![rule("a", &[]), rule("b", &[]), rule("a", &["x"])]), ["/rules/2"]);
}

#[test]
fn rounds_percent_down_so_that_a_hundred_means_all() {
    let percent = |compliant, judged| Score { judged, compliant }.percent();

    assert_eq!(percent(0, 0), None);
    assert_eq!(percent(0, 3), Some(0.0));
    assert_eq!(percent(1, 3), Some(33.33));
    assert_eq!(percent(999_999, 1_000_000), Some(99.99));
    assert_eq!(percent(7, 7), Some(100.0));
}

fn any_resource() -> impl Strategy<Value = Resource> {
    let tags = btree_map(select(KEYS.to_vec()), select(VALUES.to_vec()), 0..4);
    (select(ACCOUNTS.to_vec()), select(TYPES.to_vec()), tags).prop_map(|(account, resource_type, tags)| {
        let tags: Vec<(&str, &str)> = tags.into_iter().collect();
        resource(account, resource_type, &tags)
    })
}

fn any_rule() -> impl Strategy<Value = TagRule> {
    let types =
        || btree_set(select(TYPES.to_vec()), 0..3).prop_map(|names| names.iter().map(|n| n.parse().unwrap()).collect());
    let accounts =
        btree_set(select(ACCOUNTS.to_vec()), 0..2).prop_map(|ids| ids.iter().map(|id| id.parse().unwrap()).collect());
    let values = btree_set(select(vec!["prod", "prod*", "*", ""]), 0..3);
    (select(KEYS.to_vec()), values, types(), accounts, types()).prop_map(
        |(key, values, resource_types, accounts, exempt_types)| {
            let values: Vec<&str> = values.into_iter().collect();
            TagRule { resource_types, accounts, exempt_types, ..rule(key, &values) }
        },
    )
}

fn any_policy() -> impl Strategy<Value = TagPolicy> {
    vec(any_rule(), 0..4).prop_map(|rules| TagPolicy { rules, ..TagPolicy::empty() })
}

proptest! {
    #[test]
    fn a_resource_complies_if_and_only_if_every_rule_that_binds_it_is_kept(policy in any_policy(), resource in any_resource()) {
        let kept = |rule: &TagRule| {
            let value = resource.tags.get(rule.key.as_str());
            value.is_some_and(|value| rule.values.is_empty() || rule.values.iter().any(|allowed| allowed.takes(value)))
        };
        let binding: Vec<&TagRule> = policy.rules.iter().filter(|rule| rule.binds(&resource)).collect();

        match policy.judge(&resource) {
            Judgement::Untaggable => prop_assert!(!can_be_tagged(&resource.id.resource_type)),
            Judgement::Unbound => prop_assert!(binding.is_empty()),
            Judgement::Judged(breaches) => {
                let broken: Vec<&TagKey> = binding.iter().filter(|rule| !kept(rule)).map(|rule| &rule.key).collect();
                prop_assert_eq!(breaches.iter().map(|breach| &breach.key).collect::<Vec<_>>(), broken);
                prop_assert!(can_be_tagged(&resource.id.resource_type) && !binding.is_empty());
            }
        }
    }

    #[test]
    fn giving_a_resource_what_is_missing_heals_it(policy in any_policy(), resource in any_resource()) {
        let mut healed = resource.clone();
        for breach in policy.judge(&resource).breaches() {
            // A wildcard takes nothing as well, so the pattern without them is a value.
            let value = breach.allowed.first().map(|pattern| pattern.as_str().replace('*', "")).unwrap_or_default();
            healed.tags.insert(breach.key.to_string(), value);
        }
        let other_rules_of_the_key = policy.rules.iter().map(|rule| &rule.key).collect::<BTreeSet<_>>().len() < policy.rules.len();

        prop_assert!(other_rules_of_the_key || policy.judge(&healed).breaches().is_empty());
    }

    #[test]
    fn the_whole_is_the_sum_of_its_parts(policy in any_policy(), left in vec(any_resource(), 0..6), right in vec(any_resource(), 0..6)) {
        let scores = |resources: &[Resource]| {
            let mut scores = Scores::default();
            for resource in resources {
                scores.count(&policy, resource);
            }
            scores
        };
        let whole = scores(&[left.clone(), right.clone()].concat());
        let mut sum = scores(&left);
        sum.add(&scores(&right));

        prop_assert_eq!(&sum, &whole);
        prop_assert_eq!(whole.total.judged + whole.untaggable + whole.unbound, (left.len() + right.len()) as u64);
        let by_type = whole.by_type.values().fold(Score::default(), |sum, score| sum.plus(*score));
        let by_agent = whole.by_owner_agent.values().fold(Score::default(), |sum, score| sum.plus(*score));
        prop_assert_eq!((by_type, by_agent), (whole.total, whole.total));
        prop_assert!(whole.total.compliant <= whole.total.judged);
        let broken = whole.total.judged - whole.total.compliant;
        prop_assert!(whole.breaches_by_key.values().all(|count| (1..=broken).contains(count)));
    }

    #[test]
    fn a_policy_reads_back_as_it_was_written(rules in vec(any_rule(), 0..4)) {
        let text = serde_json::to_string(&rules).unwrap();

        prop_assert_eq!(serde_json::from_str::<Vec<TagRule>>(&text).unwrap(), rules);
    }
}
