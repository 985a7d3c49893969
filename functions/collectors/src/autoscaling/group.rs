//! Auto Scaling groups, from `DescribeAutoScalingGroups`.
//!
//! Health checks of instances come and go by themselves, so of the instances only their names stay.

use super::launch_configuration;
use crate::{
    arn,
    document::{Document, sorted, tags, when},
    listing::list_pages,
};
use aws_sdk_autoscaling::{
    Client,
    types::{AutoScalingGroup, LaunchTemplateSpecification, MixedInstancesPolicy},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::AutoScaling::AutoScalingGroup");

const INSTANCE: TypeName = TypeName::new("AWS::EC2::Instance");
const LAUNCH_TEMPLATE: TypeName = TypeName::new("AWS::EC2::LaunchTemplate");
const LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_auto_scaling_groups().max_records(100).into_paginator().items().send();
    list_pages(TYPE, "autoscaling:DescribeAutoScalingGroups", pages, |group| document(scope, &group)).await
}

fn document(scope: &Scope, group: &AutoScalingGroup) -> Option<Document> {
    let name = group.auto_scaling_group_name()?;
    let named = group.target_group_arns().iter().map(String::as_str).chain(group.service_linked_role_arn());
    let state = if group.status().is_some() { ResourceState::Deleting } else { ResourceState::Active };
    let document = Document::new(TYPE, scope, name)
        .arn(group.auto_scaling_group_arn())
        .name(Some(name))
        .state(state, group.status())
        .tags(tags(group.tags().iter().map(|tag| (tag.key(), tag.value()))))
        .created_at(when(group.created_time()))
        .needs_here(SUBNET, subnets(group))
        .needs_here(INSTANCE, instances(group))
        .needs_here(launch_configuration::TYPE, group.launch_configuration_name())
        .needs_here(LAUNCH_TEMPLATE, templates(group).filter_map(|template| template.launch_template_id()))
        .needs_here(LOAD_BALANCER, group.load_balancer_names().iter().map(String::as_str))
        .needs(named.filter_map(arn::resource))
        .properties(properties(group));
    Some(document)
}

fn properties(group: &AutoScalingGroup) -> Value {
    json!({
        "AutoScalingGroupName": group.auto_scaling_group_name(),
        "AvailabilityZones": sorted(group.availability_zones()),
        "CapacityRebalance": group.capacity_rebalance(),
        "Cooldown": group.default_cooldown(),
        "DefaultInstanceWarmup": group.default_instance_warmup(),
        "DesiredCapacity": group.desired_capacity(),
        "DesiredCapacityType": group.desired_capacity_type(),
        "HealthCheckGracePeriod": group.health_check_grace_period(),
        "HealthCheckType": group.health_check_type(),
        "InstanceIds": sorted(instances(group)),
        "InstanceMaintenancePolicy": group.instance_maintenance_policy().map(|policy| json!({
            "MaxHealthyPercentage": policy.max_healthy_percentage(),
            "MinHealthyPercentage": policy.min_healthy_percentage(),
        })),
        "LaunchConfigurationName": group.launch_configuration_name(),
        "LaunchTemplate": group.launch_template().map(template),
        "LoadBalancerNames": sorted(group.load_balancer_names()),
        "MaxInstanceLifetime": group.max_instance_lifetime(),
        "MaxSize": group.max_size(),
        "MetricsCollection": sorted(group.enabled_metrics().iter().map(|enabled| json!({
            "Granularity": enabled.granularity(),
            "Metric": enabled.metric(),
        }))),
        "MinSize": group.min_size(),
        "MixedInstancesPolicy": group.mixed_instances_policy().map(mixture),
        "NewInstancesProtectedFromScaleIn": group.new_instances_protected_from_scale_in(),
        "PlacementGroup": group.placement_group(),
        "ServiceLinkedRoleARN": group.service_linked_role_arn(),
        "SuspendedProcesses": sorted(group.suspended_processes().iter().filter_map(|process| process.process_name())),
        "TargetGroupARNs": sorted(group.target_group_arns()),
        // The first policy that applies decides.
        "TerminationPolicies": group.termination_policies(),
        "TrafficSources": sorted(group.traffic_sources().iter().map(|source| json!({
            "Identifier": source.identifier(),
            "Type": source.r#type(),
        }))),
        "VPCZoneIdentifier": sorted(subnets(group)),
    })
}

fn template(template: &LaunchTemplateSpecification) -> Value {
    json!({
        "LaunchTemplateId": template.launch_template_id(),
        "LaunchTemplateName": template.launch_template_name(),
        "Version": template.version(),
    })
}

/// The order of the overrides is that of preference.
fn mixture(policy: &MixedInstancesPolicy) -> Value {
    let launch = policy.launch_template();
    let overrides = launch.into_iter().flat_map(|launch| launch.overrides());
    json!({
        "InstancesDistribution": policy.instances_distribution().map(|distribution| json!({
            "OnDemandAllocationStrategy": distribution.on_demand_allocation_strategy(),
            "OnDemandBaseCapacity": distribution.on_demand_base_capacity(),
            "OnDemandPercentageAboveBaseCapacity": distribution.on_demand_percentage_above_base_capacity(),
            "SpotAllocationStrategy": distribution.spot_allocation_strategy(),
            "SpotInstancePools": distribution.spot_instance_pools(),
            "SpotMaxPrice": distribution.spot_max_price(),
        })),
        "LaunchTemplate": {
            "LaunchTemplateSpecification": launch.and_then(|launch| launch.launch_template_specification()).map(template),
            "Overrides": overrides.map(|choice| json!({
                "InstanceType": choice.instance_type(),
                "LaunchTemplateSpecification": choice.launch_template_specification().map(template),
                "WeightedCapacity": choice.weighted_capacity(),
            })).collect::<Vec<_>>(),
        },
    })
}

fn templates(group: &AutoScalingGroup) -> impl Iterator<Item = &LaunchTemplateSpecification> {
    let mixed = group.mixed_instances_policy().and_then(|policy| policy.launch_template());
    let overrides = mixed.into_iter().flat_map(|launch| launch.overrides());
    let chosen = overrides.filter_map(|choice| choice.launch_template_specification());
    group
        .launch_template()
        .into_iter()
        .chain(mixed.and_then(|mixed| mixed.launch_template_specification()))
        .chain(chosen)
}

fn subnets(group: &AutoScalingGroup) -> impl Iterator<Item = &str> {
    group.vpc_zone_identifier().into_iter().flat_map(|subnets| subnets.split(',')).filter(|subnet| !subnet.is_empty())
}

fn instances(group: &AutoScalingGroup) -> impl Iterator<Item = &str> {
    group.instances().iter().filter_map(|instance| instance.instance_id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeAutoScalingGroups`.
    const ANSWER: &str = r#"<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
        <DescribeAutoScalingGroupsResult><AutoScalingGroups><member>
            <AutoScalingGroupName>web</AutoScalingGroupName>
            <AutoScalingGroupARN>arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/web</AutoScalingGroupARN>
            <MinSize>2</MinSize><MaxSize>6</MaxSize><DesiredCapacity>2</DesiredCapacity><DefaultCooldown>300</DefaultCooldown>
            <MixedInstancesPolicy><LaunchTemplate>
                <LaunchTemplateSpecification><LaunchTemplateId>lt-1</LaunchTemplateId><Version>$Default</Version></LaunchTemplateSpecification>
                <Overrides><member><InstanceType>m6i.large</InstanceType></member><member><InstanceType>m5.large</InstanceType></member></Overrides>
            </LaunchTemplate><InstancesDistribution><OnDemandBaseCapacity>1</OnDemandBaseCapacity></InstancesDistribution></MixedInstancesPolicy>
            <AvailabilityZones><member>eu-west-1b</member><member>eu-west-1a</member></AvailabilityZones>
            <TargetGroupARNs><member>arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1</member></TargetGroupARNs>
            <HealthCheckType>ELB</HealthCheckType><HealthCheckGracePeriod>60</HealthCheckGracePeriod>
            <Instances><member><InstanceId>i-1</InstanceId><AvailabilityZone>eu-west-1a</AvailabilityZone>
                <LifecycleState>InService</LifecycleState><HealthStatus>Healthy</HealthStatus></member></Instances>
            <CreatedTime>2026-01-02T03:04:05Z</CreatedTime><SuspendedProcesses/>
            <VPCZoneIdentifier>subnet-b,subnet-a</VPCZoneIdentifier>
            <Tags><member><ResourceId>web</ResourceId><ResourceType>auto-scaling-group</ResourceType>
                <Key>env</Key><Value>prod</Value><PropagateAtLaunch>true</PropagateAtLaunch></member></Tags>
            <TerminationPolicies><member>OldestInstance</member><member>Default</member></TerminationPolicies>
            <NewInstancesProtectedFromScaleIn>false</NewInstancesProtectedFromScaleIn>
        </member></AutoScalingGroups></DescribeAutoScalingGroupsResult>
    </DescribeAutoScalingGroupsResponse>"#;

    #[tokio::test]
    async fn documents_a_group_and_everything_that_it_runs_on() {
        let wire = Wire::default().on(&["Action=DescribeAutoScalingGroups"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("autoscaling")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::AutoScaling::AutoScalingGroup",
                "region": "eu-west-1",
                "native_id": "web",
                "arn": "arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/web",
                "name": "web",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Instance:i-1",
                    "111111111111:eu-west-1:AWS.EC2.LaunchTemplate:lt-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.ElasticLoadBalancingV2.TargetGroup:arn~3Aaws~3Aelasticloadbalancing~3Aeu-west-1~3A111111111111~3Atargetgroup~2Fweb~2F1",
                ],
                "tags": {"env": "prod"},
                "created_at": "2026-01-02T03:04:05Z",
                "properties": {
                    "AutoScalingGroupName": "web",
                    "AvailabilityZones": ["eu-west-1a", "eu-west-1b"],
                    "Cooldown": 300,
                    "DesiredCapacity": 2,
                    "HealthCheckGracePeriod": 60,
                    "HealthCheckType": "ELB",
                    "InstanceIds": ["i-1"],
                    "MaxSize": 6,
                    "MinSize": 2,
                    "MixedInstancesPolicy": {
                        "InstancesDistribution": {"OnDemandBaseCapacity": 1},
                        "LaunchTemplate": {
                            "LaunchTemplateSpecification": {"LaunchTemplateId": "lt-1", "Version": "$Default"},
                            "Overrides": [{"InstanceType": "m6i.large"}, {"InstanceType": "m5.large"}],
                        },
                    },
                    "NewInstancesProtectedFromScaleIn": false,
                    "TargetGroupARNs": ["arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1"],
                    "TerminationPolicies": ["OldestInstance", "Default"],
                    "VPCZoneIdentifier": ["subnet-a", "subnet-b"],
                },
            }])
        );
    }
}
