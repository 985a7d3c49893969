//! How long versions stay, and that none is lost or doubled.

use super::*;
use pantheon_core::{
    history::{ChangeKind, History},
    page::{PageRequest, PageSize},
};

async fn told(store: &Store, id: &ResourceId) -> Vec<(ChangeKind, String)> {
    let all = PageRequest::first(PageSize::LARGEST);
    let versions = store.versions(&tenant(), id, &all).await.unwrap().items;
    versions.into_iter().map(|version| (version.kind, version.resource.content_hash)).collect()
}

async fn see(store: &Store, resources: &[Resource], minutes: i64) {
    let change = rescan(store, resources).await;
    store.apply(&tenant(), &volumes(), change, now() + TimeDelta::minutes(minutes)).await.unwrap();
}

#[tokio::test]
async fn the_newest_version_of_what_lives_never_expires() {
    let store = local::store().await;
    see(&store, &[volume(1, 1, 0), volume(2, 1, 0)], 0).await;
    see(&store, &[volume(1, 2, 10), volume(2, 1, 10)], 10).await;
    see(&store, &[volume(1, 2, 20)], 20).await;

    let items = store.items().await;
    let mut ends: Vec<(String, Option<i64>)> = items["version"]
        .iter()
        .map(|item| {
            let resource: ResourceId = item["id"].as_s().unwrap().parse().unwrap();
            let end = item.get("ttl").map(|ttl| ttl.as_n().unwrap().parse::<i64>().unwrap() - now().timestamp());
            (resource.native_id, end)
        })
        .collect();
    ends.sort();

    let after = |minutes: i64| Some(400 * 24 * 3_600 + minutes * 60);
    let expected = [("vol-00001", None), ("vol-00001", after(10)), ("vol-00002", after(20)), ("vol-00002", after(20))];
    assert_eq!(ends, expected.map(|(name, end)| (name.to_owned(), end)));
}

#[tokio::test]
async fn remembers_what_was_there_before_versions_were_kept() {
    let store = local::store().await;
    let before = volume(1, 1, 0);
    store
        .put_all(vec![inventory::resource_item(&tenant(), &before.clone().try_into().unwrap()).unwrap()])
        .await
        .unwrap();
    assert_eq!(told(&store, &before.id).await, []);

    let after = volume(1, 2, 10);
    see(&store, std::slice::from_ref(&after), 10).await;

    let expected = [(ChangeKind::Updated, after.content_hash), (ChangeKind::Created, before.content_hash.clone())];
    assert_eq!(told(&store, &before.id).await, expected);
}

#[tokio::test]
async fn of_two_looks_at_once_the_second_decides_on_what_the_first_wrote() {
    let local = local::store().await;
    see(&local, &[volume(1, 1, 0)], 0).await;
    let change =
        |content, minutes| InventoryChange { write: vec![volume(1, content, minutes)], ..InventoryChange::default() };
    let at = |minutes| now() + TimeDelta::minutes(minutes);

    let (tenant, scope) = (tenant(), volumes());
    let looks = (2..8).map(|content| {
        let minutes = i64::try_from(content).unwrap();
        local.apply(&tenant, &scope, change(content, minutes), at(minutes))
    });
    futures::future::try_join_all(looks).await.unwrap();

    let last = local.resource(&tenant, &volume(1, 7, 7).id).await.unwrap().unwrap();
    assert_eq!((last.content_hash, last.updated_at), (volume(1, 7, 7).content_hash, at(7)));
    let versions = told(&local, &last.id).await;
    assert_eq!(versions[0], (ChangeKind::Updated, volume(1, 7, 7).content_hash));
    let unended = local.items().await["version"].iter().filter(|item| !item.contains_key("ttl")).count();
    assert_eq!(unended, 1, "only the newest version never expires");
}

#[tokio::test]
async fn a_lost_reply_neither_loses_nor_doubles_a_version() {
    for fault in [Fault::LostReply, Fault::LostRequest, Fault::Conflict, Fault::Throttled] {
        let local = local::store().await;
        see(&local, &[volume(1, 1, 0), volume(2, 1, 0)], 0).await;
        let faults =
            Faults::new(move |call| (call.operation == "TransactWriteItems" && call.number < 8).then_some(fault));

        see(&faults.store(&local), &[volume(1, 2, 10), volume(3, 1, 10)], 10).await;

        assert!(faults.count("TransactWriteItems") > 2, "{fault:?}: nothing failed");
        let counts = [1, 2, 3].map(|number| volume(number, 1, 0).id);
        let counts = [
            told(&local, &counts[0]).await.len(),
            told(&local, &counts[1]).await.len(),
            told(&local, &counts[2]).await.len(),
        ];
        assert_eq!(counts, [2, 2, 1], "{fault:?}");
    }
}
