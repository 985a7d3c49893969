//! Alarms on metrics, from `DescribeAlarms`.
//!
//! Whether an alarm rings changes by itself, so it is left out.

use super::{Context, action_lists, set_off, watched, with_tags};
use crate::{
    document::{Document, sorted},
    listing::Lister,
};
use aws_sdk_cloudwatch::types::{Dimension, MetricAlarm, MetricDataQuery};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudWatch::Alarm");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let (alarms, gap) = context.metric_alarms().await;
    with_tags(context, Lister::new(TYPE), gap, alarms.iter().map(|alarm| document(scope, alarm))).await
}

fn document(scope: &Scope, alarm: &MetricAlarm) -> Option<(String, Document)> {
    let (name, arn) = (alarm.alarm_name()?, alarm.alarm_arn()?);
    let actions = alarm.alarm_actions().iter().chain(alarm.ok_actions()).chain(alarm.insufficient_data_actions());
    let metrics = alarm.metrics().iter().filter_map(|query| query.metric_stat()?.metric());
    let single = watched::resources(scope, alarm.namespace(), alarm.dimensions());
    let math = metrics.flat_map(|metric| watched::resources(scope, metric.namespace(), metric.dimensions()));
    let mut document = Document::new(TYPE, scope, name)
        .arn(Some(arn))
        .name(Some(name))
        .needs(set_off(actions))
        .needs(single.into_iter().chain(math))
        .properties(properties(alarm));
    for (list, actions) in action_lists(alarm.alarm_actions(), alarm.ok_actions(), alarm.insufficient_data_actions()) {
        document.property(list, actions);
    }
    Some((arn.to_owned(), document))
}

fn properties(alarm: &MetricAlarm) -> Value {
    json!({
        "ActionsEnabled": alarm.actions_enabled(),
        "AlarmDescription": alarm.alarm_description(),
        "AlarmName": alarm.alarm_name(),
        "ComparisonOperator": alarm.comparison_operator().map(|operator| operator.as_str()),
        "DatapointsToAlarm": alarm.datapoints_to_alarm(),
        "Dimensions": dimensions(alarm.dimensions()),
        "EvaluateLowSampleCountPercentile": alarm.evaluate_low_sample_count_percentile(),
        "EvaluationPeriods": alarm.evaluation_periods(),
        "ExtendedStatistic": alarm.extended_statistic(),
        "MetricName": alarm.metric_name(),
        "Metrics": sorted(alarm.metrics().iter().map(query)),
        "Namespace": alarm.namespace(),
        "Period": alarm.period(),
        "Statistic": alarm.statistic().map(|statistic| statistic.as_str()),
        "Threshold": alarm.threshold(),
        "ThresholdMetricId": alarm.threshold_metric_id(),
        "TreatMissingData": alarm.treat_missing_data(),
        "Unit": alarm.unit().map(|unit| unit.as_str()),
    })
}

fn query(query: &MetricDataQuery) -> Value {
    json!({
        "AccountId": query.account_id(),
        "Expression": query.expression(),
        "Id": query.id(),
        "Label": query.label(),
        "MetricStat": query.metric_stat().map(|stat| json!({
            "Metric": stat.metric().map(|metric| json!({
                "Dimensions": dimensions(metric.dimensions()),
                "MetricName": metric.metric_name(),
                "Namespace": metric.namespace(),
            })),
            "Period": stat.period(),
            "Stat": stat.stat(),
            "Unit": stat.unit().map(|unit| unit.as_str()),
        })),
        "Period": query.period(),
        "ReturnData": query.return_data(),
    })
}

fn dimensions(dimensions: &[Dimension]) -> Value {
    sorted(dimensions.iter().map(|dimension| json!({"Name": dimension.name(), "Value": dimension.value()})))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        tagged,
        wire::{Wire, cbor, found, scope},
    };

    const ARN: &str = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:cpu";

    /// From the API reference of `DescribeAlarms`.
    fn page(name: &str, next: Option<&str>) -> Vec<u8> {
        cbor(&json!({"NextToken": next, "MetricAlarms": [{
            "AlarmName": name, "AlarmArn": format!("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:{name}"),
            "ActionsEnabled": true, "OKActions": [], "InsufficientDataActions": [],
            "AlarmActions": [
                "arn:aws:sns:eu-west-1:111111111111:pages",
                "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:1:autoScalingGroupName/web:policyName/up",
                "arn:aws:automate:eu-west-1:ec2:stop",
            ],
            "StateValue": "ALARM", "StateReason": "Threshold Crossed",
            "MetricName": "CPUUtilization", "Namespace": "AWS/EC2", "Statistic": "Average", "Period": 300,
            "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}], "EvaluationPeriods": 2, "DatapointsToAlarm": 2,
            "Threshold": 80.5, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "missing",
        }]}))
    }

    #[tokio::test]
    async fn documents_alarms_of_all_pages_and_not_whether_they_ring() {
        let wire = Wire::default()
            .on(tagged::tests::ASKED, 200, tagged::tests::answer(ARN))
            .on(&["DescribeAlarms", "MetricAlarm", "NextToken"], 200, page("disk", None))
            .on(&["DescribeAlarms", "MetricAlarm"], 200, page("cpu", Some("2")));

        let listing = list(&Context::new(wire.session()), &scope("cloudwatch")).await;

        let policy =
            "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:1:autoScalingGroupName/web:policyName/up";
        let named = policy.replace(':', "~3A").replace('/', "~2F");
        let found = found(&listing);
        assert_eq!((&found[1]["native_id"], &found[1]["tags"]), (&json!("disk"), &json!({})));
        assert_eq!(
            found[0],
            json!({
                "resource_type": "AWS::CloudWatch::Alarm",
                "region": "eu-west-1",
                "native_id": "cpu",
                "arn": ARN,
                "name": "cpu",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    format!("111111111111:eu-west-1:AWS.AutoScaling.ScalingPolicy:{named}"),
                    "111111111111:eu-west-1:AWS.EC2.Instance:i-1",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Apages",
                ],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "ActionsEnabled": true,
                    "AlarmActions": [
                        "arn:aws:automate:eu-west-1:ec2:stop", policy, "arn:aws:sns:eu-west-1:111111111111:pages",
                    ],
                    "AlarmName": "cpu",
                    "ComparisonOperator": "GreaterThanThreshold",
                    "DatapointsToAlarm": 2,
                    "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
                    "EvaluationPeriods": 2,
                    "MetricName": "CPUUtilization",
                    "Namespace": "AWS/EC2",
                    "Period": 300,
                    "Statistic": "Average",
                    "Threshold": 80.5,
                    "TreatMissingData": "missing",
                },
            })
        );
    }
}
