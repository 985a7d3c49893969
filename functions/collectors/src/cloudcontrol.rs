//! Cloud Control: whatever types of CloudFormation a tenant asks for, where no other collector
//! reads them.
//!
//! One API reads them all, through each service's own handler and with that service's permissions
//! and quotas. So every type is refused, throttled or late for itself.

mod document;
mod resource;
mod withholding;

use crate::{
    document::partition,
    door::Door,
    sweep::{hidden, timely},
};
use async_trait::async_trait;
use aws_sdk_cloudcontrol::Client;
use pantheon_aws::cut;
use pantheon_core::{
    aws::{Region, ResourceType, TypeName},
    catalog::{CLOUD_CONTROL, CollectedService},
    collect::{Collector, Gap, GapReason, Listing, Scope},
    id::TenantId,
    settings::{DiscoverySettings, Settings},
};
use std::time::Duration;

/// What hides every type when the settings cannot be read.
const SETTINGS: TypeName = TypeName::new("Pantheon::Discovery::Settings");

/// Services whose resources belong to no region; Cloud Control shows them in one alone.
const GLOBAL_SERVICES: &[&str] = &["Budgets", "CE", "CUR", "CloudFront", "IAM", "Organizations", "Route53", "Shield"];

/// Reads what tenants ask for.
pub struct CloudControl<'a>(pub &'a dyn Door, pub &'a dyn Settings);

#[async_trait]
impl Collector for CloudControl<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        let settings = match self.1.discovery_settings(tenant).await {
            Ok(settings) => settings,
            Err(error) => return vec![hidden(SETTINGS, unreadable(&error.to_string()))],
        };
        let mut listings = gone(&settings, scope);
        let wanted = wanted(&settings, scope);
        if wanted.is_empty() {
            return listings;
        }
        listings.extend(match self.0.open(tenant, scope).await {
            Ok(session) => list(&Client::new(&session), wanted, scope, within).await,
            Err(gap) => wanted.into_iter().map(|wanted| hidden(wanted, gap.clone())).collect(),
        });
        listings
    }
}

async fn list(client: &Client, wanted: Vec<ResourceType>, scope: &Scope, within: Duration) -> Vec<Listing> {
    let listing = |wanted: ResourceType| -> (ResourceType, futures::future::BoxFuture<'_, Listing>) {
        (wanted.clone(), Box::pin(resource::list(client, scope, wanted)))
    };
    timely(wanted.into_iter().map(listing).collect(), scope, within).await
}

fn unreadable(detail: &str) -> Gap {
    Gap { operation: "pantheon:ReadSettings".to_owned(), reason: GapReason::Failed, detail: cut(detail) }
}

/// The types to read here.
fn wanted(settings: &DiscoverySettings, scope: &Scope) -> Vec<ResourceType> {
    settings.cloud_control_types.iter().filter(|wanted| is_ours(wanted, scope)).cloned().collect()
}

/// Lists types that are not wanted any more as empty, so that what was found of them goes.
fn gone(settings: &DiscoverySettings, scope: &Scope) -> Vec<Listing> {
    let retired = settings.retired_types.iter().filter(|retired| is_ours(retired, scope));
    let empty = |retired: &ResourceType| Listing { resource_type: retired.clone(), found: vec![], gaps: vec![] };
    retired.map(empty).collect()
}

/// Tells whether a type is read here: what a later version reads by itself is not ours any more.
fn is_ours(resource_type: &ResourceType, scope: &Scope) -> bool {
    let unread_by_others = CollectedService::of_type(resource_type).name == CLOUD_CONTROL;
    unread_by_others && (!is_global(resource_type) || scope.region.as_str() == home(&scope.region))
}

fn is_global(resource_type: &ResourceType) -> bool {
    resource_type.as_str().split("::").nth(1).is_some_and(|service| GLOBAL_SERVICES.contains(&service))
}

/// The region that answers for what belongs to none.
fn home(region: &Region) -> &'static str {
    match partition(region) {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    }
}

#[cfg(test)]
mod tests;
