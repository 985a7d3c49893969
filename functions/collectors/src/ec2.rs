//! EC2: instances, their disks and the networks they are in.

mod address;
mod instance;
mod internet_gateway;
mod launch_template;
mod nat_gateway;
mod network_interface;
mod route_table;
mod security_group;
mod snapshot;
mod subnet;
mod volume;
mod vpc;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_ec2::{Client, types::Tag};
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{collections::BTreeMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![
    instance,
    volume,
    snapshot,
    address,
    vpc,
    subnet,
    route_table,
    internet_gateway,
    nat_gateway,
    security_group,
    network_interface,
    launch_template,
];

/// Reads EC2.
pub struct Ec2<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Ec2<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Returns the tags of a resource.
fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    crate::document::tags(tags.iter().map(|tag| (tag.key(), tag.value())))
}

#[cfg(test)]
mod tests;
