//! HTTP and WebSocket APIs with the functions that they call, from `GetApis` and `GetIntegrations`.

use super::{Context, arn, tags};
use crate::{
    arn::function_in,
    document::{Document, sorted, when},
    listing::{list_each, read_or_note},
};
use aws_sdk_apigatewayv2::types::{Api, Cors};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ApiGatewayV2::Api");

const OPERATION: &str = "apigateway:GetApis";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let apis = all(context).await;
    list_each(TYPE, OPERATION, apis, |api| read(context, scope, api)).await
}

/// Reads the list of HTTP and WebSocket APIs, for which the SDK has no paginator.
pub(super) async fn all(context: &Context) -> (Vec<Api>, Option<Gap>) {
    let mut apis = Vec::new();
    let mut next = None;
    loop {
        match context.http.get_apis().max_results("100").set_next_token(next).send().await {
            Ok(page) => {
                apis.extend(page.items.unwrap_or_default());
                next = page.next_token;
            }
            Err(error) => return (apis, Some(gap_of(OPERATION, &error))),
        }
        if next.is_none() {
            return (apis, None);
        }
    }
}

async fn read(context: &Context, scope: &Scope, api: Api) -> Option<Document> {
    let id = api.api_id()?;
    let mut document = document(scope, id, &api);

    let mut next = None;
    loop {
        let request = context.http.get_integrations().api_id(id).max_results("100").set_next_token(next);
        let gone = ["NotFoundException"];
        let answer =
            read_or_note(&mut document, "Integrations", "apigateway:GetIntegrations", &gone, request.send().await);
        let Some(page) = answer else { break };
        let uris = page.items().iter().filter_map(|integration| integration.integration_uri());
        document.need(uris.filter_map(function_in));
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    Some(document)
}

fn document(scope: &Scope, id: &str, api: &Api) -> Document {
    Document::new(TYPE, scope, id)
        .arn(Some(&arn(scope, &format!("apis/{id}"))))
        .name(api.name())
        .tags(tags(api.tags()))
        .created_at(when(api.created_date()))
        .properties(json!({
            "ApiEndpoint": api.api_endpoint(),
            "ApiKeySelectionExpression": api.api_key_selection_expression(),
            "CorsConfiguration": api.cors_configuration().map(cors),
            "Description": api.description(),
            "DisableExecuteApiEndpoint": api.disable_execute_api_endpoint(),
            "Name": api.name(),
            "ProtocolType": api.protocol_type().map(|kind| kind.as_str()),
            "RouteSelectionExpression": api.route_selection_expression(),
        }))
}

fn cors(cors: &Cors) -> Value {
    json!({
        "AllowCredentials": cors.allow_credentials(),
        "AllowHeaders": sorted(cors.allow_headers()),
        "AllowMethods": sorted(cors.allow_methods()),
        "AllowOrigins": sorted(cors.allow_origins()),
        "ExposeHeaders": sorted(cors.expose_headers()),
        "MaxAge": cors.max_age(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `GetApis`, in two pages.
    const FIRST: &str = r#"{"items": [{
        "apiId": "a1", "name": "shop", "protocolType": "HTTP", "apiEndpoint": "https://a1.execute-api.eu-west-1.amazonaws.com",
        "routeSelectionExpression": "$request.method $request.path", "createdDate": "2026-04-05T06:07:08Z",
        "disableExecuteApiEndpoint": false, "corsConfiguration": {"allowOrigins": ["*"], "allowMethods": ["POST", "GET"]},
        "tags": {"env": "prod"}}], "nextToken": "more"}"#;
    const LAST: &str = r#"{"items": [{"apiId": "b2", "name": "live", "protocolType": "WEBSOCKET",
        "routeSelectionExpression": "$request.body.action"}]}"#;

    /// From the API reference of `GetIntegrations`.
    const INTEGRATIONS: &str = r#"{"items": [
        {"integrationId": "i1", "integrationType": "AWS_PROXY", "integrationUri": "arn:aws:lambda:eu-west-1:111111111111:function:shop"},
        {"integrationId": "i2", "integrationType": "HTTP_PROXY", "integrationUri": "https://example.com"}]}"#;

    #[tokio::test]
    async fn documents_apis_and_the_functions_that_they_call() {
        let wire = Wire::default()
            .on(&["/v2/apis/a1/integrations"], 200, INTEGRATIONS)
            .on(&["/v2/apis/b2/integrations"], 200, r#"{"items": []}"#)
            .on(&["/v2/apis?", "nextToken=more"], 200, LAST)
            .on(&["/v2/apis?"], 200, FIRST);

        let listing = list(&Context::new(&wire.session()), &scope("apigateway")).await;

        assert_eq!(
            found(&listing)[0],
            json!({
                "resource_type": "AWS::ApiGatewayV2::Api",
                "region": "eu-west-1",
                "native_id": "a1",
                "arn": "arn:aws:apigateway:eu-west-1::/apis/a1",
                "name": "shop",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.Lambda.Function:shop"],
                "tags": {"env": "prod"},
                "created_at": "2026-04-05T06:07:08Z",
                "properties": {
                    "ApiEndpoint": "https://a1.execute-api.eu-west-1.amazonaws.com",
                    "CorsConfiguration": {"AllowMethods": ["GET", "POST"], "AllowOrigins": ["*"]},
                    "DisableExecuteApiEndpoint": false,
                    "Name": "shop",
                    "ProtocolType": "HTTP",
                    "RouteSelectionExpression": "$request.method $request.path",
                },
            })
        );
        assert_eq!(listing.found[1].properties["ProtocolType"], json!("WEBSOCKET"));
    }
}
