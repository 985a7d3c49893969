//! Stages of REST APIs, from `GetStages`.
//!
//! A stage has a name of its own only within its API, so the API is part of its identifier. The
//! values of stage variables may be secrets: only their names are kept.

use super::{Context, arn, rest_api, tags};
use crate::{
    document::{Document, sorted, when},
    listing::{CALLS_AT_ONCE, Lister, is_one_of},
};
use aws_sdk_apigateway::types::Stage;
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ApiGateway::Stage");

const OPERATION: &str = "apigateway:GetStages";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let (apis, gap) = rest_api::all(context).await;
    lister.miss_all(gap);

    let calls = apis.into_iter().filter_map(|api| api.id).map(|api| async move {
        let answer = context.rest.get_stages().rest_api_id(&api).send().await;
        (api, answer)
    });
    let mut answers = stream::iter(calls.collect::<Vec<_>>()).buffer_unordered(CALLS_AT_ONCE);
    while let Some((api, answer)) = answers.next().await {
        match answer {
            Ok(stages) => {
                lister.take_all(OPERATION, stages.item().iter().map(|stage| document(scope, &api, stage)));
            }
            Err(error) if is_one_of(&error, &["NotFoundException"]) => {}
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    lister.done()
}

fn document(scope: &Scope, api: &str, stage: &Stage) -> Option<Document> {
    let name = stage.stage_name()?;
    let logs = stage.access_log_settings();
    let document = Document::new(TYPE, scope, &format!("{api}/{name}"))
        .arn(Some(&arn(scope, &format!("restapis/{api}/stages/{name}"))))
        .name(Some(name))
        .tags(tags(stage.tags()))
        .created_at(when(stage.created_date()))
        .needs_here(rest_api::TYPE, [api])
        .needs(logs.and_then(|logs| logs.destination_arn()).and_then(crate::arn::resource))
        .properties(json!({
            "AccessLogSetting": logs.map(|logs| json!({
                "DestinationArn": logs.destination_arn(),
                "Format": logs.format(),
            })),
            "CacheClusterEnabled": stage.cache_cluster_enabled(),
            "CacheClusterSize": stage.cache_cluster_size().map(|size| size.as_str()),
            "ClientCertificateId": stage.client_certificate_id(),
            "DeploymentId": stage.deployment_id(),
            "Description": stage.description(),
            "MethodSettings": method_settings(stage),
            "RestApiId": api,
            "StageName": name,
            "TracingEnabled": stage.tracing_enabled(),
            "VariableNames": sorted(stage.variables().into_iter().flat_map(|variables| variables.keys())),
            "WebAclArn": stage.web_acl_arn(),
        }));
    Some(document)
}

/// Settings by method; AWS names each by path and method in one key.
fn method_settings(stage: &Stage) -> Value {
    sorted(stage.method_settings().into_iter().flatten().map(|(method, setting)| {
        let (path, verb) = method.rsplit_once('/').unwrap_or(("", method));
        json!({
            "CachingEnabled": setting.caching_enabled(),
            "CacheDataEncrypted": setting.cache_data_encrypted(),
            "DataTraceEnabled": setting.data_trace_enabled(),
            "HttpMethod": verb,
            "LoggingLevel": setting.logging_level(),
            "MetricsEnabled": setting.metrics_enabled(),
            "ResourcePath": format!("/{}", path.replace("~1", "/").trim_start_matches('/')),
            "ThrottlingBurstLimit": setting.throttling_burst_limit(),
            "ThrottlingRateLimit": setting.throttling_rate_limit(),
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    const APIS: &str = r#"{"item": [{"id": "4wk1k4onj3", "name": "Simple PetStore"}]}"#;

    /// From the API reference of `GetStages`.
    const STAGES: &str = r#"{"item": [{
        "stageName": "beta", "deploymentId": "vakw79", "cacheClusterEnabled": false, "cacheClusterStatus": "NOT_AVAILABLE",
        "tracingEnabled": true, "variables": {"secret": "hunter2"}, "createdDate": 1443817657,
        "accessLogSettings": {"destinationArn": "arn:aws:logs:eu-west-1:111111111111:log-group:access", "format": "$context.requestId"},
        "methodSettings": {"*/*": {"metricsEnabled": true, "loggingLevel": "INFO", "dataTraceEnabled": false,
            "throttlingBurstLimit": 5000, "throttlingRateLimit": 10000, "cachingEnabled": false, "cacheDataEncrypted": false}}}]}"#;

    #[tokio::test]
    async fn documents_a_stage() {
        let wire = Wire::default().on(&["/restapis/4wk1k4onj3/stages"], 200, STAGES).on(&["/restapis?"], 200, APIS);

        let listing = list(&Context::new(&wire.session()), &scope("apigateway")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ApiGateway::Stage",
                "region": "eu-west-1",
                "native_id": "4wk1k4onj3/beta",
                "arn": "arn:aws:apigateway:eu-west-1::/restapis/4wk1k4onj3/stages/beta",
                "name": "beta",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.ApiGateway.RestApi:4wk1k4onj3",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:access",
                ],
                "tags": {},
                "created_at": "2015-10-02T20:27:37Z",
                "properties": {
                    "AccessLogSetting": {
                        "DestinationArn": "arn:aws:logs:eu-west-1:111111111111:log-group:access",
                        "Format": "$context.requestId",
                    },
                    "CacheClusterEnabled": false,
                    "DeploymentId": "vakw79",
                    "MethodSettings": [{
                        "CacheDataEncrypted": false, "CachingEnabled": false, "DataTraceEnabled": false,
                        "HttpMethod": "*", "LoggingLevel": "INFO", "MetricsEnabled": true, "ResourcePath": "/*",
                        "ThrottlingBurstLimit": 5000, "ThrottlingRateLimit": 10000.0,
                    }],
                    "RestApiId": "4wk1k4onj3",
                    "StageName": "beta",
                    "TracingEnabled": true,
                    "VariableNames": ["secret"],
                },
            }])
        );
    }

    #[tokio::test]
    async fn tells_that_stages_were_hidden() {
        let throttled = r#"{"__type": "TooManyRequestsException", "message": "Too Many Requests"}"#;
        let wire = Wire::default().on(&["/restapis/4wk1k4onj3/stages"], 429, throttled).on(&["/restapis?"], 200, APIS);

        let listing = list(&Context::new(&wire.session()), &scope("apigateway")).await;

        assert_eq!((listing.found.len(), listing.gaps[0].reason), (0, GapReason::Throttled));
    }
}
