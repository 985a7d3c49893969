use super::*;
use crate::{
    Store,
    faults::{Fault, Faults},
    local,
};
use chrono::TimeDelta;
use pantheon_core::{
    aws::AccountId,
    command::Commit,
    id::ExportId,
    resource::Resource,
    scan::{
        Bookmarks, Inventory, InventoryChange, Manifest, Plans, ResourceFilter, Scan, ScanState, Scans, Shard,
        ShardState, Shards, Tally,
    },
    service_agent::AgentName,
};
use pantheon_testing::{
    conformance::discovery as suite,
    discovery::{first_change, found, manifest, scan, scope},
    now, tenant,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

mod lost_replies;
mod sizes;
mod versions;

#[tokio::test]
async fn conforms_to_scans() {
    suite::scans(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_shards() {
    let store = local::store().await;
    suite::shards(&*store, &*store).await;
}

#[tokio::test]
async fn conforms_to_plans() {
    let store = local::store().await;
    suite::plans(&*store, &*store).await;
}

#[tokio::test]
async fn conforms_to_bookmarks() {
    suite::bookmarks(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_slots() {
    suite::slots(&*local::store().await).await;
}

#[tokio::test]
async fn lets_the_work_list_and_the_ledger_end_with_time() {
    let store = local::store().await;
    let (tenant, scan) = (tenant(), scan());
    let account: AccountId = "111111111111".parse().unwrap();
    let shard = Shard::pending(volumes().into());
    store.insert_scan(&tenant, &scan, Commit::unasked()).await.unwrap();
    let walked = Scan { version: scan.version.next(), ..scan.clone() };
    store.add_accounts(&tenant, &walked, std::slice::from_ref(&account)).await.unwrap();
    store.count_planned(&tenant, &scan.id, &account, 1).await.unwrap();
    store.keep_bookmark(&tenant, &scan.id, None).await.unwrap();
    store.insert_shards(&tenant, &scan.id, std::slice::from_ref(&shard)).await.unwrap();
    let until = now() + TimeDelta::minutes(5);
    let leased = store.lease_shard(&tenant, &scan.id, &shard.id, now(), until).await.unwrap().unwrap();
    let ended = Shard { state: ShardState::Read, ..leased };
    store.end_shard(&tenant, &scan.id, &ended, Tally::default(), Commit::unasked()).await.unwrap();

    let expected = (now() + TimeDelta::days(LEDGER_DAYS)).timestamp().to_string();
    let items = store.items().await;
    for entity in ["account_plan", "planned", "tally", "bookmark", "shard"] {
        assert_eq!(items[entity][0]["ttl"].as_n(), Ok(&expected), "{entity}");
    }
    assert!(!items["scan"][0].contains_key("ttl"), "the scan itself stays");
}

#[tokio::test]
async fn conforms_to_assemblies() {
    suite::assemblies(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_worlds() {
    let store = local::store().await;
    suite::worlds(&*store, &*store).await;
}

#[tokio::test]
async fn conforms_to_settings() {
    suite::settings(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_inventory() {
    suite::inventory(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_lists_of_resources() {
    suite::resources(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_looks() {
    suite::looks(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_looks_that_are_due() {
    suite::due_looks(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_reconciliations() {
    suite::reconciliations(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_service_agents() {
    suite::service_agents(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_ledgers() {
    let store = local::store().await;
    suite::ledgers(&*store, &*store).await;
}

#[tokio::test]
async fn conforms_to_tagging() {
    suite::tagging(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_exports() {
    suite::exports(&*local::store().await).await;
}

#[tokio::test]
async fn conforms_to_history() {
    let store = local::store().await;
    suite::history(&*store, &*store).await;
}

#[tokio::test]
async fn conforms_to_coverage() {
    let store = local::store().await;
    suite::coverage(&*store, &*store, &*store).await;
}

fn account() -> AccountId {
    "111111111111".parse().unwrap()
}

fn volume(number: u64, content: u64, minutes: i64) -> Resource {
    let found = found("eu-west-1", "AWS::EC2::Volume", &format!("vol-{number:05}"), content);
    Resource::of(&account(), found, now() + TimeDelta::minutes(minutes))
}

fn volumes() -> Scope {
    scope("111111111111:eu-west-1:ec2")
}

/// Compares what was found with the manifest, as a collector does.
async fn rescan(store: &Store, resources: &[Resource]) -> InventoryChange {
    let before = store.manifest(&tenant(), &volumes()).await.unwrap();
    let after = manifest(resources);
    let changed = resources.iter().filter(|resource| before.hashes.get(&resource.id) != Some(&resource.content_hash));
    let gone = before.hashes.keys().filter(|id| !after.hashes.contains_key(*id));
    InventoryChange {
        write: changed.cloned().collect(),
        remove: gone.cloned().collect(),
        manifest: (before != after).then_some(after),
    }
}

#[tokio::test]
async fn writes_only_what_has_changed() {
    let local = local::store().await;
    let mut estate: Vec<Resource> = (0..60).map(|number| volume(number, 1, 0)).collect();
    // A resource and its version; where one changes, the version before as well, which now expires.
    let cases =
        [("first", 60 * 2 + 1), ("unchanged", 0), ("one changed", 3 + 1), ("one gone", 3 + 1), ("unchanged again", 0)];
    for (hour, (case, expected)) in (0..).zip(cases) {
        match case {
            "one changed" => estate[7] = volume(7, 2, 10),
            "one gone" => drop(estate.remove(9)),
            _ => {}
        }
        let faults = Faults::none();
        let store = faults.store(&local);
        let change = rescan(&store, &estate).await;

        store.apply(&tenant(), &volumes(), change, now() + TimeDelta::hours(hour)).await.unwrap();

        assert_eq!(faults.written(), expected, "{case}");
    }
}

#[tokio::test]
async fn keeps_every_item_of_a_large_manifest_small() {
    let store = local::store().await;
    let many: Vec<Resource> = (0..9_000).map(|number| volume(number, 1, 0)).collect();
    let change = InventoryChange { manifest: Some(manifest(&many)), ..InventoryChange::default() };

    store.apply(&tenant(), &volumes(), change, now()).await.unwrap();

    let items = store.items().await;
    let sizes: Vec<usize> = items["manifest"].iter().map(|item| item["hashes"].as_s().unwrap().len()).collect();
    assert!(sizes.len() > 3, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size <= 300_000), "{sizes:?}");
    let less = InventoryChange { manifest: Some(manifest(&many[..1])), ..InventoryChange::default() };
    store.apply(&tenant(), &volumes(), less, now()).await.unwrap();
    assert_eq!(store.items().await["manifest"].len(), 1, "pages were left behind");
}

#[tokio::test]
async fn finds_what_a_dead_run_left_undone() {
    let local = local::store().await;
    let estate: Vec<Resource> = (0..60).map(|number| volume(number, 1, 0)).collect();
    // Each run gets one call further than the one before.
    let mut deaths = 0;
    loop {
        let faults = Faults::new(move |call| (call.number >= deaths).then_some(Fault::LostRequest));
        let change = rescan(&local, &estate).await;
        match faults.store(&local).apply(&tenant(), &volumes(), change, now()).await {
            Ok(()) => break,
            Err(error) => assert!(error.is_retryable(), "{error:?}"),
        }
        deaths += 1;
    }

    assert!(deaths > 3, "only {deaths} runs died");
    assert_eq!(rescan(&local, &estate).await, InventoryChange::default());
    assert_eq!(local.items().await["resource"].len(), 60);
    assert_eq!(local.items().await["version"].len(), 60, "a version was lost or doubled");
}

#[tokio::test]
async fn heals_after_two_runs_of_the_same_scope_got_in_each_others_way() {
    let local = local::store().await;
    let before = [volume(1, 1, 0), volume(2, 1, 0)];
    local.apply(&tenant(), &volumes(), first_change(before.to_vec()), now()).await.unwrap();
    // The slow run saw volume 1 before, the fast run after it changed; both began at once.
    let slow_saw = [volume(1, 2, 10), volume(2, 1, 10)];
    let fast_saw = [volume(1, 3, 10), volume(3, 1, 10)];
    let slow = rescan(&local, &slow_saw).await;
    let fast = rescan(&local, &fast_saw).await;
    let at = now() + TimeDelta::minutes(10);
    let stored = local.stored_manifest(&tenant(), &volumes()).await.unwrap();

    local.apply(&tenant(), &volumes(), fast, at).await.unwrap();
    let touched: Vec<ResourceId> = slow.write.iter().map(|resource| resource.id.clone()).collect();
    local
        .put_all(vec![inventory::resource_item(&tenant(), &slow.write[0].clone().try_into().unwrap()).unwrap()])
        .await
        .unwrap();
    local.keep_manifest((&tenant(), &volumes()), stored, slow.manifest.unwrap(), &touched, at).await.unwrap();

    let change = rescan(&local, &[volume(1, 3, 20), volume(3, 1, 20)]).await;
    local.apply(&tenant(), &volumes(), change, now() + TimeDelta::minutes(20)).await.unwrap();
    let healed = local.resource(&tenant(), &volume(1, 3, 20).id).await.unwrap().unwrap();
    assert_eq!(healed.content_hash, volume(1, 3, 20).content_hash);
    assert_eq!(rescan(&local, &[volume(1, 3, 30), volume(3, 1, 30)]).await, InventoryChange::default());
}

#[tokio::test]
async fn fills_pages_with_a_bounded_number_of_reads() {
    let local = local::store().await;
    let estate: Vec<Resource> = (0..300).map(|number| volume(number, 1, 0)).collect();
    local.apply(&tenant(), &volumes(), first_change(estate), now()).await.unwrap();
    let faults = Faults::none();
    let store = faults.store(&local);
    let filter = |name: Option<&str>| ResourceFilter {
        tag: name.map(|name| (name.to_owned(), None)),
        ..ResourceFilter::default()
    };
    let page = pantheon_core::page::PageRequest::first(pantheon_core::page::PageSize::of(20).unwrap());

    let full = store.resources(&tenant(), &filter(None), &page).await.unwrap();
    assert_eq!((full.items.len(), full.next.is_some(), faults.count("Query")), (20, true, 1));

    let none = store.resources(&tenant(), &filter(Some("absent")), &page).await.unwrap();
    assert_eq!((none.items.len(), none.next), (0, None));
    assert!(faults.count("Query") <= 1 + 5, "{} reads of 300 items", faults.count("Query"));
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![".{1,12}", "[#\"%a]{1,4}", Just("HEAD".to_owned()), Just("TYPE".to_owned())]
}

proptest! {
    #[test]
    fn gives_no_two_things_the_same_key(native in any_name(), other in any_name()) {
        let tenant = tenant();
        let resource = |native_id: &str| ResourceId { native_id: native_id.to_owned(), ..volume(1, 1, 0).id };
        let (scan, shard) = (scan().id, ShardId::from(volumes()));
        let due = |native_id: Option<&str>, turn| LookKey {
            shard_id: volumes().into(),
            resource_type: Some("AWS::EC2::Volume".parse().unwrap()),
            native_id: native_id.map(ToOwned::to_owned),
            turn,
        };
        let mut keys = vec![
            scans(&tenant).key(&[scan.as_str()]),
            tally_key(&tenant, &scan, &shard),
            shard_key(&tenant, &scan, &shard),
            accounts(&tenant, &scan).key(&["111111111111"]),
            planned(&tenant, &scan).key(&["00"]),
            bookmark_key(&tenant, &scan),
            assembly_key(&tenant, &scan),
            slots_key(&tenant, &volumes()),
            manifests(&tenant, &volumes()).key(&["HEAD"]),
            manifests(&tenant, &volumes()).key(&["PAGE", &native, "000001"]),
            version_key(&tenant, &resource(&native), VersionId(now())),
            changes(&tenant).key(&[&VersionId(now()).to_string()]),
            scope_key(&coverage(&tenant), &volumes()),
            scope_key(&holes(&tenant), &volumes()),
            worlds(&tenant).key(&["000000000000000", scan.as_str()]),
            looks(&tenant, &volumes()).key(&["RESOURCE", "eu-west-1", "AWS::EC2::Volume", &native]),
            looks(&tenant, &volumes()).key(&["TYPE", "AWS::EC2::Volume"]),
            due_looks(&tenant, &due(Some(&native), 0)),
            due_looks(&tenant, &due(Some(&native), 1)),
            due_looks(&tenant, &due(None, 0)),
            reconciliation(&tenant),
            settings::settings_key(&tenant),
            resource_key(&tenant, &resource(&native)),
            resource_index(&tenant, &resource(&native)),
            agents::agent_key(&tenant, &AgentName::of(&resource(&native))),
            tagging::policy_key(&tenant),
            tagging::compliance_key(&tenant, &account()),
            exports::export_key(&tenant, &ExportId::generate(now())),
        ];
        if native != other {
            keys.push(resource_key(&tenant, &resource(&other)));
            keys.push(resource_index(&tenant, &resource(&other)));
            keys.push(version_key(&tenant, &resource(&other), VersionId(now())));
        }

        let distinct: BTreeSet<_> = keys.iter().collect();
        prop_assert_eq!(distinct.len(), keys.len());
        let begins = format!("TENANT#{tenant}#");
        prop_assert!(keys.iter().all(|key| key.partition().starts_with(&begins)));
    }
}
