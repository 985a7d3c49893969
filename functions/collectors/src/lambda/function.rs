//! Functions, from `ListFunctions`, `ListTags` and `GetPolicy`.
//!
//! The values of environment variables are where secrets hide: only their names are kept.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_lambda::{
    Client,
    types::{FunctionConfiguration, LastUpdateStatus, State},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Lambda::Function");

const OPERATION: &str = "lambda:ListFunctions";
const GONE: &[&str] = &["ResourceNotFoundException"];
const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_functions().into_paginator().items().send();
    let functions = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, functions, |function| read(client, scope, function)).await
}

/// `GetFunctionConfiguration` says more than the list does, so that both would never agree on what a
/// function is; what is spared are the calls about each of the others.
pub(super) async fn named(client: &Client, scope: &Scope, names: &[String]) -> Listing {
    let pages = client.list_functions().into_paginator().items().send();
    let (mut functions, gap) = read_pages(OPERATION, pages).await;
    functions.retain(|function| function.function_name().is_some_and(|name| names.iter().any(|wanted| wanted == name)));
    list_each(TYPE, OPERATION, (functions, gap), |function| read(client, scope, function)).await
}

async fn read(client: &Client, scope: &Scope, function: FunctionConfiguration) -> Option<Document> {
    let name = function.function_name()?;
    let mut document = document(scope, name, &function);

    let answer = client.get_policy().function_name(name).send().await;
    let policy = read_or_note(&mut document, "Policy", "lambda:GetPolicy", GONE, answer);
    if let Some(policy) = policy.as_ref().and_then(|answer| answer.policy()) {
        document.property("Policy", json_text(policy));
    }

    let answer = client.list_tags().resource(function.function_arn()?).send().await;
    match read_or_note(&mut document, "Tags", "lambda:ListTags", GONE, answer).and_then(|answer| answer.tags) {
        Some(given) => Some(document.tags(tags(given.iter().map(|(key, value)| (key.as_str(), value.as_str()))))),
        None => Some(document),
    }
}

fn document(scope: &Scope, name: &str, function: &FunctionConfiguration) -> Document {
    Document::new(TYPE, scope, name)
        .arn(function.function_arn())
        .name(Some(name))
        .state(state(function), function.state().map(State::as_str))
        .needs(needs(scope, function))
        .needs_here(SUBNET, subnets(function))
        .needs_here(SECURITY_GROUP, groups(function))
        .needs_here(VPC, function.vpc_config().and_then(|vpc| vpc.vpc_id()))
        .needs_here(LOG_GROUP, function.logging_config().and_then(|logging| logging.log_group()))
        .properties(properties(function))
}

fn needs(scope: &Scope, function: &FunctionConfiguration) -> impl Iterator<Item = ResourceId> {
    let dead_letters = function.dead_letter_config().and_then(|config| config.target_arn());
    let layers = function.layers().iter().filter_map(|layer| layer.arn());
    let shared = function.file_system_configs().iter().map(|config| config.arn());
    let named = function.role().into_iter().chain(dead_letters).chain(layers).chain(shared);
    named.filter_map(arn::resource).chain(arn::key(scope, function.kms_key_arn()))
}

fn properties(function: &FunctionConfiguration) -> Value {
    let variables = function.environment().and_then(|environment| environment.variables());
    json!({
        "Architectures": sorted(function.architectures().iter().map(|name| name.as_str())),
        "CodeSha256": function.code_sha256(),
        "CodeSize": function.code_size(),
        "DeadLetterConfig": {"TargetArn": function.dead_letter_config().and_then(|config| config.target_arn())},
        "Description": function.description(),
        "EnvironmentVariableNames": sorted(variables.into_iter().flat_map(|variables| variables.keys())),
        "EphemeralStorage": {"Size": function.ephemeral_storage().map(|storage| storage.size())},
        "FileSystemConfigs": sorted(function.file_system_configs().iter().map(|config| json!({
            "Arn": config.arn(),
            "LocalMountPath": config.local_mount_path(),
        }))),
        "FunctionName": function.function_name(),
        "Handler": function.handler(),
        "KmsKeyArn": function.kms_key_arn(),
        "LastModified": function.last_modified(),
        // Later layers cover earlier ones, so their order stays.
        "Layers": function.layers().iter().filter_map(|layer| layer.arn()).collect::<Vec<_>>(),
        "LoggingConfig": function.logging_config().map(|config| json!({
            "LogFormat": config.log_format().map(|format| format.as_str()),
            "LogGroup": config.log_group(),
        })),
        "MemorySize": function.memory_size(),
        "PackageType": function.package_type().map(|kind| kind.as_str()),
        "Role": function.role(),
        "Runtime": function.runtime().map(|runtime| runtime.as_str()),
        "SnapStart": {
            "ApplyOn": function.snap_start().and_then(|snap| snap.apply_on()).map(|when| when.as_str()),
        },
        "Timeout": function.timeout(),
        "TracingConfig": {
            "Mode": function.tracing_config().and_then(|config| config.mode()).map(|mode| mode.as_str()),
        },
        "VpcConfig": {"SecurityGroupIds": sorted(groups(function)), "SubnetIds": sorted(subnets(function))},
    })
}

fn subnets(function: &FunctionConfiguration) -> impl Iterator<Item = &str> {
    function.vpc_config().into_iter().flat_map(|vpc| vpc.subnet_ids().iter().map(String::as_str))
}

fn groups(function: &FunctionConfiguration) -> impl Iterator<Item = &str> {
    function.vpc_config().into_iter().flat_map(|vpc| vpc.security_group_ids().iter().map(String::as_str))
}

fn state(function: &FunctionConfiguration) -> ResourceState {
    match (function.state(), function.last_update_status()) {
        (Some(State::Pending), _) => ResourceState::Creating,
        (Some(State::Failed), _) => ResourceState::Failed,
        (_, Some(LastUpdateStatus::InProgress)) => ResourceState::Updating,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListFunctions`.
    const FUNCTIONS: &str = r#"{"Functions": [{
        "FunctionName": "helloworld", "FunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:helloworld",
        "Runtime": "nodejs18.x", "Role": "arn:aws:iam::111111111111:role/service-role/lambda-role",
        "Handler": "index.handler", "CodeSize": 294, "Description": "", "Timeout": 3, "MemorySize": 128,
        "LastModified": "2026-09-23T18:32:33.857+0000", "CodeSha256": "FI9N8=", "Version": "$LATEST",
        "Environment": {"Variables": {"PASSWORD": "hunter2", "MODE": "fast"}},
        "VpcConfig": {"SubnetIds": ["subnet-b", "subnet-a"], "SecurityGroupIds": ["sg-1"], "VpcId": "vpc-1"},
        "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
        "KMSKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "FileSystemConfigs": [{"Arn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1",
            "LocalMountPath": "/mnt/shared"}],
        "Layers": [{"Arn": "arn:aws:lambda:eu-west-1:111111111111:layer:tools:3", "CodeSize": 10}],
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/aws/lambda/helloworld"},
        "TracingConfig": {"Mode": "PassThrough"}, "PackageType": "Zip", "Architectures": ["arm64"],
        "EphemeralStorage": {"Size": 512}, "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}}]}"#;

    /// From the API reference of `GetPolicy`.
    const POLICY: &str =
        r#"{"Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}", "RevisionId": "1"}"#;
    const NO_POLICY: &str =
        r#"{"__type": "ResourceNotFoundException", "Message": "The resource you requested does not exist."}"#;

    async fn listing(wire: &Wire) -> Listing {
        list(&Client::new(&wire.session()), &scope("lambda")).await
    }

    #[tokio::test]
    async fn documents_a_function_without_the_values_of_its_variables() {
        let wire = Wire::default()
            .on(&["/functions/helloworld/policy"], 200, POLICY)
            .on(&["/2017-03-31/tags/"], 200, r#"{"Tags": {"env": "prod"}}"#)
            .on(&["/2015-03-31/functions"], 200, FUNCTIONS);

        let listing = listing(&wire).await;

        let layer = "arn~3Aaws~3Alambda~3Aeu-west-1~3A111111111111~3Alayer~3Atools~3A3";
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Lambda::Function",
                "region": "eu-west-1",
                "native_id": "helloworld",
                "arn": "arn:aws:lambda:eu-west-1:111111111111:function:helloworld",
                "name": "helloworld",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.EFS.AccessPoint:fsap-1",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    format!("111111111111:eu-west-1:AWS.Lambda.LayerVersion:{layer}"),
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Flambda~2Fhelloworld",
                    "111111111111:eu-west-1:AWS.SQS.Queue:dead",
                    "111111111111:global:AWS.IAM.Role:lambda-role",
                ],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "Architectures": ["arm64"],
                    "CodeSha256": "FI9N8=",
                    "CodeSize": 294,
                    "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
                    "EnvironmentVariableNames": ["MODE", "PASSWORD"],
                    "EphemeralStorage": {"Size": 512},
                    "FileSystemConfigs": [{
                        "Arn": "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1",
                        "LocalMountPath": "/mnt/shared",
                    }],
                    "FunctionName": "helloworld",
                    "Handler": "index.handler",
                    "KmsKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LastModified": "2026-09-23T18:32:33.857+0000",
                    "Layers": ["arn:aws:lambda:eu-west-1:111111111111:layer:tools:3"],
                    "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/aws/lambda/helloworld"},
                    "MemorySize": 128,
                    "PackageType": "Zip",
                    "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]},
                    "Role": "arn:aws:iam::111111111111:role/service-role/lambda-role",
                    "Runtime": "nodejs18.x",
                    "SnapStart": {"ApplyOn": "None"},
                    "Timeout": 3,
                    "TracingConfig": {"Mode": "PassThrough"},
                    "VpcConfig": {"SecurityGroupIds": ["sg-1"], "SubnetIds": ["subnet-a", "subnet-b"]},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_function_whose_tags_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#;
        let wire = Wire::default().on(&["/policy"], 404, NO_POLICY).on(&["/2017-03-31/tags/"], 403, denied).on(
            &["/2015-03-31/functions"],
            200,
            FUNCTIONS,
        );

        let listing = listing(&wire).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}
