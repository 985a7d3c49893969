use super::*;
use crate::collect::Found;
use crate::resource::ResourceState;
use proptest::prelude::*;
use serde_json::json;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
}

fn bucket() -> Resource {
    let found = Found {
        region: "eu-west-1".parse().unwrap(),
        resource_type: "AWS::S3::Bucket".parse().unwrap(),
        native_id: "logs".to_owned(),
        arn: Some("arn:aws:s3:::logs".to_owned()),
        name: Some("logs".to_owned()),
        state: ResourceState::Active,
        native_state: None,
        dependencies: Vec::new(),
        tags: BTreeMap::new(),
        created_at: None,
        properties: json!({}),
    };
    Resource::of(&"111111111111".parse().unwrap(), found, at(0))
}

fn seen(reason: &str) -> Seen {
    Seen { reasons: BTreeSet::from([reason.to_owned()]), exposed: false }
}

fn opened() -> Finding {
    Finding::opened(&"s3.blocks".parse().unwrap(), Severity::High, &bucket(), seen("It is open."), at(1))
}

fn user() -> UserId {
    UserId::generate(at(0))
}

#[test]
fn is_called_the_same_for_the_same_check_and_resource() {
    let (one, other) = (opened(), opened());
    assert_eq!(one.id, other.id);
    assert_eq!(one.id.as_str().parse::<FindingId>().unwrap(), one.id);

    let another = Finding::opened(&"s3.other".parse().unwrap(), Severity::High, &bucket(), seen(""), at(1));
    assert_ne!(another.id, one.id);
    for bad in ["", "fnd_1_2", "fnd_111111111111_", "fnd_111111111111_G0000000000000000000000000000000"] {
        assert!(bad.parse::<FindingId>().is_err(), "{bad}");
    }
}

#[test]
fn changes_only_if_something_changed() {
    let finding = opened();
    assert_eq!(finding.failed(Severity::High, &bucket(), seen("It is open."), at(2)), None);

    let worse = finding.failed(Severity::Critical, &bucket(), seen("It is wide open."), at(2)).unwrap();
    assert_eq!((worse.version, worse.severity, worse.status), (Version(2), Severity::Critical, FindingStatus::Open));
    assert_eq!(worse.history.len(), 1);
}

#[test]
fn is_resolved_and_reopened_by_what_is_seen() {
    let resolved = opened().resolved(at(2)).unwrap();
    assert_eq!(resolved.resolved(at(3)), None);

    let again = resolved.failed(Severity::High, &bucket(), seen("It is open."), at(4)).unwrap();
    assert_eq!((again.status, again.first_seen, again.changed_at()), (FindingStatus::Reopened, at(1), at(4)));
}

#[test]
fn lets_people_say_what_only_they_know() {
    let finding = opened();
    let accepted =
        finding.said(FindingStatus::Accepted, Some("A honeypot.".to_owned()), user(), at(2)).unwrap().unwrap();
    assert_eq!(accepted.history.last().unwrap().reason.as_deref(), Some("A honeypot."));
    // A scan that sees the same leaves what was said.
    assert_eq!(accepted.failed(Severity::High, &bucket(), seen("It is open."), at(3)), None);

    assert!(matches!(finding.said(FindingStatus::Accepted, None, user(), at(2)), Err(Error::Invalid { .. })));
    assert!(matches!(finding.said(FindingStatus::Resolved, None, user(), at(2)), Err(Error::Invalid { .. })));
    assert!(matches!(finding.said(FindingStatus::Reopened, None, user(), at(2)), Err(Error::Invalid { .. })));
    for reason in [String::new(), "x".repeat(1_001)] {
        let said = finding.said(FindingStatus::Acknowledged, Some(reason), user(), at(2));
        assert!(matches!(said, Err(Error::Invalid { .. })));
    }
    let resolved = finding.resolved(at(2)).unwrap();
    assert!(matches!(resolved.said(FindingStatus::Acknowledged, None, user(), at(3)), Err(Error::Conflict { .. })));
}

proptest! {
    #[test]
    fn never_goes_back_in_versions_and_forgets_the_oldest(steps in proptest::collection::vec(0_u8..3, 0..200)) {
        let mut finding = opened();
        for (step, minute) in steps.into_iter().zip(2..) {
            let next = match step {
                0 => finding.resolved(at(minute)),
                1 => finding.failed(Severity::High, &bucket(), seen("It is open."), at(minute)),
                _ => finding.said(FindingStatus::Acknowledged, None, user(), at(minute)).unwrap_or_default(),
            };
            if let Some(next) = next {
                prop_assert_eq!(next.version, finding.version.next());
                prop_assert_eq!(&next.id, &finding.id);
                prop_assert_eq!(next.first_seen, at(1));
                prop_assert!(next.history.len() <= MOST_HISTORY && next.history.is_sorted_by_key(|change| change.at));
                finding = next;
            }
        }
    }
}
