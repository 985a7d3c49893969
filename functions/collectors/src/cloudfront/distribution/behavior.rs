//! What a distribution does with requests: by default, and for some paths.

use crate::document::sorted;
use aws_sdk_cloudfront::types::{CacheBehavior, DefaultCacheBehavior};
use serde_json::{Value, json};

/// The two kinds of behavior have the same properties and no type in common.
macro_rules! behavior {
    ($behavior:expr) => {
        json!({
            "AllowedMethods": sorted($behavior.allowed_methods().into_iter()
                .flat_map(|methods| methods.items()).map(|method| method.as_str())),
            "CachePolicyId": $behavior.cache_policy_id(),
            "Compress": $behavior.compress(),
            "FieldLevelEncryptionId": $behavior.field_level_encryption_id(),
            "FunctionAssociations": sorted($behavior.function_associations().into_iter()
                .flat_map(|list| list.items())
                .map(|one| json!({"EventType": one.event_type().as_str(), "FunctionARN": one.function_arn()}))),
            "LambdaFunctionAssociations": sorted($behavior.lambda_function_associations().into_iter()
                .flat_map(|list| list.items())
                .map(|one| json!({
                    "EventType": one.event_type().as_str(),
                    "IncludeBody": one.include_body(),
                    "LambdaFunctionARN": one.lambda_function_arn(),
                }))),
            "OriginRequestPolicyId": $behavior.origin_request_policy_id(),
            "RealtimeLogConfigArn": $behavior.realtime_log_config_arn(),
            "ResponseHeadersPolicyId": $behavior.response_headers_policy_id(),
            "TargetOriginId": $behavior.target_origin_id(),
            "TrustedKeyGroups": sorted($behavior.trusted_key_groups().into_iter().flat_map(|groups| groups.items())),
            "TrustedSigners": sorted($behavior.trusted_signers().into_iter().flat_map(|signers| signers.items())),
            "ViewerProtocolPolicy": $behavior.viewer_protocol_policy().as_str(),
        })
    };
}

macro_rules! functions {
    ($behavior:expr) => {{
        let edge = $behavior.function_associations().into_iter().flat_map(|list| list.items());
        let lambda = $behavior.lambda_function_associations().into_iter().flat_map(|list| list.items());
        edge.map(|one| one.function_arn()).chain(lambda.map(|one| one.lambda_function_arn()))
    }};
}

pub(super) fn of_default(default: &DefaultCacheBehavior) -> Value {
    behavior!(default)
}

pub(super) fn of_path(path: &CacheBehavior) -> Value {
    let mut behavior = behavior!(path);
    behavior["PathPattern"] = path.path_pattern().into();
    behavior
}

pub(super) fn functions_of_default(default: &DefaultCacheBehavior) -> impl Iterator<Item = &str> {
    functions!(default)
}

pub(super) fn functions_of_path(path: &CacheBehavior) -> impl Iterator<Item = &str> {
    functions!(path)
}
