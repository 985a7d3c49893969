//! Services of every cluster, from `ListServices` and `DescribeServices`, which tells of ten at once.
//!
//! How many tasks run and what happened lately change all the time, so they are left out.

use super::{Context, cluster, tags, task_definition};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{CALLS_AT_ONCE, Lister, read_pages},
};
use aws_sdk_ecs::{
    Client,
    types::{AwsVpcConfiguration, DeploymentConfiguration, LoadBalancer, SchedulingStrategy, Service, ServiceField},
};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ECS::Service");

const OPERATION: &str = "ecs:DescribeServices";
const CLASSIC_LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");

/// How many services one call describes.
const AT_ONCE: usize = 10;

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let (services, gaps) = context.services().await;
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, services.iter().map(|service| document(scope, service)));
    lister.miss_all(gaps.iter().cloned());
    lister.done()
}

/// Reads the services of all clusters, a few clusters at a time.
pub(super) async fn all(client: &Client) -> (Vec<Service>, Vec<Gap>) {
    let (clusters, gap) = cluster::arns(client).await;
    let (mut services, mut gaps) = (Vec::new(), Vec::from_iter(gap));
    let mut read = stream::iter(clusters).map(|cluster| of_cluster(client, cluster)).buffer_unordered(CALLS_AT_ONCE);
    while let Some((found, missed)) = read.next().await {
        services.extend(found);
        gaps.extend(missed);
    }
    (services, gaps)
}

async fn of_cluster(client: &Client, cluster: String) -> (Vec<Service>, Vec<Gap>) {
    let pages = client.list_services().cluster(&cluster).max_results(100).into_paginator().items().send();
    let (arns, gap) = read_pages("ecs:ListServices", pages).await;
    let (mut services, mut gaps) = (Vec::new(), Vec::from_iter(gap));
    for some in arns.chunks(AT_ONCE) {
        let request = client.describe_services().cluster(&cluster).set_services(Some(some.to_vec()));
        match request.include(ServiceField::Tags).send().await {
            Ok(answer) => services.extend(answer.services.unwrap_or_default()),
            Err(error) => gaps.push(gap_of(OPERATION, &error)),
        }
    }
    (services, gaps)
}

fn document(scope: &Scope, service: &Service) -> Option<Document> {
    let arn = service.service_arn()?;
    let network = service.network_configuration().and_then(|network| network.awsvpc_configuration());
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(service.service_name())
        .state(state(service.status()), service.status())
        .tags(tags(service.tags()))
        .created_at(when(service.created_at()))
        .needs(service.cluster_arn().and_then(arn::resource))
        .needs(service.task_definition().map(|named| neighbor(scope, task_definition::TYPE, named)))
        .needs(service.role_arn().and_then(arn::resource))
        .needs(service.load_balancers().iter().filter_map(|balancer| balanced_by(scope, balancer)))
        .needs_here(SUBNET, network.into_iter().flat_map(|network| network.subnets()).map(String::as_str))
        .needs_here(
            SECURITY_GROUP,
            network.into_iter().flat_map(|network| network.security_groups()).map(String::as_str),
        )
        .properties(properties(service, network));
    Some(document)
}

fn balanced_by(scope: &Scope, balancer: &LoadBalancer) -> Option<ResourceId> {
    let classic = balancer.load_balancer_name().map(|name| neighbor(scope, CLASSIC_LOAD_BALANCER, name));
    balancer.target_group_arn().and_then(arn::resource).or(classic)
}

fn properties(service: &Service, network: Option<&AwsVpcConfiguration>) -> Value {
    // A daemon runs once on every instance, so its number follows theirs.
    let is_daemon = service.scheduling_strategy() == Some(&SchedulingStrategy::Daemon);
    json!({
        "AvailabilityZoneRebalancing": service.availability_zone_rebalancing().map(|choice| choice.as_str()),
        "CapacityProviderStrategy": cluster::strategy(service.capacity_provider_strategy()),
        "Cluster": service.cluster_arn(),
        "DeploymentConfiguration": service.deployment_configuration().map(deployment),
        "DeploymentController": {
            "Type": service.deployment_controller().map(|controller| controller.r#type().as_str()),
        },
        "DesiredCount": (!is_daemon).then(|| service.desired_count()),
        "EnableECSManagedTags": service.enable_ecs_managed_tags(),
        "EnableExecuteCommand": service.enable_execute_command(),
        "HealthCheckGracePeriodSeconds": service.health_check_grace_period_seconds(),
        "LaunchType": service.launch_type().map(|kind| kind.as_str()),
        "LoadBalancers": sorted(service.load_balancers().iter().map(|balancer| json!({
            "ContainerName": balancer.container_name(),
            "ContainerPort": balancer.container_port(),
            "LoadBalancerName": balancer.load_balancer_name(),
            "TargetGroupArn": balancer.target_group_arn(),
        }))),
        "NetworkConfiguration": network.map(|network| json!({"AwsvpcConfiguration": {
            "AssignPublicIp": network.assign_public_ip().map(|choice| choice.as_str()),
            "SecurityGroups": sorted(network.security_groups()),
            "Subnets": sorted(network.subnets()),
        }})),
        "PlacementConstraints": sorted(service.placement_constraints().iter().map(|constraint| json!({
            "Expression": constraint.expression(),
            "Type": constraint.r#type().map(|kind| kind.as_str()),
        }))),
        // Strategies are tried in their order.
        "PlacementStrategies": service.placement_strategy().iter().map(|strategy| json!({
            "Field": strategy.field(),
            "Type": strategy.r#type().map(|kind| kind.as_str()),
        })).collect::<Vec<_>>(),
        "PlatformVersion": service.platform_version(),
        "PropagateTags": service.propagate_tags().map(|from| from.as_str()),
        "Role": service.role_arn(),
        "SchedulingStrategy": service.scheduling_strategy().map(SchedulingStrategy::as_str),
        "ServiceName": service.service_name(),
        "ServiceRegistries": sorted(service.service_registries().iter().map(|registry| json!({
            "ContainerName": registry.container_name(),
            "ContainerPort": registry.container_port(),
            "Port": registry.port(),
            "RegistryArn": registry.registry_arn(),
        }))),
        "TaskDefinition": service.task_definition(),
    })
}

fn deployment(deployment: &DeploymentConfiguration) -> Value {
    json!({
        "DeploymentCircuitBreaker": deployment.deployment_circuit_breaker().map(|breaker| json!({
            "Enable": breaker.enable(),
            "Rollback": breaker.rollback(),
        })),
        "MaximumPercent": deployment.maximum_percent(),
        "MinimumHealthyPercent": deployment.minimum_healthy_percent(),
    })
}

fn state(status: Option<&str>) -> ResourceState {
    match status {
        Some("DRAINING" | "INACTIVE") => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

/// From the API references of `ListClusters` and `ListServices`.
#[cfg(test)]
pub(super) const CLUSTERS: &str = r#"{"clusterArns": ["arn:aws:ecs:eu-west-1:111111111111:cluster/web"]}"#;
#[cfg(test)]
pub(super) const ARNS: &str = r#"{"serviceArns": ["arn:aws:ecs:eu-west-1:111111111111:service/web/shop"]}"#;

/// From the API reference of `DescribeServices`.
#[cfg(test)]
pub(super) const SERVICES: &str = r#"{"failures": [], "services": [{
    "serviceArn": "arn:aws:ecs:eu-west-1:111111111111:service/web/shop", "serviceName": "shop", "status": "ACTIVE",
    "clusterArn": "arn:aws:ecs:eu-west-1:111111111111:cluster/web", "desiredCount": 2, "runningCount": 1,
    "pendingCount": 1, "launchType": "FARGATE", "platformVersion": "LATEST", "createdAt": 1700000000,
    "taskDefinition": "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:6",
    "loadBalancers": [{"containerName": "app", "containerPort": 80, "targetGroupArn":
        "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop/73e2d6bc24d8a067"}],
    "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100,
        "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
    "deployments": [{"id": "ecs-svc/1", "status": "PRIMARY", "runningCount": 1}],
    "events": [{"id": "1", "message": "(service shop) has reached a steady state."}],
    "networkConfiguration": {"awsvpcConfiguration":
        {"subnets": ["subnet-b", "subnet-a"], "securityGroups": ["sg-1"], "assignPublicIp": "ENABLED"}},
    "roleArn": "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    "schedulingStrategy": "REPLICA", "deploymentController": {"type": "ECS"},
    "enableECSManagedTags": false, "enableExecuteCommand": true, "propagateTags": "NONE",
    "tags": [{"key": "team", "value": "shop"}]}]}"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    fn wire() -> Wire {
        Wire::default().on(&["V20141113.ListClusters"], 200, CLUSTERS).on(&["V20141113.ListServices"], 200, ARNS)
    }

    #[tokio::test]
    async fn documents_a_service() {
        let wire = wire().on(&["V20141113.DescribeServices", "cluster/web", "TAGS"], 200, SERVICES);

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("ecs")).await;

        let group = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop/73e2d6bc24d8a067";
        let role = "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
        let encoded = |arn: &str| arn.replace(':', "~3A").replace('/', "~2F");
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ECS::Service",
                "region": "eu-west-1",
                "native_id": "arn:aws:ecs:eu-west-1:111111111111:service/web/shop",
                "arn": "arn:aws:ecs:eu-west-1:111111111111:service/web/shop",
                "name": "shop",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.ECS.Cluster:web",
                    format!("111111111111:eu-west-1:AWS.ECS.TaskDefinition:{}",
                        encoded("arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:6")),
                    format!("111111111111:eu-west-1:AWS.ElasticLoadBalancingV2.TargetGroup:{}", encoded(group)),
                    "111111111111:global:AWS.IAM.Role:AWSServiceRoleForECS",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "Cluster": "arn:aws:ecs:eu-west-1:111111111111:cluster/web",
                    "DeploymentConfiguration": {
                        "DeploymentCircuitBreaker": {"Enable": true, "Rollback": true},
                        "MaximumPercent": 200,
                        "MinimumHealthyPercent": 100,
                    },
                    "DeploymentController": {"Type": "ECS"},
                    "DesiredCount": 2,
                    "EnableECSManagedTags": false,
                    "EnableExecuteCommand": true,
                    "LaunchType": "FARGATE",
                    "LoadBalancers": [{"ContainerName": "app", "ContainerPort": 80, "TargetGroupArn": group}],
                    "NetworkConfiguration": {"AwsvpcConfiguration": {
                        "AssignPublicIp": "ENABLED",
                        "SecurityGroups": ["sg-1"],
                        "Subnets": ["subnet-a", "subnet-b"],
                    }},
                    "PlatformVersion": "LATEST",
                    "PropagateTags": "NONE",
                    "Role": role,
                    "SchedulingStrategy": "REPLICA",
                    "ServiceName": "shop",
                    "TaskDefinition": "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:6",
                },
            }])
        );
    }

    #[tokio::test]
    async fn tells_that_it_may_not_describe_the_services_that_there_are() {
        let wire = wire().on(&["V20141113.DescribeServices"], 400, r#"{"__type": "AccessDeniedException"}"#);

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("ecs")).await;

        let told: Vec<_> = listing.gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
        assert_eq!((listing.found.len(), told), (0, vec![(OPERATION, GapReason::Denied)]));
    }
}
