//! Stages of HTTP and WebSocket APIs, from `GetStages`.

use super::{Context, api, arn, tags};
use crate::{
    document::{Document, sorted, when},
    listing::{CALLS_AT_ONCE, Lister, is_one_of},
};
use aws_sdk_apigatewayv2::{
    Client,
    types::{RouteSettings, Stage},
};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ApiGatewayV2::Stage");

const OPERATION: &str = "apigateway:GetStages";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let (apis, gap) = api::all(context).await;
    lister.miss_all(gap);

    let calls = apis.into_iter().filter_map(|api| api.api_id).map(|id| async move {
        let (stages, gap) = stages(&context.http, &id).await;
        (id, stages, gap)
    });
    let mut answers = stream::iter(calls.collect::<Vec<_>>()).buffer_unordered(CALLS_AT_ONCE);
    while let Some((api, stages, gap)) = answers.next().await {
        lister.take_all(OPERATION, stages.iter().map(|stage| document(scope, &api, stage)));
        lister.miss_all(gap);
    }
    lister.done()
}

async fn stages(client: &Client, api: &str) -> (Vec<Stage>, Option<Gap>) {
    let mut stages = Vec::new();
    let mut next = None;
    loop {
        match client.get_stages().api_id(api).max_results("100").set_next_token(next).send().await {
            Ok(page) => {
                stages.extend(page.items.unwrap_or_default());
                next = page.next_token;
            }
            Err(error) if is_one_of(&error, &["NotFoundException"]) => return (stages, None),
            Err(error) => return (stages, Some(gap_of(OPERATION, &error))),
        }
        if next.is_none() {
            return (stages, None);
        }
    }
}

fn document(scope: &Scope, api: &str, stage: &Stage) -> Option<Document> {
    let name = stage.stage_name()?;
    let logs = stage.access_log_settings();
    let document = Document::new(TYPE, scope, &format!("{api}/{name}"))
        .arn(Some(&arn(scope, &format!("apis/{api}/stages/{name}"))))
        .name(Some(name))
        .tags(tags(stage.tags()))
        .created_at(when(stage.created_date()))
        .needs_here(super::api::TYPE, [api])
        .needs(logs.and_then(|logs| logs.destination_arn()).and_then(crate::arn::resource))
        .properties(json!({
            "AccessLogSettings": logs.map(|logs| json!({
                "DestinationArn": logs.destination_arn(),
                "Format": logs.format(),
            })),
            "ApiId": api,
            "AutoDeploy": stage.auto_deploy(),
            "ClientCertificateId": stage.client_certificate_id(),
            "DefaultRouteSettings": stage.default_route_settings().map(settings),
            "DeploymentId": stage.deployment_id(),
            "Description": stage.description(),
            "StageName": name,
            "StageVariableNames": sorted(stage.stage_variables().into_iter().flat_map(|variables| variables.keys())),
        }));
    Some(document)
}

fn settings(settings: &RouteSettings) -> Value {
    json!({
        "DataTraceEnabled": settings.data_trace_enabled(),
        "DetailedMetricsEnabled": settings.detailed_metrics_enabled(),
        "LoggingLevel": settings.logging_level().map(|level| level.as_str()),
        "ThrottlingBurstLimit": settings.throttling_burst_limit(),
        "ThrottlingRateLimit": settings.throttling_rate_limit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `GetStages`.
    const STAGES: &str = r#"{"items": [{
        "stageName": "$default", "autoDeploy": true, "createdDate": "2026-04-05T06:07:08Z", "deploymentId": "d1",
        "defaultRouteSettings": {"detailedMetricsEnabled": false, "throttlingBurstLimit": 100, "throttlingRateLimit": 50},
        "stageVariables": {}, "tags": {}}]}"#;

    #[tokio::test]
    async fn documents_a_stage() {
        let wire = Wire::default().on(&["/v2/apis/a1/stages"], 200, STAGES).on(
            &["/v2/apis?"],
            200,
            r#"{"items": [{"apiId": "a1", "name": "shop"}]}"#,
        );

        let listing = list(&Context::new(&wire.session()), &scope("apigateway")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ApiGatewayV2::Stage",
                "region": "eu-west-1",
                "native_id": "a1/$default",
                "arn": "arn:aws:apigateway:eu-west-1::/apis/a1/stages/$default",
                "name": "$default",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.ApiGatewayV2.Api:a1"],
                "tags": {},
                "created_at": "2026-04-05T06:07:08Z",
                "properties": {
                    "ApiId": "a1",
                    "AutoDeploy": true,
                    "DefaultRouteSettings": {
                        "DetailedMetricsEnabled": false, "ThrottlingBurstLimit": 100, "ThrottlingRateLimit": 50.0,
                    },
                    "DeploymentId": "d1",
                    "StageName": "$default",
                },
            }])
        );
    }
}
