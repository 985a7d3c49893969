use super::{later, new_tenant, size, walk};
use crate::{
    clock::now,
    discovery::{first_change, found, manifest, resource, scope},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    aws::AccountId,
    collect::{Found, Scope},
    id::TenantId,
    page::PageRequest,
    resource::{Gone, Resource, ResourceId, ResourceState},
    scan::{Inventory, InventoryChange, Manifest, ResourceFilter},
};
use serde_json::json;

/// How many resources a scope holds whose manifest does not fit into one item of DynamoDB.
const MANY: u64 = 6_000;

/// Runs the suite of [`Inventory`], except for the lists of resources.
pub async fn inventory(port: &dyn Inventory) {
    keeps_what_it_was_given(port).await;
    changes_nothing_when_applied_twice(port).await;
    remembers_when_a_changed_resource_was_first_seen(port).await;
    shows_what_is_gone_only_to_those_who_look_for_it(port).await;
    takes_a_resource_that_came_back_for_a_new_one(port).await;
    repairs_what_a_crash_left_undone(port).await;
    keeps_the_later_of_two_looks(port).await;
    keeps_scopes_and_tenants_apart(port).await;
    keeps_manifests_of_any_size(port).await;
}

fn account() -> AccountId {
    "111111111111".parse().expect("an account")
}

fn bucket(name: &str, content: u64) -> Found {
    found("eu-west-1", "AWS::S3::Bucket", name, content)
}

fn seen(found: Found, at: DateTime<Utc>) -> Resource {
    Resource::of(&account(), found, at)
}

fn buckets() -> Scope {
    scope("111111111111:global:s3")
}

async fn apply(port: &dyn Inventory, tenant: &TenantId, change: InventoryChange, at: DateTime<Utc>) {
    port.apply(tenant, &buckets(), change, at).await.expect("applies");
}

async fn read(port: &dyn Inventory, tenant: &TenantId, id: &ResourceId) -> Resource {
    port.resource(tenant, id).await.expect("reads").expect("is there")
}

async fn list(port: &dyn Inventory, tenant: &TenantId, state: Option<ResourceState>) -> Vec<Resource> {
    let filter = ResourceFilter { state, ..ResourceFilter::default() };
    let all = walk(3, |page| {
        let filter = &filter;
        async move { port.resources(tenant, filter, &page).await }
    });
    all.await
}

async fn keeps_what_it_was_given(port: &dyn Inventory) {
    let tenant = new_tenant();
    let full = Found {
        arn: Some("arn:aws:s3:::logs".to_owned()),
        name: Some("Logs ü".to_owned()),
        native_state: Some("available".to_owned()),
        dependencies: vec![resource(&account(), bucket("other", 1)).id],
        tags: [("aws:cloudformation:stack-name", "a"), ("empty", ""), ("with.dot #", "v")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        created_at: Some(later(-60)),
        properties: json!({
            "Empty": {}, "None": null, "List": [1, -1.5, 2.0, "x", true, [], {}], "": "",
            "Large": 18_446_744_073_709_551_615_u64, "Small": 1e-7,
        }),
        ..bucket("logs#%\"/ü ~", 1)
    };
    let resources = vec![resource(&account(), full), resource(&account(), bucket("plain", 2))];

    apply(port, &tenant, first_change(resources.clone()), now()).await;

    for resource in &resources {
        assert_eq!(read(port, &tenant, &resource.id).await, *resource);
    }
    assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), manifest(&resources));
    let unknown = resource(&account(), bucket("unknown", 1)).id;
    assert_eq!(port.resource(&tenant, &unknown).await.expect("reads"), None);
    apply(port, &tenant, InventoryChange::default(), later(1)).await;
    assert_eq!(list(port, &tenant, None).await, resources);
}

async fn changes_nothing_when_applied_twice(port: &dyn Inventory) {
    let tenant = new_tenant();
    let (first, second) = (seen(bucket("a", 1), now()), seen(bucket("b", 1), now()));
    apply(port, &tenant, first_change(vec![first.clone(), second.clone()]), now()).await;
    let change = |at| InventoryChange {
        write: vec![seen(bucket("a", 2), at)],
        remove: vec![second.id.clone()],
        manifest: Some(manifest(&[seen(bucket("a", 2), at)])),
    };

    apply(port, &tenant, change(later(10)), later(10)).await;
    let before = (read(port, &tenant, &first.id).await, read(port, &tenant, &second.id).await);
    apply(port, &tenant, change(later(20)), later(20)).await;

    assert_eq!((read(port, &tenant, &first.id).await, read(port, &tenant, &second.id).await), before);
    assert_eq!(before.0.updated_at, later(10));
    assert_eq!(before.1.updated_at, later(10));
}

async fn remembers_when_a_changed_resource_was_first_seen(port: &dyn Inventory) {
    let tenant = new_tenant();
    apply(port, &tenant, first_change(vec![seen(bucket("a", 1), now())]), now()).await;
    let changed = seen(bucket("a", 2), later(10));

    apply(port, &tenant, first_change(vec![changed.clone()]), later(10)).await;

    let kept = read(port, &tenant, &changed.id).await;
    assert_eq!(kept, Resource { first_seen: now(), ..changed.clone() });
    assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), manifest(&[changed]));
}

async fn shows_what_is_gone_only_to_those_who_look_for_it(port: &dyn Inventory) {
    let tenant = new_tenant();
    let going = Found { state: ResourceState::Deleting, ..bucket("going", 1) };
    let resources = [bucket("gone", 1), going, bucket("here", 1)].map(|found| seen(found, now()));
    let [gone, going, here] = resources.clone();
    apply(port, &tenant, first_change(resources.to_vec()), now()).await;
    let left = vec![going.clone(), here.clone()];

    let remove =
        InventoryChange { remove: vec![gone.id.clone()], manifest: Some(manifest(&left)), ..Default::default() };
    apply(port, &tenant, remove, later(10)).await;

    let end = Some(Gone { removed_at: later(10), last_seen: now() });
    let tombstone = Resource { state: ResourceState::Deleting, updated_at: later(10), gone: end, ..gone.clone() };
    assert_eq!(read(port, &tenant, &gone.id).await, tombstone);
    assert_eq!(list(port, &tenant, None).await, left);
    assert_eq!(list(port, &tenant, Some(ResourceState::Active)).await, [here]);
    assert_eq!(list(port, &tenant, Some(ResourceState::Deleting)).await, [going, tombstone]);
    let never_seen = InventoryChange { remove: vec![seen(bucket("never", 1), now()).id], ..Default::default() };
    apply(port, &tenant, never_seen, later(11)).await;
    assert_eq!(list(port, &tenant, Some(ResourceState::Deleting)).await.len(), 2);
}

async fn takes_a_resource_that_came_back_for_a_new_one(port: &dyn Inventory) {
    let tenant = new_tenant();
    let bucket_at = |at| seen(bucket("a", 1), at);
    apply(port, &tenant, first_change(vec![bucket_at(now())]), now()).await;
    let remove = InventoryChange {
        remove: vec![bucket_at(now()).id],
        manifest: Some(Manifest::default()),
        ..Default::default()
    };
    apply(port, &tenant, remove, later(10)).await;

    apply(port, &tenant, first_change(vec![bucket_at(later(20))]), later(20)).await;

    assert_eq!(list(port, &tenant, None).await, [bucket_at(later(20))]);
}

async fn repairs_what_a_crash_left_undone(port: &dyn Inventory) {
    let tenant = new_tenant();
    let (first, second) = (seen(bucket("a", 1), now()), seen(bucket("b", 1), now()));
    // The process died after one of two resources, before the manifest.
    let half = InventoryChange { write: vec![first.clone()], ..Default::default() };
    apply(port, &tenant, half, now()).await;
    assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), Manifest::default());

    let again = [seen(bucket("a", 1), later(5)), seen(bucket("b", 1), later(5))];
    apply(port, &tenant, first_change(again.to_vec()), later(5)).await;

    assert_eq!(read(port, &tenant, &first.id).await, first);
    assert_eq!(read(port, &tenant, &second.id).await, again[1]);
    assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), manifest(&[first, second]));
}

async fn keeps_the_later_of_two_looks(port: &dyn Inventory) {
    let tenant = new_tenant();
    let newer = seen(bucket("a", 2), later(10));
    apply(port, &tenant, first_change(vec![newer.clone()]), later(10)).await;

    apply(port, &tenant, first_change(vec![seen(bucket("a", 1), later(5))]), later(5)).await;
    let remove =
        InventoryChange { remove: vec![newer.id.clone()], manifest: Some(Manifest::default()), ..Default::default() };
    apply(port, &tenant, remove, later(6)).await;

    assert_eq!(read(port, &tenant, &newer.id).await, newer);
    assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), manifest(&[newer]));
}

async fn keeps_scopes_and_tenants_apart(port: &dyn Inventory) {
    let (ours, theirs) = (new_tenant(), new_tenant());
    let resource = seen(bucket("a", 1), now());
    apply(port, &ours, first_change(vec![resource.clone()]), now()).await;

    assert_eq!(port.resource(&theirs, &resource.id).await.expect("reads"), None);
    assert_eq!(list(port, &theirs, None).await, []);
    assert_eq!(port.manifest(&theirs, &buckets()).await.expect("reads"), Manifest::default());
    for other in ["111111111111:global:iam", "222222222222:global:s3", "111111111111:eu-west-1:s3"] {
        assert_eq!(port.manifest(&ours, &scope(other)).await.expect("reads"), Manifest::default());
    }
}

async fn keeps_manifests_of_any_size(port: &dyn Inventory) {
    let tenant = new_tenant();
    let many: Vec<Resource> =
        (0..MANY).map(|number| seen(bucket(&format!("bucket-{number:05}"), number), now())).collect();
    let only_manifest =
        |resources: &[Resource]| InventoryChange { manifest: Some(manifest(resources)), ..InventoryChange::default() };
    for (minutes, count) in [(0, many.len()), (1, many.len() - 1), (2, 1), (3, many.len())] {
        apply(port, &tenant, only_manifest(&many[..count]), later(minutes)).await;
        assert_eq!(port.manifest(&tenant, &buckets()).await.expect("reads"), manifest(&many[..count]));
    }
    let nothing = port.resources(&tenant, &ResourceFilter::default(), &PageRequest::first(size(9))).await;
    assert_eq!(nothing.expect("lists").items, []);
}
