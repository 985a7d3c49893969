use super::*;
use crate::{collect::Found, tagging::TagKey};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn meanings() -> TagMeanings {
    let key = |text: &str| text.parse::<TagKey>().ok();
    TagMeanings { owner: key("Owner"), environment: key("Environment"), cost_center: None }
}

fn wish(format: ExportFormat, columns: &[Column]) -> Wish {
    Wish { format, filter: ExportFilter::default(), columns: columns.to_vec(), meanings: meanings() }
}

fn export() -> Export {
    Export::requested(wish(ExportFormat::Csv, Column::ALL), UserId::generate(at(0)), at(0))
}

fn resource(tags: &[(&str, &str)]) -> Resource {
    let found = Found {
        resource_type: "AWS::EC2::Instance".parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        native_id: "i-1".to_owned(),
        arn: None,
        name: Some("=cmd|' /C calc'!A0".to_owned()),
        state: ResourceState::Active,
        native_state: Some("running".to_owned()),
        dependencies: ["1", "2"]
            .map(|id| format!("111111111111:eu-west-1:AWS.EC2.Volume:vol-{id}").parse().unwrap())
            .to_vec(),
        tags: tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        created_at: None,
        properties: json!({"InstanceType": "t3.micro"}),
    };
    Resource::of(&"111111111111".parse().unwrap(), found, at(0))
}

fn written(wish: &Wish, resource: &Resource) -> String {
    let mut out = Vec::new();
    lines::head(wish, &mut out).unwrap();
    lines::line(wish, resource, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn basis(complete: bool) -> Basis {
    Basis { scan_id: ScanId::generate(at(0)), assembled_at: at(0), complete }
}

fn ours(turn: Turn) -> Export {
    match turn {
        Turn::Ours(export) => *export,
        other => panic!("{other:?}"),
    }
}

fn progress() -> Progress {
    serde_json::from_value(json!({"upload": "u", "parts": [], "bytes": 0, "digest": ""})).unwrap()
}

#[test]
fn writes_a_line_of_csv() {
    use Column::{CostCenter, Dependencies, Name, NativeId, Owner, Tags, UpdatedAt};
    let wish = wish(ExportFormat::Csv, &[NativeId, Name, Owner, CostCenter, Tags, Dependencies, UpdatedAt]);

    assert_eq!(
        written(&wish, &resource(&[("Owner", "hestia, home")])),
        "native_id,name,owner,cost_center,tags,dependencies,updated_at\r\n\
         i-1,'=cmd|' /C calc'!A0,\"hestia, home\",,\"{\"\"Owner\"\":\"\"hestia, home\"\"}\",\
         111111111111:eu-west-1:AWS.EC2.Volume:vol-1 111111111111:eu-west-1:AWS.EC2.Volume:vol-2,\
         1970-01-01T00:00:00Z\r\n"
    );
}

#[test]
fn writes_a_line_of_json_that_says_everything_as_it_is() {
    let text = written(&wish(ExportFormat::Ndjson, Column::ALL), &resource(&[("Environment", "prod")]));
    let object: Value = serde_json::from_str(text.strip_suffix('\n').unwrap()).unwrap();

    assert_eq!(object.as_object().unwrap().len(), Column::ALL.len());
    assert_eq!(object["name"], "=cmd|' /C calc'!A0");
    assert_eq!(object["environment"], "prod");
    assert_eq!(object["owner"], Value::Null);
    assert_eq!(object["properties"]["InstanceType"], "t3.micro");
    for column in Column::ALL {
        assert_eq!(json!(column), column.as_str());
    }
}

#[test]
fn asks_the_inventory_for_the_owner_or_looks_for_itself() {
    let owner = ExportFilter { owner: Some("hestia".to_owned()), ..ExportFilter::default() };
    let both = ExportFilter { tag: Some("Environment=prod".to_owned()), ..owner.clone() };

    let asked = |filter: &ExportFilter| filter.of_inventory(&meanings()).tag;
    assert_eq!(asked(&owner), Some(("Owner".to_owned(), Some("hestia".to_owned()))));
    assert_eq!(asked(&both), Some(("Environment".to_owned(), Some("prod".to_owned()))));
    assert_eq!(asked(&ExportFilter { tag: Some("x".to_owned()), ..both.clone() }), Some(("x".to_owned(), None)));
    assert!(both.takes(&meanings(), &resource(&[("Owner", "hestia")])));
    assert!(!both.takes(&meanings(), &resource(&[("Owner", "ares")])));
    assert!(
        !both.takes(&TagMeanings::default(), &resource(&[("Owner", "hestia")])),
        "nobody says what names the owner"
    );
}

#[test]
fn belongs_to_one_writer_at_a_time() {
    let export = export();
    let taken = ours(export.turn(Some(basis(false)), at(1)));

    assert_eq!((taken.state, taken.attempts, taken.version), (ExportState::Writing, 1, Version(2)));
    assert_eq!(taken.turn(None, at(2)), Turn::Taken);
    let again =
        ours(taken.advanced(Some(Checkpoint { file: progress(), after: "x".to_owned(), rows: 7 })).turn(None, at(6)));
    assert_eq!((again.attempts, again.checkpoint.as_ref().unwrap().rows), (2, 7));
    assert_eq!(again.basis, taken.basis, "what it rests on is what its first line rests on");
}

#[test]
fn ends_once() {
    let taken = ours(export().turn(None, at(1)));
    let file = Written { bytes: 12, sha256: "00".to_owned() };

    let completed = taken.completed(file, 3, at(2));
    assert_eq!(completed.turn(None, at(60)), Turn::Ended);
    let told = ExportCompleted::of(&completed);
    assert_eq!((told.rows, told.bytes, told.complete), (3, 12, false), "no scan had ended");
    let failed = taken.failed("no", at(2));
    assert_eq!((failed.turn(None, at(60)), failed.checkpoint), (Turn::Ended, None));
    assert_eq!(export().turn(None, at(7 * 24 * 60)), Turn::Ended, "nobody waits for it any more");
}

#[test]
fn names_its_file_after_the_moment_and_its_object_after_itself() {
    let tenant = TenantId::generate(at(0));
    let export = export();

    assert_eq!(export.file_name(), "pantheon-inventory-19700101T000000Z.csv");
    assert_eq!(export.key(&tenant).as_str(), format!("exports/{tenant}/{}.csv", export.id));
}

proptest! {
    #[test]
    fn has_one_writer_until_it_ends(steps in proptest::collection::vec((select(vec!["turn", "advance", "complete"]), 0_i64..4), 0..12)) {
        let (mut export, mut now, mut holder_until) = (export(), at(0), None::<DateTime<Utc>>);
        for (step, minutes) in steps {
            now += TimeDelta::minutes(minutes);
            match step {
                "turn" => match export.turn(None, now) {
                    Turn::Ours(taken) => {
                        prop_assert!(holder_until.is_none_or(|until| until <= now));
                        holder_until = taken.leased_until;
                        export = *taken;
                    }
                    Turn::Taken => prop_assert!(holder_until.is_some_and(|until| until > now)),
                    Turn::Ended => prop_assert!(export.state.has_ended()),
                },
                "advance" if export.state == ExportState::Writing => export = export.advanced(None),
                "complete" if export.state == ExportState::Writing => {
                    export = export.completed(Written { bytes: 0, sha256: String::new() }, 0, now);
                }
                _ => {}
            }
        }
    }
}
