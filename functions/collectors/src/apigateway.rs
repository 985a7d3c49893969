//! API Gateway: REST, HTTP and WebSocket APIs with their stages.
//!
//! REST APIs have one SDK, HTTP and WebSocket APIs another; both belong to this service.

mod api;
mod rest_api;
mod rest_stage;
mod stage;

use crate::{
    document::partition,
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{collections::HashMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![rest_api, rest_stage, api, stage];

/// What the modules of this service share.
pub(crate) struct Context {
    rest: aws_sdk_apigateway::Client,
    http: aws_sdk_apigatewayv2::Client,
}

impl Context {
    fn new(session: &SdkConfig) -> Self {
        Self { rest: aws_sdk_apigateway::Client::new(session), http: aws_sdk_apigatewayv2::Client::new(session) }
    }
}

/// Reads API Gateway.
pub struct ApiGateway<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for ApiGateway<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Builds a name: those of API Gateway leave the account out.
fn arn(scope: &Scope, path: &str) -> String {
    format!("arn:{}:apigateway:{}::/{path}", partition(&scope.region), scope.region)
}

/// Returns tags, which this service gives as a map.
fn tags(tags: Option<&HashMap<String, String>>) -> std::collections::BTreeMap<String, String> {
    tags.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}
