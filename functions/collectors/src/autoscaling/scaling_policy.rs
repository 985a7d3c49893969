//! Scaling policies, from `DescribePolicies`.

use super::group;
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_autoscaling::{
    Client,
    types::{ScalingPolicy, TargetTrackingConfiguration},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::AutoScaling::ScalingPolicy");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_policies().max_records(100).into_paginator().items().send();
    list_pages(TYPE, "autoscaling:DescribePolicies", pages, |policy| document(scope, &policy)).await
}

fn document(scope: &Scope, policy: &ScalingPolicy) -> Option<Document> {
    let arn = policy.policy_arn()?;
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(policy.policy_name())
        .needs_here(group::TYPE, policy.auto_scaling_group_name())
        .properties(json!({
            "AdjustmentType": policy.adjustment_type(),
            "AlarmNames": sorted(policy.alarms().iter().filter_map(|alarm| alarm.alarm_name())),
            "AutoScalingGroupName": policy.auto_scaling_group_name(),
            "Cooldown": policy.cooldown(),
            "Enabled": policy.enabled(),
            "EstimatedInstanceWarmup": policy.estimated_instance_warmup(),
            "MetricAggregationType": policy.metric_aggregation_type(),
            "MinAdjustmentMagnitude": policy.min_adjustment_magnitude(),
            "PolicyName": policy.policy_name(),
            "PolicyType": policy.policy_type(),
            "PredictiveScalingConfiguration": policy.predictive_scaling_configuration().map(|prediction| json!({
                "Mode": prediction.mode().map(|mode| mode.as_str()),
                "SchedulingBufferTime": prediction.scheduling_buffer_time(),
            })),
            "ScalingAdjustment": policy.scaling_adjustment(),
            "StepAdjustments": sorted(policy.step_adjustments().iter().map(|step| json!({
                "MetricIntervalLowerBound": step.metric_interval_lower_bound(),
                "MetricIntervalUpperBound": step.metric_interval_upper_bound(),
                "ScalingAdjustment": step.scaling_adjustment(),
            }))),
            "TargetTrackingConfiguration": policy.target_tracking_configuration().map(tracking),
        }));
    Some(document)
}

fn tracking(tracking: &TargetTrackingConfiguration) -> Value {
    json!({
        "CustomizedMetricSpecification": tracking.customized_metric_specification().map(|metric| json!({
            "MetricName": metric.metric_name(),
            "Namespace": metric.namespace(),
            "Statistic": metric.statistic().map(|statistic| statistic.as_str()),
        })),
        "DisableScaleIn": tracking.disable_scale_in(),
        "PredefinedMetricSpecification": tracking.predefined_metric_specification().map(|metric| json!({
            "PredefinedMetricType": metric.predefined_metric_type().map(|kind| kind.as_str()),
            "ResourceLabel": metric.resource_label(),
        })),
        "TargetValue": tracking.target_value(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribePolicies`.
    const ANSWER: &str = r#"<DescribePoliciesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
        <DescribePoliciesResult><ScalingPolicies><member>
            <PolicyARN>arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:1:autoScalingGroupName/web:policyName/cpu</PolicyARN>
            <PolicyName>cpu</PolicyName><PolicyType>TargetTrackingScaling</PolicyType><AutoScalingGroupName>web</AutoScalingGroupName>
            <TargetTrackingConfiguration>
                <PredefinedMetricSpecification><PredefinedMetricType>ASGAverageCPUUtilization</PredefinedMetricType></PredefinedMetricSpecification>
                <TargetValue>60.0</TargetValue><DisableScaleIn>false</DisableScaleIn>
            </TargetTrackingConfiguration>
            <Alarms><member><AlarmName>b</AlarmName></member><member><AlarmName>a</AlarmName></member></Alarms>
            <Enabled>true</Enabled>
        </member></ScalingPolicies></DescribePoliciesResult>
    </DescribePoliciesResponse>"#;

    #[tokio::test]
    async fn documents_a_policy() {
        let wire = Wire::default().on(&["Action=DescribePolicies"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("autoscaling")).await;

        let arn = "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:1:autoScalingGroupName/web:policyName/cpu";
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::AutoScaling::ScalingPolicy",
                "region": "eu-west-1",
                "native_id": arn,
                "arn": arn,
                "name": "cpu",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.AutoScaling.AutoScalingGroup:web"],
                "tags": {},
                "created_at": null,
                "properties": {
                    "AlarmNames": ["a", "b"],
                    "AutoScalingGroupName": "web",
                    "Enabled": true,
                    "PolicyName": "cpu",
                    "PolicyType": "TargetTrackingScaling",
                    "TargetTrackingConfiguration": {
                        "DisableScaleIn": false,
                        "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
                        "TargetValue": 60.0,
                    },
                },
            }])
        );
    }
}
