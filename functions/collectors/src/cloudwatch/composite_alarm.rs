//! Alarms on alarms, from `DescribeAlarms`.
//!
//! Whether an alarm rings changes by itself, so it is left out.

use super::{Context, action_lists, alarm, set_off, with_tags};
use crate::{
    document::{Document, neighbor},
    listing::Lister,
};
use aws_sdk_cloudwatch::types::CompositeAlarm;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::json;
use std::collections::BTreeSet;

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudWatch::CompositeAlarm");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let (alarms, gap) = context.composite_alarms().await;
    let composite: BTreeSet<&str> = alarms.iter().filter_map(|alarm| alarm.alarm_name()).collect();
    let documents = alarms.iter().map(|alarm| document(scope, &composite, alarm));
    with_tags(context, Lister::new(TYPE), gap, documents).await
}

fn document(scope: &Scope, composite: &BTreeSet<&str>, alarm: &CompositeAlarm) -> Option<(String, Document)> {
    let (name, arn) = (alarm.alarm_name()?, alarm.alarm_arn()?);
    let actions = alarm.alarm_actions().iter().chain(alarm.ok_actions()).chain(alarm.insufficient_data_actions());
    let others = alarms_in(alarm.alarm_rule().unwrap_or_default()).into_iter().chain(alarm.actions_suppressor());
    let mut document = Document::new(TYPE, scope, name)
        .arn(Some(arn))
        .name(Some(name))
        .needs(set_off(actions))
        .needs(others.map(|other| alarm_id(scope, composite, other)))
        .properties(json!({
            "ActionsEnabled": alarm.actions_enabled(),
            "ActionsSuppressor": alarm.actions_suppressor(),
            "ActionsSuppressorExtensionPeriod": alarm.actions_suppressor_extension_period(),
            "ActionsSuppressorWaitPeriod": alarm.actions_suppressor_wait_period(),
            "AlarmDescription": alarm.alarm_description(),
            "AlarmName": name,
            "AlarmRule": alarm.alarm_rule(),
        }));
    for (list, actions) in action_lists(alarm.alarm_actions(), alarm.ok_actions(), alarm.insufficient_data_actions()) {
        document.property(list, actions);
    }
    Some((arn.to_owned(), document))
}

/// Finds the alarms that a rule asks about: `ALARM("cpu") AND NOT OK(disk)`.
fn alarms_in(rule: &str) -> Vec<&str> {
    const QUESTIONS: &[&str] = &["ALARM", "OK", "INSUFFICIENT_DATA"];
    let mut names = Vec::new();
    let mut rest = rule;
    while let Some((before, after)) = rest.split_once('(') {
        let before = before.trim_end();
        let asks = QUESTIONS.iter().any(|question| before.ends_with(question));
        if !asks {
            rest = after;
            continue;
        }
        let after = after.trim_start();
        // A name in quotes may hold parentheses of its own.
        let (name, behind) = match after.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split_once(['"', '\'']).unwrap_or((quoted, "")),
            None => after.split_once(')').unwrap_or((after, "")),
        };
        names.push(name.trim());
        rest = behind;
    }
    names
}

/// Names an alarm that a rule gives by name or ARN; the rule does not say of which kind it is.
fn alarm_id(scope: &Scope, composite: &BTreeSet<&str>, alarm: &str) -> ResourceId {
    let name = alarm.split_once(":alarm:").filter(|_| alarm.starts_with("arn:")).map_or(alarm, |(_, name)| name);
    neighbor(scope, if composite.contains(name) { TYPE } else { alarm::TYPE }, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        tagged,
        wire::{Wire, cbor, found, scope},
    };
    use proptest::prelude::*;

    const ARN: &str = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:shop";

    const RULE: &str =
        r#"(ALARM("cpu (eu)") OR ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:disk)) AND NOT ALARM(shop)"#;

    /// From the API reference of `DescribeAlarms`.
    fn answer() -> Vec<u8> {
        cbor(&json!({"CompositeAlarms": [{
            "AlarmName": "shop", "AlarmArn": ARN, "ActionsEnabled": false, "StateValue": "OK", "AlarmRule": RULE,
            "AlarmActions": ["arn:aws:sns:eu-west-1:111111111111:pages"], "OKActions": [], "InsufficientDataActions": [],
        }]}))
    }

    #[tokio::test]
    async fn documents_an_alarm_on_alarms() {
        let wire = Wire::default().on(tagged::tests::ASKED, 200, tagged::tests::answer(ARN)).on(
            &["DescribeAlarms", "CompositeAlarm"],
            200,
            answer(),
        );

        let listing = list(&Context::new(wire.session()), &scope("cloudwatch")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::CloudWatch::CompositeAlarm",
                "region": "eu-west-1",
                "native_id": "shop",
                "arn": ARN,
                "name": "shop",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.CloudWatch.Alarm:cpu~20~28eu~29",
                    "111111111111:eu-west-1:AWS.CloudWatch.Alarm:disk",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Apages",
                ],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "ActionsEnabled": false,
                    "AlarmActions": ["arn:aws:sns:eu-west-1:111111111111:pages"],
                    "AlarmName": "shop",
                    "AlarmRule": RULE,
                },
            }])
        );
    }

    proptest! {
        #[test]
        fn finds_the_names_in_a_rule(names in prop::collection::vec("[a-z][a-z0-9 ()-]{0,10}[a-z0-9]", 0..5)) {
            let questions: Vec<_> = names.iter().map(|name| format!("NOT ALARM ( \"{name}\" )")).collect();
            let rule = format!("({})", questions.join(" AND "));

            prop_assert_eq!(alarms_in(&rule), names);
        }

        #[test]
        fn takes_whatever_comes(rule in "(ALARM|OK|[()\"' a-z]){0,20}") {
            alarms_in(&rule);
        }
    }
}
