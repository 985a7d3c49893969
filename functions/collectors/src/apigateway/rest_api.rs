//! REST APIs with the functions that they call, from `GetRestApis` and `GetResources`.

use super::{Context, arn, tags};
use crate::{
    arn::function_in,
    document::{Document, json_text, sorted, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_apigateway::types::{ApiStatus, Resource, RestApi};
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ApiGateway::RestApi");

const OPERATION: &str = "apigateway:GetRestApis";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let apis = all(context).await;
    list_each(TYPE, OPERATION, apis, |api| read(context, scope, api)).await
}

/// Reads the list of REST APIs.
pub(super) async fn all(context: &Context) -> (Vec<RestApi>, Option<Gap>) {
    read_pages(OPERATION, context.rest.get_rest_apis().limit(500).into_paginator().items().send()).await
}

async fn read(context: &Context, scope: &Scope, api: RestApi) -> Option<Document> {
    let id = api.id()?;
    let mut document = document(scope, id, &api);

    let request = context.rest.get_resources().rest_api_id(id).embed("methods").limit(500);
    let mut pages = request.into_paginator().items().send();
    while let Some(resource) = pages.next().await {
        let gone = ["NotFoundException"];
        let resource = read_or_note(&mut document, "Integrations", "apigateway:GetResources", &gone, resource);
        let Some(resource) = resource else { break };
        document.need(uris(&resource).filter_map(function_in));
    }
    Some(document)
}

/// The addresses that the methods of a resource call.
fn uris(resource: &Resource) -> impl Iterator<Item = &str> {
    let methods = resource.resource_methods().into_iter().flat_map(|methods| methods.values());
    methods.filter_map(|method| method.method_integration()?.uri())
}

fn document(scope: &Scope, id: &str, api: &RestApi) -> Document {
    let endpoints = api.endpoint_configuration();
    Document::new(TYPE, scope, id)
        .arn(Some(&arn(scope, &format!("restapis/{id}"))))
        .name(api.name())
        .state(state(api.api_status()), api.api_status().map(ApiStatus::as_str))
        .tags(tags(api.tags()))
        .created_at(when(api.created_date()))
        .properties(json!({
            "ApiKeySourceType": api.api_key_source().map(|source| source.as_str()),
            "BinaryMediaTypes": sorted(api.binary_media_types()),
            "Description": api.description(),
            "DisableExecuteApiEndpoint": api.disable_execute_api_endpoint(),
            "EndpointConfiguration": endpoints.map(|endpoints| json!({
                "Types": sorted(endpoints.types().iter().map(|kind| kind.as_str())),
                "VpcEndpointIds": sorted(endpoints.vpc_endpoint_ids()),
            })),
            "MinimumCompressionSize": api.minimum_compression_size(),
            "Name": api.name(),
            "Policy": api.policy().map(policy),
        }))
}

/// Reads a policy, which this service gives with its quotation marks escaped once more.
fn policy(text: &str) -> Value {
    let unescaped = serde_json::from_str::<String>(&format!("\"{text}\""));
    json_text(unescaped.as_deref().unwrap_or(text))
}

fn state(status: Option<&ApiStatus>) -> ResourceState {
    match status {
        Some(ApiStatus::Pending | ApiStatus::Updating) => ResourceState::Updating,
        Some(ApiStatus::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `GetRestApis`.
    const APIS: &str = r#"{"item": [{
        "id": "4wk1k4onj3", "name": "Simple PetStore", "description": "pets", "createdDate": 1494263922,
        "apiKeySource": "HEADER", "endpointConfiguration": {"types": ["EDGE"]}, "disableExecuteApiEndpoint": false,
        "policy": "{\\\"Version\\\":\\\"2012-10-17\\\"}", "tags": {"env": "prod"}}]}"#;

    /// From the API reference of `GetResources`.
    const RESOURCES: &str = r#"{"item": [
        {"id": "0cnd2n", "path": "/", "resourceMethods": {"GET": {"httpMethod": "GET", "methodIntegration": {
            "type": "AWS_PROXY", "httpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111111111111:function:pets/invocations"}}}},
        {"id": "1abc", "path": "/x", "resourceMethods": {"GET": {"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}}}]}"#;

    #[tokio::test]
    async fn documents_a_rest_api_and_the_functions_that_it_calls() {
        let wire = Wire::default().on(&["/restapis/4wk1k4onj3/resources", "embed=methods"], 200, RESOURCES).on(
            &["/restapis?"],
            200,
            APIS,
        );

        let listing = list(&Context::new(&wire.session()), &scope("apigateway")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ApiGateway::RestApi",
                "region": "eu-west-1",
                "native_id": "4wk1k4onj3",
                "arn": "arn:aws:apigateway:eu-west-1::/restapis/4wk1k4onj3",
                "name": "Simple PetStore",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.Lambda.Function:pets"],
                "tags": {"env": "prod"},
                "created_at": "2017-05-08T17:18:42Z",
                "properties": {
                    "ApiKeySourceType": "HEADER",
                    "Description": "pets",
                    "DisableExecuteApiEndpoint": false,
                    "EndpointConfiguration": {"Types": ["EDGE"]},
                    "Name": "Simple PetStore",
                    "Policy": {"Version": "2012-10-17"},
                },
            }])
        );
    }
}
