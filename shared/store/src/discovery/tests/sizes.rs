//! Resources that are larger than DynamoDB's items.

use super::*;
use pantheon_core::{history::History, page::PageRequest};
use serde_json::{Map, json};

/// More than fit into one transaction.
const HERD: u64 = 6;

/// A resource of which everything is as large as AWS allows, or larger.
fn giant(number: u64, letter: &str, minutes: i64) -> Resource {
    let mut found = found("eu-west-1", "AWS::EC2::Volume", &format!("vol-{number:05}{}", "x".repeat(500)), 1);
    let names = (0..5_000).map(|other| volume(other, 1, 0).id);
    found.dependencies = names.collect();
    // Unicode letters of four bytes each.
    found.tags = (0..50).map(|tag| (format!("{tag:02}{}", "𒀀".repeat(126)), "𒀀".repeat(256))).collect();
    let properties: Map<String, serde_json::Value> =
        (0..30).map(|part| (format!("Part{part:02}"), letter.repeat(50_000).into())).collect();
    found.properties = properties.into();
    found.arn = Some("a".repeat(2_000));
    Resource::of(&account(), found, now() + TimeDelta::minutes(minutes))
}

#[tokio::test]
async fn keeps_what_is_too_large_with_a_mark() {
    let store = local::store().await;
    let estate: Vec<Resource> = (0..HERD).map(|number| giant(number, "x", 0)).collect();
    store.apply(&tenant(), &volumes(), first_change(estate), now()).await.unwrap();
    let changed: Vec<Resource> = (0..HERD).map(|number| giant(number, "y", 10)).collect();
    let change = rescan(&store, &changed).await;

    store.apply(&tenant(), &volumes(), change, now() + TimeDelta::minutes(10)).await.unwrap();

    let id = changed[3].id.clone();
    let kept = store.resource(&tenant(), &id).await.unwrap().unwrap();
    assert_eq!(kept, Resource { first_seen: now(), ..changed[3].clone() });
    let marks = kept.properties.as_object().unwrap().values().filter(|value| value.get("Truncated").is_some());
    assert!(marks.count() > 20);
    assert_eq!(kept.properties["Truncated"], json!({ "Dependencies": 5_000 }));
    let all = PageRequest::first(pantheon_core::page::PageSize::LARGEST);
    assert_eq!(store.versions(&tenant(), &id, &all).await.unwrap().items.len(), 2);
    assert_eq!(rescan(&store, &changed).await, InventoryChange::default(), "it would be written at every scan");
}
