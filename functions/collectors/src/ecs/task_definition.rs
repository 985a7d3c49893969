//! Task definitions, from `ListTaskDefinitionFamilies` and `DescribeTaskDefinition`: the latest
//! active revision of each family, and those that a service runs.
//!
//! The values of environment variables are where secrets hide, and commands and the options of
//! other log drivers are not far behind: of them only names are kept.

use super::{Context, tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{CALLS_AT_ONCE, Lister, is_one_of, read_pages},
};
use aws_sdk_ecs::{
    operation::describe_task_definition::DescribeTaskDefinitionOutput,
    types::{
        ContainerDefinition, LogConfiguration, TaskDefinitionFamilyStatus, TaskDefinitionField, TaskDefinitionStatus,
        Volume,
    },
};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::{AccountId, Region, TypeName},
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) const TYPE: TypeName = TypeName::new("AWS::ECS::TaskDefinition");

const OPERATION: &str = "ecs:DescribeTaskDefinition";
const FILE_SYSTEM: TypeName = TypeName::new("AWS::EFS::FileSystem");
const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const PARAMETER: TypeName = TypeName::new("AWS::SSM::Parameter");
const REPOSITORY: TypeName = TypeName::new("AWS::ECR::Repository");

/// What AWS answers about a family that was left without an active revision since it was listed.
const GONE: &[&str] = &["ClientException"];

/// The options of a log driver that say where logs go; those of others may hold tokens.
const LOG_OPTIONS: &[&str] = &["awslogs-group", "awslogs-region", "awslogs-stream-prefix", "mode"];

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let request = context.client.list_task_definition_families().status(TaskDefinitionFamilyStatus::Active);
    let pages = request.into_paginator().items().send();
    let (families, gap) = read_pages("ecs:ListTaskDefinitionFamilies", pages).await;
    lister.miss_all(gap);
    let latest = read(context, &mut lister, families).await;

    let (services, gaps) = context.services().await;
    // An unseen service may run what would then be taken for deleted.
    lister.miss_all(gaps.iter().cloned());
    let known: BTreeSet<&str> = latest.iter().filter_map(|answer| arn_of(answer)).collect();
    let run: BTreeSet<&str> = services.iter().filter_map(|service| service.task_definition()).collect();
    let older = run.difference(&known).map(|arn| (*arn).to_owned()).collect();
    let older = read(context, &mut lister, older).await;

    lister.take_all(OPERATION, latest.iter().chain(&older).map(|answer| document(scope, answer)));
    lister.done()
}

/// Reads revisions by their names, or the latest of families, a few at a time.
async fn read(context: &Context, lister: &mut Lister, named: Vec<String>) -> Vec<DescribeTaskDefinitionOutput> {
    let ask = |name: String| async move {
        let request = context.client.describe_task_definition().task_definition(name);
        request.include(TaskDefinitionField::Tags).send().await
    };
    let mut answers = stream::iter(named).map(ask).buffer_unordered(CALLS_AT_ONCE);
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(answer) => found.push(answer),
            Err(error) if is_one_of(&error, GONE) => {}
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    found
}

fn arn_of(answer: &DescribeTaskDefinitionOutput) -> Option<&str> {
    answer.task_definition()?.task_definition_arn()
}

fn document(scope: &Scope, answer: &DescribeTaskDefinitionOutput) -> Option<Document> {
    let (arn, definition) = (arn_of(answer)?, answer.task_definition()?);
    let roles = definition.task_role_arn().into_iter().chain(definition.execution_role_arn());
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(definition.family())
        .state(state(definition.status()), definition.status().map(TaskDefinitionStatus::as_str))
        .tags(tags(answer.tags()))
        .created_at(when(definition.registered_at()))
        .needs(roles.filter_map(arn::resource))
        .needs(definition.container_definitions().iter().flat_map(|container| needs(scope, container)))
        .needs_here(FILE_SYSTEM, definition.volumes().iter().filter_map(file_system))
        .properties(json!({
            "ContainerDefinitions": sorted(definition.container_definitions().iter().map(container)),
            "Cpu": definition.cpu(),
            "EphemeralStorage": {"SizeInGiB": definition.ephemeral_storage().map(|storage| storage.size_in_gib())},
            "ExecutionRoleArn": definition.execution_role_arn(),
            "Family": definition.family(),
            "IpcMode": definition.ipc_mode().map(|mode| mode.as_str()),
            "Memory": definition.memory(),
            "NetworkMode": definition.network_mode().map(|mode| mode.as_str()),
            "PidMode": definition.pid_mode().map(|mode| mode.as_str()),
            "RequiresCompatibilities":
                sorted(definition.requires_compatibilities().iter().map(|kind| kind.as_str())),
            "Revision": definition.revision(),
            "RuntimePlatform": definition.runtime_platform().map(|platform| json!({
                "CpuArchitecture": platform.cpu_architecture().map(|name| name.as_str()),
                "OperatingSystemFamily": platform.operating_system_family().map(|name| name.as_str()),
            })),
            "TaskRoleArn": definition.task_role_arn(),
            "Volumes": sorted(definition.volumes().iter().map(volume)),
        }));
    Some(document)
}

/// Returns what a container needs: its image, its secrets and the group of its logs.
fn needs(scope: &Scope, container: &ContainerDefinition) -> Vec<ResourceId> {
    let secrets = container.secrets().iter().map(|secret| secret.value_from());
    let login = container.repository_credentials().map(|credentials| credentials.credentials_parameter());
    let options = container.log_configuration().and_then(|logs| logs.options());
    let group = options.and_then(|options| options.get("awslogs-group"));
    let image = container.image().and_then(repository);
    let group = group.map(|name| neighbor(scope, LOG_GROUP, name));
    let secrets = secrets.chain(login).filter_map(|named| secret(scope, named));
    secrets.chain(image).chain(group).collect()
}

/// Returns what holds a secret: a parameter of the same region may be named without its ARN.
fn secret(scope: &Scope, named: &str) -> Option<ResourceId> {
    if named.starts_with("arn:") { arn::resource(named) } else { Some(neighbor(scope, PARAMETER, named)) }
}

/// Returns the repository of an image that a registry of AWS keeps.
fn repository(image: &str) -> Option<ResourceId> {
    let (registry, path) = image.split_once('/')?;
    let (account, rest) = registry.split_once(".dkr.ecr.")?;
    let account_id: AccountId = account.parse().ok()?;
    let region: Region = rest.split('.').next()?.parse().ok()?;
    let name = path.split(['@', ':']).next()?;
    Some(ResourceId { account_id, region, resource_type: REPOSITORY.into(), native_id: name.to_owned() })
}

fn file_system(volume: &Volume) -> Option<&str> {
    volume.efs_volume_configuration().map(|shared| shared.file_system_id())
}

fn container(container: &ContainerDefinition) -> Value {
    let capabilities = container.linux_parameters().and_then(|linux| linux.capabilities());
    json!({
        "Cpu": container.cpu(),
        "EnvironmentFiles": sorted(container.environment_files().iter().map(|file| file.value())),
        "EnvironmentNames": sorted(container.environment().iter().filter_map(|variable| variable.name())),
        "Essential": container.essential(),
        "Image": container.image(),
        "LinuxParameters": {"Capabilities": capabilities.map(|capabilities| json!({
            "Add": sorted(capabilities.add()),
            "Drop": sorted(capabilities.drop()),
        }))},
        "LogConfiguration": container.log_configuration().map(logs),
        "Memory": container.memory(),
        "MemoryReservation": container.memory_reservation(),
        "MountPoints": sorted(container.mount_points().iter().map(|mount| json!({
            "ContainerPath": mount.container_path(),
            "ReadOnly": mount.read_only(),
            "SourceVolume": mount.source_volume(),
        }))),
        "Name": container.name(),
        "PortMappings": sorted(container.port_mappings().iter().map(|port| json!({
            "ContainerPort": port.container_port(),
            "HostPort": port.host_port(),
            "Protocol": port.protocol().map(|protocol| protocol.as_str()),
        }))),
        "Privileged": container.privileged(),
        "ReadonlyRootFilesystem": container.readonly_root_filesystem(),
        "RepositoryCredentials": {
            "CredentialsParameter":
                container.repository_credentials().map(|credentials| credentials.credentials_parameter()),
        },
        "Secrets": sorted(container.secrets().iter().map(|secret| json!({
            "Name": secret.name(),
            "ValueFrom": secret.value_from(),
        }))),
        "User": container.user(),
    })
}

fn logs(logs: &LogConfiguration) -> Value {
    let options = logs.options().into_iter().flatten();
    let harmless = options.filter(|(name, _)| LOG_OPTIONS.contains(&name.as_str()));
    json!({
        "LogDriver": logs.log_driver().as_str(),
        "Options": harmless.map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>(),
    })
}

fn volume(volume: &Volume) -> Value {
    json!({
        "EFSVolumeConfiguration": volume.efs_volume_configuration().map(|shared| json!({
            "AuthorizationConfig": shared.authorization_config().map(|authorization| json!({
                "AccessPointId": authorization.access_point_id(),
                "IAM": authorization.iam().map(|choice| choice.as_str()),
            })),
            "FilesystemId": shared.file_system_id(),
            "RootDirectory": shared.root_directory(),
            "TransitEncryption": shared.transit_encryption().map(|choice| choice.as_str()),
        })),
        "Host": {"SourcePath": volume.host().and_then(|host| host.source_path())},
        "Name": volume.name(),
    })
}

fn state(status: Option<&TaskDefinitionStatus>) -> ResourceState {
    match status {
        Some(TaskDefinitionStatus::DeleteInProgress) => ResourceState::Deleting,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::super::service::{ARNS, CLUSTERS, SERVICES};
    use super::*;
    use crate::wire::{Wire, found, scope};
    use aws_sdk_ecs::Client;
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListTaskDefinitionFamilies`.
    const FAMILIES: &str = r#"{"families": ["shop"]}"#;

    /// From the API reference of `DescribeTaskDefinition`.
    const DEFINITION: &str = r#"{"tags": [{"key": "team", "value": "shop"}], "taskDefinition": {
        "taskDefinitionArn": "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:7", "family": "shop", "revision": 7,
        "status": "ACTIVE", "networkMode": "awsvpc", "cpu": "256", "memory": "512", "registeredAt": 1700000000,
        "requiresCompatibilities": ["FARGATE"], "requiresAttributes": [{"name": "com.amazonaws.ecs.capability.x"}],
        "taskRoleArn": "arn:aws:iam::111111111111:role/shop", "executionRoleArn": "arn:aws:iam::111111111111:role/pull",
        "volumes": [{"name": "data", "efsVolumeConfiguration":
            {"fileSystemId": "fs-1", "transitEncryption": "ENABLED", "rootDirectory": "/"}}],
        "containerDefinitions": [{
            "name": "app", "image": "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/shop:1.2", "cpu": 0,
            "essential": true, "privileged": false, "readonlyRootFilesystem": true, "user": "1000",
            "command": ["serve", "--token", "hunter2"], "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
            "environment": [{"name": "PASSWORD", "value": "hunter2"}, {"name": "MODE", "value": "fast"}],
            "secrets": [{"name": "DB", "valueFrom":
                "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:password::"},
                {"name": "KEY", "valueFrom": "/shop/key"}],
            "logConfiguration": {"logDriver": "awslogs", "options":
                {"awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1", "splunk-token": "hunter2"}}}]}}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(&["V20141113.ListTaskDefinitionFamilies", "ACTIVE"], 200, FAMILIES)
            .on(&["V20141113.ListClusters"], 200, CLUSTERS)
            .on(&["V20141113.ListServices"], 200, ARNS)
    }

    async fn listing(wire: &Wire) -> Listing {
        list(&Context::new(Client::new(&wire.session())), &scope("ecs")).await
    }

    #[tokio::test]
    async fn documents_a_task_definition_without_any_secret() {
        let wire = wire().on(&["V20141113.DescribeServices"], 200, r#"{"services": []}"#).on(
            &["V20141113.DescribeTaskDefinition", r#""shop""#, "TAGS"],
            200,
            DEFINITION,
        );

        let found = found(&listing(&wire).await);

        assert!(!found.to_string().contains("hunter2"), "{found:#}");
        assert_eq!(
            found,
            json!([{
                "resource_type": "AWS::ECS::TaskDefinition",
                "region": "eu-west-1",
                "native_id": "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:7",
                "arn": "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:7",
                "name": "shop",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EFS.FileSystem:fs-1",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Fecs~2Fshop",
                    "111111111111:eu-west-1:AWS.SSM.Parameter:~2Fshop~2Fkey",
                    "111111111111:eu-west-1:AWS.SecretsManager.Secret:\
                        arn~3Aaws~3Asecretsmanager~3Aeu-west-1~3A111111111111~3Asecret~3Adb-AbCdEf",
                    "111111111111:global:AWS.IAM.Role:pull",
                    "111111111111:global:AWS.IAM.Role:shop",
                    "222222222222:us-east-1:AWS.ECR.Repository:team~2Fshop",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "ContainerDefinitions": [{
                        "Cpu": 0,
                        "EnvironmentNames": ["MODE", "PASSWORD"],
                        "Essential": true,
                        "Image": "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/shop:1.2",
                        "LogConfiguration": {
                            "LogDriver": "awslogs",
                            "Options": {"awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1"},
                        },
                        "Name": "app",
                        "PortMappings": [{"ContainerPort": 80, "Protocol": "tcp"}],
                        "Privileged": false,
                        "ReadonlyRootFilesystem": true,
                        "Secrets": [
                            {"Name": "DB", "ValueFrom":
                                "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:password::"},
                            {"Name": "KEY", "ValueFrom": "/shop/key"},
                        ],
                        "User": "1000",
                    }],
                    "Cpu": "256",
                    "ExecutionRoleArn": "arn:aws:iam::111111111111:role/pull",
                    "Family": "shop",
                    "Memory": "512",
                    "NetworkMode": "awsvpc",
                    "RequiresCompatibilities": ["FARGATE"],
                    "Revision": 7,
                    "TaskRoleArn": "arn:aws:iam::111111111111:role/shop",
                    "Volumes": [{
                        "EFSVolumeConfiguration":
                            {"FilesystemId": "fs-1", "RootDirectory": "/", "TransitEncryption": "ENABLED"},
                        "Name": "data",
                    }],
                },
            }])
        );
    }

    #[tokio::test]
    async fn reads_the_older_revision_that_a_service_still_runs() {
        let older = DEFINITION.replace("shop:7", "shop:6").replace("\"revision\": 7", "\"revision\": 6");
        let wire = wire()
            .on(&["V20141113.DescribeServices"], 200, SERVICES)
            .on(&["V20141113.DescribeTaskDefinition", "task-definition/shop:6"], 200, older)
            .on(&["V20141113.DescribeTaskDefinition", r#""shop""#], 200, DEFINITION);

        let listing = listing(&wire).await;

        let revisions: Vec<_> = listing.found.iter().map(|found| &found.properties["Revision"]).collect();
        assert_eq!((revisions, listing.gaps), (vec![&json!(6), &json!(7)], vec![]));
    }

    #[tokio::test]
    async fn takes_nothing_for_deleted_while_it_cannot_see_the_services() {
        let wire = wire().on(&["V20141113.DescribeServices"], 400, r#"{"__type": "AccessDeniedException"}"#).on(
            &["V20141113.DescribeTaskDefinition"],
            200,
            DEFINITION,
        );

        let listing = listing(&wire).await;

        assert_eq!((listing.found.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }

    #[test]
    fn knows_whose_repository_an_image_is_from() {
        let named = |image| repository(image).map(|id| id.to_string());

        let ours = "222222222222:us-east-1:AWS.ECR.Repository:shop";
        assert_eq!(named("222222222222.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:12").as_deref(), Some(ours));
        assert_eq!(named("222222222222.dkr.ecr.us-east-1.amazonaws.com/shop").as_deref(), Some(ours));
        assert_eq!((named("nginx:latest"), named("docker.io/library/nginx")), (None, None));
    }
}
