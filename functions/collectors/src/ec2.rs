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
use aws_sdk_ec2::{
    Client,
    types::{Filter, Tag},
};
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{collections::BTreeMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![
    instance by name,
    volume by name,
    snapshot by name,
    address by name,
    vpc by name,
    subnet by name,
    route_table by name,
    internet_gateway by name,
    nat_gateway by name,
    security_group by name,
    network_interface by name,
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

/// Keeps only the resources with these identifiers.
///
/// A filter leaves out what is not there, where a list of names would be refused as a whole.
fn only(name: &str, ids: &[String]) -> Filter {
    Filter::builder().name(name).set_values(Some(ids.to_vec())).build()
}

/// Returns the tags of a resource.
fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    crate::document::tags(tags.iter().map(|tag| (tag.key(), tag.value())))
}

#[cfg(test)]
mod tests;
