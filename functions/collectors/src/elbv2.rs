//! Load balancers of the second kind (application, network and gateway), their listeners, the rules
//! of these and the groups of targets behind them.
//!
//! Listeners are listed one load balancer at a time, and rules one listener at a time; each list is
//! read once and shared. `DescribeTags` takes twenty names at once.

mod action;
mod listener;
mod listener_rule;
mod load_balancer;
mod target_group;

use crate::{
    door::Door,
    listing::{CALLS_AT_ONCE, Pages, is_one_of, read_pages, summed},
    sweep::{OneType, sweep, types, unseen},
    tagged::Tagged,
};
use async_trait::async_trait;
use aws_sdk_elasticloadbalancingv2::{
    Client,
    types::{Listener, LoadBalancer},
};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::{collections::HashMap, time::Duration};
use tokio::sync::OnceCell;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![load_balancer, listener, listener_rule, target_group];

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["ListenerNotFound", "LoadBalancerNotFound", "RuleNotFound", "TargetGroupNotFound"];

/// What AWS answers about further certificates of what is gone, or where there are none to be had.
const NO_CERTIFICATES: &[&str] = &["ListenerNotFound", "InvalidAction"];

/// How many resources `DescribeTags` takes at once.
const TAGS_AT_ONCE: usize = 20;

/// What was listed, and what was not.
type Listed<T> = (Vec<T>, Option<Gap>);

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    load_balancers: OnceCell<Listed<LoadBalancer>>,
    listeners: OnceCell<Listed<Listener>>,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, load_balancers: OnceCell::new(), listeners: OnceCell::new() }
    }

    async fn load_balancers(&self) -> &Listed<LoadBalancer> {
        let read = || async {
            let pages = self.client.describe_load_balancers().page_size(400).into_paginator().items().send();
            read_pages("elasticloadbalancing:DescribeLoadBalancers", pages).await
        };
        self.load_balancers.get_or_init(read).await
    }

    async fn listeners(&self) -> &Listed<Listener> {
        let read = || async {
            let (balancers, gap) = self.load_balancers().await;
            let arns = balancers.iter().filter_map(|balancer| balancer.load_balancer_arn.clone());
            read_of_each("elasticloadbalancing:DescribeListeners", arns, gap.clone(), |arn| {
                self.client.describe_listeners().load_balancer_arn(arn).page_size(400).into_paginator().items().send()
            })
            .await
        };
        self.listeners.get_or_init(read).await
    }

    /// Returns the tags of many resources.
    async fn tags(&self, arns: impl IntoIterator<Item = String>) -> Tagged {
        let arns: Vec<String> = arns.into_iter().collect();
        let mut all = HashMap::new();
        for arns in arns.chunks(TAGS_AT_ONCE) {
            match self.client.describe_tags().set_resource_arns(Some(arns.to_vec())).send().await {
                Ok(answer) => all.extend(answer.tag_descriptions().iter().map(|told| {
                    let tags = crate::document::tags(told.tags().iter().map(|tag| (tag.key(), tag.value())));
                    (told.resource_arn().unwrap_or_default().to_owned(), tags)
                })),
                Err(error) => return Tagged::new(Err(gap_of("elasticloadbalancing:DescribeTags", &error))),
            }
        }
        Tagged::new(Ok(all))
    }
}

/// Reads what belongs to each of many, a few at a time; what belongs to something deleted is gone.
async fn read_of_each<T, E>(
    operation: &str,
    owners: impl Iterator<Item = String>,
    gap: Option<Gap>,
    pages: impl Fn(String) -> Pages<T, E>,
) -> Listed<T>
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata + std::error::Error + 'static,
{
    let reads: Vec<_> = owners.map(|owner| read_all(operation, pages(owner))).collect();
    let answers: Vec<_> = stream::iter(reads).buffer_unordered(CALLS_AT_ONCE).collect().await;
    let (mut all, mut gaps) = (Vec::new(), Vec::from_iter(gap));
    for (items, gap) in answers {
        all.extend(items);
        gaps.extend(gap);
    }
    (all, summed(gaps).into_iter().next())
}

async fn read_all<T, E>(operation: &str, mut pages: Pages<T, E>) -> Listed<T>
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata + std::error::Error + 'static,
{
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) if is_one_of(&error, GONE) => break,
            Err(error) => return (items, Some(gap_of(operation, &error))),
        }
    }
    (items, None)
}

/// Reads elastic load balancing of the second kind.
pub struct ElbV2<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for ElbV2<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

#[cfg(test)]
mod tests;
