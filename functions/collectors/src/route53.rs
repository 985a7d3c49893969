//! Route 53: hosted zones, their records and health checks.
//!
//! All calls of an account share five a second, which nobody can raise. That is why zones are asked
//! for one by one only where they are private, and whether a zone is signed is not asked at all.

mod alias;
mod health_check;
mod hosted_zone;
mod record_set;

use crate::{
    door::Door,
    listing::{is_one_of, read_whole_pages},
    sweep::{OneType, sweep, types, unseen},
    tagged::Tagged,
};
use async_trait::async_trait;
use aws_sdk_route53::{
    Client,
    types::{HostedZone, ResourceTagSet, TagResourceType},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};
use tokio::sync::OnceCell;

/// How many resources `ListTagsForResources` takes at once.
const TAGS_AT_ONCE: usize = 10;

/// What is answered where an operation does not exist, as in some partitions.
const UNKNOWN: &[&str] = &["InvalidInput"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![hosted_zone, health_check, record_set];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    zones: OnceCell<(Vec<HostedZone>, Option<Gap>)>,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, zones: OnceCell::new() }
    }

    async fn zones(&self) -> &(Vec<HostedZone>, Option<Gap>) {
        let read = || async {
            let pages = self.client.list_hosted_zones().into_paginator().send();
            read_whole_pages("route53:ListHostedZones", pages, |page| Some(page.hosted_zones)).await
        };
        self.zones.get_or_init(read).await
    }

    /// Returns the tags of many resources of a kind.
    async fn tags(&self, kind: TagResourceType, ids: Vec<String>) -> Tagged {
        let mut all = HashMap::new();
        for some in ids.chunks(TAGS_AT_ONCE) {
            let request = self.client.list_tags_for_resources().resource_type(kind.clone());
            match request.set_resource_ids(Some(some.to_vec())).send().await {
                Ok(answer) => all.extend(answer.resource_tag_sets().iter().map(tags_in)),
                Err(error) if is_one_of(&error, UNKNOWN) => return self.tags_one_by_one(kind, ids).await,
                Err(error) => return Tagged::new(Err(gap_of("route53:ListTagsForResources", &error))),
            }
        }
        Tagged::new(Ok(all))
    }

    async fn tags_one_by_one(&self, kind: TagResourceType, ids: Vec<String>) -> Tagged {
        let mut all = HashMap::new();
        for id in ids {
            let request = self.client.list_tags_for_resource().resource_type(kind.clone()).resource_id(id);
            match request.send().await {
                Ok(answer) => all.extend(answer.resource_tag_set().map(tags_in)),
                Err(error) => return Tagged::new(Err(gap_of("route53:ListTagsForResource", &error))),
            }
        }
        Tagged::new(Ok(all))
    }
}

fn tags_in(set: &ResourceTagSet) -> (String, BTreeMap<String, String>) {
    let tags = crate::document::tags(set.tags().iter().map(|tag| (tag.key(), tag.value())));
    (set.resource_id().unwrap_or_default().to_owned(), tags)
}

/// Returns the identifier of a zone, which AWS tells as `/hostedzone/Z1`.
fn bare(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Reads Route 53.
pub struct Route53<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Route53<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
