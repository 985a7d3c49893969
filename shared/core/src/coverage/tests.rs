use super::*;
use crate::scan::{Reasons, Scan, ScanRequest, ScanState, ShardId};
use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*, sample::select};

const VOLUME: &str = "AWS::EC2::Volume";
const SUBNET: &str = "AWS::EC2::Subnet";

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn scan_id() -> ScanId {
    "scn_0195f6a0-7c1e-7d43-9a55-000000000004".parse().unwrap()
}

fn scope(text: &str) -> Scope {
    text.parse::<ShardId>().unwrap().scope().clone()
}

fn gap(reason: GapReason) -> Gap {
    Gap { operation: "ec2:Describe".into(), reason, detail: "no".into() }
}

/// A shard that ended: of each type, whether it was seen whole.
fn ended(place: &str, minute: i64, seen: &[(&str, bool)]) -> Shard {
    let seen_whole: BTreeMap<ResourceType, bool> =
        seen.iter().map(|(name, whole)| (name.parse().unwrap(), *whole)).collect();
    let gaps = if seen.iter().all(|(_, whole)| *whole) { Vec::new() } else { vec![gap(GapReason::Denied)] };
    Shard {
        state: ShardState::of_outcome(seen.iter().any(|(_, whole)| *whole), &gaps),
        gaps,
        seen_whole,
        ended_at: Some(at(minute)),
        ..Shard::pending(scope(place).into())
    }
}

fn walk(shards: &[Shard]) -> ScopeCoverage {
    let step = |before: Option<ScopeCoverage>, shard: &Shard| {
        ScopeCoverage::after(before.as_ref(), &scan_id(), shard).or(before)
    };
    shards.iter().fold(None, step).unwrap()
}

fn of_type<'a>(coverage: &'a ScopeCoverage, name: &str) -> &'a TypeCoverage {
    &coverage.types[&name.parse().unwrap()]
}

const PLACE: &str = "111111111111:eu-west-1:ec2";

#[test]
fn remembers_when_a_hidden_type_was_last_whole_and_since_when_it_is_hidden() {
    let seen = walk(&[
        ended(PLACE, 1, &[(VOLUME, true), (SUBNET, true)]),
        ended(PLACE, 2, &[(VOLUME, false), (SUBNET, true)]),
        ended(PLACE, 3, &[(VOLUME, false), (SUBNET, true)]),
    ]);

    assert_eq!(of_type(&seen, VOLUME), &TypeCoverage { whole_at: Some(at(1)), hidden_since: Some(at(2)) });
    assert_eq!(of_type(&seen, SUBNET), &TypeCoverage { whole_at: Some(at(3)), hidden_since: None });
    let hole = seen.hole().unwrap();
    assert_eq!(hole.hidden, BTreeSet::from([VOLUME.parse().unwrap()]));

    let healed = ScopeCoverage::after(Some(&seen), &scan_id(), &ended(PLACE, 4, &[(VOLUME, true), (SUBNET, true)]));
    assert_eq!(healed.unwrap().hole(), None);
}

#[test]
fn takes_every_type_for_hidden_where_nobody_got_in() {
    let shut = Shard {
        state: ShardState::Denied,
        gaps: vec![gap(GapReason::Denied)],
        ended_at: Some(at(2)),
        ..Shard::pending(scope(PLACE).into())
    };
    let seen = walk(&[ended(PLACE, 1, &[(VOLUME, true)]), shut]);

    assert_eq!(seen.hole().unwrap().hidden.len(), CollectedService::named("ec2").unwrap().types.len());
    assert_eq!(of_type(&seen, VOLUME), &TypeCoverage { whole_at: Some(at(1)), hidden_since: Some(at(2)) });
}

#[test]
fn keeps_the_later_of_two_looks() {
    let later = walk(&[ended(PLACE, 5, &[(VOLUME, true)])]);

    assert_eq!(ScopeCoverage::after(Some(&later), &scan_id(), &ended(PLACE, 4, &[(VOLUME, false)])), None);
    let running = Shard { state: ShardState::Running, ..ended(PLACE, 9, &[]) };
    assert_eq!(ScopeCoverage::after(Some(&later), &scan_id(), &running), None);
}

proptest! {
    #[test]
    fn a_type_is_hidden_from_the_first_gap_until_it_is_whole_again(looks in vec(any::<bool>(), 1..12)) {
        let shards: Vec<Shard> =
            looks.iter().zip(1..).map(|(whole, minute)| ended(PLACE, minute, &[(VOLUME, *whole)])).collect();
        let minute = |index: usize| at(i64::try_from(index).unwrap() + 1);
        let last_whole = looks.iter().rposition(|whole| *whole);
        let first_hidden = last_whole.map_or(0, |index| index + 1);

        let seen = walk(&shards);

        let expected = TypeCoverage {
            whole_at: last_whole.map(minute),
            hidden_since: (first_hidden < looks.len()).then(|| minute(first_hidden)),
        };
        prop_assert_eq!(of_type(&seen, VOLUME), &expected);
        prop_assert_eq!(seen.hole().is_some(), expected.hidden_since.is_some());
    }

    #[test]
    fn a_narrower_question_meets_no_more_holes(
        place in select(vec![PLACE, "111111111111:global:s3", "222222222222:us-east-1:rds", "111111111111:global:ec2"]),
        account in prop::option::of(select(vec!["111111111111", "222222222222"])),
        region in prop::option::of(select(vec!["eu-west-1", "us-east-1", "global"])),
        name in prop::option::of(select(vec![VOLUME, "AWS::S3::Bucket", "AWS::RDS::DBInstance"])),
    ) {
        let shut = Shard {
            state: ShardState::Denied, gaps: vec![gap(GapReason::Denied)], ended_at: Some(at(1)),
            ..Shard::pending(scope(place).into())
        };
        let hole = walk(&[shut]).hole().unwrap();
        let filter = HoleFilter {
            account_id: account.map(|id| id.parse().unwrap()),
            region: region.map(|region| region.parse().unwrap()),
            resource_type: name.map(|name| name.parse().unwrap()),
        };

        prop_assert!(HoleFilter::default().takes(&hole));
        if filter.takes(&hole) {
            for wider in [
                HoleFilter { account_id: None, ..filter.clone() },
                HoleFilter { region: None, ..filter.clone() },
                HoleFilter { resource_type: None, ..filter.clone() },
            ] {
                prop_assert!(wider.takes(&hole));
            }
        }
    }
}

#[test]
fn a_hole_matters_where_it_may_hide_something() {
    let hole = |place: &str| {
        let shut = Shard {
            state: ShardState::Denied,
            gaps: vec![gap(GapReason::Denied)],
            ended_at: Some(at(1)),
            ..Shard::pending(scope(place).into())
        };
        walk(&[shut]).hole().unwrap()
    };
    let in_ireland = HoleFilter { region: Some("eu-west-1".parse().unwrap()), ..HoleFilter::default() };
    let cases = [
        (PLACE, true),
        ("111111111111:us-east-1:ec2", false),
        // Buckets of every region are listed in one place.
        ("111111111111:global:s3", true),
        ("111111111111:global:iam", false),
        // Nobody knows which regions the account has.
        ("111111111111:global:ec2", true),
    ];
    for (place, matters) in cases {
        assert_eq!(in_ireland.takes(&hole(place)), matters, "{place}");
    }

    let only_volumes = walk(&[ended(PLACE, 1, &[(VOLUME, false), (SUBNET, true)])]).hole().unwrap();
    let of = |name: &str| HoleFilter { resource_type: Some(name.parse().unwrap()), ..HoleFilter::default() };
    assert!(of(VOLUME).takes(&only_volumes));
    assert!(!of(SUBNET).takes(&only_volumes));
    assert!(!of("AWS::S3::Bucket").takes(&only_volumes));
}

#[test]
fn stands_in_for_regions_that_nobody_knows() {
    assert_eq!(stand_in(&scope(PLACE)), Some(scope("111111111111:global:ec2")));
    assert_eq!(stand_in(&scope("111111111111:global:ec2")), None);
    assert_eq!(stand_in(&scope("111111111111:global:iam")), None);
}

#[test]
fn finds_where_a_resource_is_looked_for() {
    let cases = [
        ("111111111111:eu-west-1:AWS.EC2.Volume:vol-1", PLACE),
        ("111111111111:eu-west-1:AWS.S3.Bucket:logs", "111111111111:global:s3"),
        ("111111111111:eu-west-1:AWS.Unheard.Of:x", "111111111111:eu-west-1:cloudcontrol"),
    ];
    for (resource, place) in cases {
        assert_eq!(scope_of(&resource.parse().unwrap()).unwrap(), scope(place), "{resource}");
    }
}

#[test]
fn sums_holes_up_by_reason() {
    let mut both = walk(&[ended(PLACE, 1, &[(VOLUME, false)])]);
    both.gaps.push(gap(GapReason::Throttled));
    let holes = [both.hole().unwrap(), walk(&[ended(PLACE, 1, &[(SUBNET, false)])]).hole().unwrap()];

    let summary = CoverageSummary::of(&holes, false, Some(at(2)));

    let reasons = Reasons { denied: 2, throttled: 1, ..Reasons::default() };
    assert_eq!(summary, CoverageSummary { complete: false, holes: 2, at_least: false, reasons, as_of: Some(at(2)) });
    assert!(CoverageSummary::of(&[], false, Some(at(2))).complete);
    assert!(!CoverageSummary::of(&[], false, None).complete, "nobody has looked");
}

#[test]
fn is_as_of_the_newest_scan_that_looked_at_all_of_it() {
    let scan = |minute: i64, state: ScanState, request: ScanRequest| Scan {
        state,
        completed_at: Some(at(minute)),
        ..Scan::requested(request, at(minute))
    };
    let only = |services: &[&str], regions: &[&str]| ScanRequest {
        services: services.iter().map(|service| service.parse().unwrap()).collect(),
        regions: regions.iter().map(|region| region.parse().unwrap()).collect(),
        ..ScanRequest::default()
    };
    let scans = [
        scan(1, ScanState::Completed, ScanRequest::default()),
        scan(2, ScanState::CompletedWithGaps, only(&["ec2"], &[])),
        scan(3, ScanState::Completed, only(&[], &["eu-west-1"])),
        scan(4, ScanState::Completed, only(&["s3"], &["global"])),
        scan(5, ScanState::Failed, ScanRequest::default()),
    ];
    let filter = |region: Option<&str>, name: Option<&str>| HoleFilter {
        region: region.map(|region| region.parse().unwrap()),
        resource_type: name.map(|name| name.parse().unwrap()),
        ..HoleFilter::default()
    };

    assert_eq!(as_of(&scans, &filter(None, None)), Some(at(1)));
    assert_eq!(as_of(&scans, &filter(None, Some(VOLUME))), Some(at(2)));
    assert_eq!(as_of(&scans, &filter(Some("eu-west-1"), Some(VOLUME))), Some(at(3)));
    assert_eq!(as_of(&scans, &filter(Some("eu-west-1"), None)), Some(at(1)), "that scan did not list buckets");
    assert_eq!(as_of(&scans, &filter(Some("eu-west-1"), Some("AWS::S3::Bucket"))), Some(at(4)));
    assert_eq!(as_of(&scans[1..], &filter(None, None)), None);
}

#[test]
fn was_last_seen_when_it_changed_or_its_type_was_whole() {
    let found = crate::collect::Found {
        resource_type: VOLUME.parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        native_id: "vol-1".into(),
        arn: None,
        name: None,
        state: crate::resource::ResourceState::Active,
        native_state: None,
        dependencies: Vec::new(),
        tags: BTreeMap::new(),
        created_at: None,
        properties: serde_json::Value::Null,
    };
    let volume = Resource::of(&scope(PLACE).account_id, found, at(3));
    let seen = |minute| walk(&[ended(PLACE, minute, &[(VOLUME, true)])]);
    let gone = crate::resource::Gone { removed_at: at(9), last_seen: at(5) };

    assert_eq!(last_seen(&volume, None), at(3));
    assert_eq!(last_seen(&volume, Some(&seen(2))), at(3));
    assert_eq!(last_seen(&volume, Some(&seen(7))), at(7));
    assert_eq!(last_seen(&Resource { gone: Some(gone), ..volume }, Some(&seen(10))), at(5));
}
