//! An estate whose graph is drawn, on fakes.

use crate::{build_graph, newest_graph::NewestGraph};
use chrono::TimeDelta;
use pantheon_core::{
    event::{Event, Origin},
    history::{ChangeKind, ResourceVersion},
    id::{ScanId, TenantId},
    permission::Permission,
    resource::{Resource, ResourceId},
    scan::{Inventory, Reasons, WorldAssembled},
};
use pantheon_testing::{
    FixedClock,
    discovery::{MemoryDiscovery, first_change, found, resource, scope},
    graphs::MemoryGraphs,
    history::MemoryHistory,
    now, request,
    request::RequestBuilder,
    tenant,
};
use serde_json::json;

/// Everything that a graph is made of.
#[derive(Default)]
pub(super) struct Estate {
    pub(super) discovery: MemoryDiscovery,
    pub(super) graphs: MemoryGraphs,
    pub(super) history: MemoryHistory,
    pub(super) clock: FixedClock,
}

pub(super) fn id(resource_type: &str, native_id: &str) -> ResourceId {
    format!("111111111111:eu-west-1:AWS.{resource_type}:{native_id}").parse().unwrap()
}

/// Makes a resource that needs others, as of a number of minutes after now.
pub(super) fn made(resource_type: &str, native_id: &str, needs: &[ResourceId], minutes: i64) -> Resource {
    let resource_type = format!("AWS::{}", resource_type.replace('.', "::"));
    let mut found = found("eu-west-1", &resource_type, native_id, 1);
    found.dependencies = needs.to_vec();
    let made = resource(&"111111111111".parse().unwrap(), found);
    Resource { updated_at: now() + TimeDelta::minutes(minutes), ..made }
}

/// An instance in a subnet of a VPC with a volume that nobody has seen, and its guard.
pub(super) fn shop() -> Vec<Resource> {
    let (vpc, subnet) = (id("EC2.VPC", "vpc-1"), id("EC2.Subnet", "subnet-1"));
    let needs = [subnet, id("EC2.SecurityGroup", "sg-0a1b2c3d4e5f60718"), id("EC2.Volume", "vol-1")];
    let mut web = made("EC2.Instance", "i-0abcdef1234567890", &needs, 0);
    web.properties = json!({"PublicIpAddress": "203.0.113.9"});
    vec![
        web,
        made("EC2.VPC", "vpc-1", &[], 0),
        made("EC2.Subnet", "subnet-1", std::slice::from_ref(&vpc), 0),
        made("EC2.SecurityGroup", "sg-0a1b2c3d4e5f60718", &[vpc], 0),
    ]
}

impl Estate {
    pub(super) async fn drawn() -> Self {
        let estate = Self::default();
        let change = first_change(shop());
        estate.discovery.apply(&tenant(), &scope("111111111111:eu-west-1:ec2"), change, now()).await.unwrap();
        estate.build(&tenant(), true).await;
        estate
    }

    pub(super) async fn build(&self, tenant: &TenantId, complete: bool) {
        let fact = WorldAssembled {
            scan_id: ScanId::generate(now()),
            resources: 4,
            accounts: 1,
            complete,
            shards_with_gaps: 0,
            reasons: Reasons::default(),
        };
        let event = Origin::of_system(tenant.clone(), "test", now()).event(&fact, 1);
        self.deliver(event).await;
    }

    pub(super) async fn deliver(&self, event: Event) {
        let ports = build_graph::Ports { inventory: &self.discovery, graphs: &self.graphs, clock: &self.clock };
        build_graph::handle(ports, event).await.unwrap();
    }

    pub(super) fn newest(&self) -> NewestGraph<'_> {
        NewestGraph::new(&self.graphs, &self.history)
    }

    pub(super) fn change(&self, kind: ChangeKind, resource: Resource) {
        self.history.remember(&tenant(), ResourceVersion { kind, resource });
    }
}

pub(super) fn asked() -> RequestBuilder {
    request().caller(&[Permission::ResourcesRead])
}

pub(super) fn of(id: &ResourceId) -> RequestBuilder {
    asked().path("resource_id", id)
}

/// So many resources with such long names that no answer can hold them as they are.
pub(super) async fn crowd() -> Estate {
    let estate = Estate::default();
    let name = "x".repeat(4_000);
    let crowd = (0..1_700).map(|number| made("S3.Bucket", &format!("{name}-{number}"), &[], 0));
    let change = first_change(crowd.collect());
    estate.discovery.apply(&tenant(), &scope("111111111111:global:s3"), change, now()).await.unwrap();
    estate.build(&tenant(), true).await;
    estate
}
