use super::*;
use chrono::TimeDelta;
use pantheon_core::{
    collect::Found,
    resource::Resource,
    scan::{Inventory, InventoryChange},
};
use pantheon_testing::{
    caller, code,
    discovery::{MemoryDiscovery, found, scope},
    load_request, now, request, stranger, tenant,
};
use serde_json::json;

const ID: &str = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890";

fn at(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

/// Lets the instance be seen with a size, or be gone.
async fn see(discovery: &MemoryDiscovery, minute: i64, size: Option<&str>) {
    let place = scope("111111111111:eu-west-1:ec2");
    let instance = |size: &str| Found {
        properties: json!({ "InstanceType": size, "Monitoring": { "Enabled": size.ends_with("large") } }),
        ..found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1)
    };
    let change = match size {
        Some(size) => InventoryChange {
            write: vec![Resource::of(&place.account_id, instance(size), at(minute))],
            ..InventoryChange::default()
        },
        None => InventoryChange { remove: vec![ID.parse().unwrap()], ..InventoryChange::default() },
    };
    discovery.apply(&tenant(), &place, change, at(minute)).await.unwrap();
}

async fn eventful() -> MemoryDiscovery {
    let discovery = MemoryDiscovery::default();
    let sizes = [Some("m5.large"), Some("m5.xlarge"), Some("t3.micro"), None];
    for (minute, size) in (0..).zip(sizes) {
        see(&discovery, minute, size).await;
    }
    discovery
}

async fn list(discovery: &MemoryDiscovery, request: Request) -> Result<Json<Listing<VersionView>>> {
    handle(discovery, &Cursors::new(b"secret"), request).await
}

fn asking(queries: &[(&str, &str)]) -> Request {
    let request = request().caller(&[Permission::ResourcesRead]).path("resource_id", ID);
    queries.iter().fold(request, |request, (name, value)| request.query(name, value)).build()
}

#[tokio::test]
async fn lists_the_newest_first_and_what_changed() {
    let discovery = eventful().await;

    let listed = list(&discovery, load_request("discovery/list-resource-history")).await.unwrap().body.items;

    let told: Vec<_> = listed.iter().map(|view| (view.kind, view.seen_at, view.changed.clone().unwrap())).collect();
    let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let expected = [
        (ChangeKind::Removed, at(3), paths(&["/state"])),
        (ChangeKind::Updated, at(2), paths(&["/properties/InstanceType", "/properties/Monitoring/Enabled"])),
        (ChangeKind::Updated, at(1), paths(&["/properties/InstanceType"])),
        (ChangeKind::Created, at(0), paths(&[])),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn compares_across_the_end_of_a_page() {
    let discovery = eventful().await;
    let whole = list(&discovery, asking(&[])).await.unwrap().body.items;

    let mut walked = Vec::new();
    let mut cursor = None;
    loop {
        let mut queries = vec![("page_size", "1")];
        queries.extend(cursor.iter().map(|cursor: &String| ("cursor", cursor.as_str())));
        let page = list(&discovery, asking(&queries)).await.unwrap().body;
        walked.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }

    assert_eq!(walked, whole);
}

#[tokio::test]
async fn says_that_it_does_not_know_what_an_old_version_changed() {
    let updated = ResourceVersion { kind: ChangeKind::Updated, ..newest(&eventful().await).await };

    assert_eq!(VersionView::of(&updated, None).changed, None);
}

async fn newest(discovery: &MemoryDiscovery) -> ResourceVersion {
    let id = ID.parse().unwrap();
    let page = PageRequest::first(PageSize::DEFAULT);
    discovery.versions(&tenant(), &id, &page).await.unwrap().items.swap_remove(0)
}

#[tokio::test]
async fn says_not_found_for_a_stranger() {
    let discovery = eventful().await;
    let stranger = pantheon_core::Caller { tenant: stranger(), ..caller(&[Permission::ResourcesRead]) };
    let theirs = request().called_by(&stranger).path("resource_id", ID).build();

    assert_eq!(code(list(&discovery, theirs).await), "not_found");
}
