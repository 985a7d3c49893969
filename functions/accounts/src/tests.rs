//! What holds of the whole package: its events keep to their schemas, its sample events to the edge.

use pantheon_core::{
    account::{
        Account, AccountKind, RefusalReason,
        facts::{OrganizationSyncFailed, OrganizationSynced},
        sync::Members,
        trust,
    },
    command::Commit,
    event::Event,
};
use pantheon_testing::{
    accounts::{account, external_id, organization, origin, wish},
    load_event, now, tenant,
};
use serde_json::Value;
use std::path::Path;

fn one_of_each() -> Vec<Event> {
    let origin = origin(&tenant(), now());
    let pending = Account::requested(wish("111111111111", AccountKind::Organization), external_id("a"), now());
    let connected = organization("111111111111");
    let reasons = [
        RefusalReason::RoleNotAssumable,
        RefusalReason::OpenWithoutExternalId,
        RefusalReason::OpenToAnyExternalId,
        RefusalReason::NotManagementAccount,
        RefusalReason::OrganizationUnreadable,
        RefusalReason::HeldElsewhere,
    ];
    let refused = reasons.map(|reason| pending.judged(trust::refuse(&pending, reason, "no"), now()));
    let (account_id, connection_id) = (connected.id.clone(), connected.connection.clone());
    let synced = OrganizationSynced {
        account_id: account_id.clone(),
        connection_id: connection_id.clone(),
        members: Members { connected: 3, ..Members::default() },
    };
    let failed = OrganizationSyncFailed { account_id, connection_id, problem: "no".to_owned() };

    let mut commit = pending.tell_registered(Commit::unasked(), &origin);
    for account in refused.iter().chain([&connected, &connected.disconnected(now()), &connected.left(now())]) {
        commit = account.tell_change(None, commit, &origin);
    }
    commit = connected.tell_synchronization_requested(commit, &origin);
    commit.telling(&origin, &synced, connected.version).telling(&origin, &failed, connected.version).events
}

fn schema(kind: &str) -> Value {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/schemas")).join(format!("{kind}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn tells_what_the_schemas_say() {
    let events = one_of_each();
    let mut kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 8);

    for event in &events {
        let schema = jsonschema::validator_for(&schema(&event.kind)).unwrap();
        let event = serde_json::to_value(event).unwrap();
        let errors: Vec<_> = schema.iter_errors(&event).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", event["type"]);

        let mut poorer = event.clone();
        poorer["data"].as_object_mut().unwrap().remove("account_id");
        assert!(!schema.is_valid(&poorer), "{} need not say of which account", event["type"]);
    }
}

#[test]
fn tells_no_secret() {
    for event in one_of_each() {
        let said = serde_json::to_string(&event).unwrap();

        assert!(
            !said.contains(external_id("a").as_str()) && !said.contains(account("111111111111").external_id.as_str())
        );
    }
}

#[test]
fn is_woken_by_an_event_of_the_bus() {
    let batch: Value = serde_json::from_str(&load_event("accounts/sync-organization")).unwrap();
    let delivery: Value = serde_json::from_str(batch["Records"][0]["body"].as_str().unwrap()).unwrap();

    let event: Event = serde_json::from_value(delivery["detail"].clone()).unwrap();

    assert_eq!(delivery["detail-type"], event.kind);
    assert!(jsonschema::is_valid(&schema(&event.kind), &delivery["detail"]));
}

#[test]
fn describes_every_route() {
    let api = <crate::Api as utoipa::OpenApi>::openapi();
    let mut operations: Vec<_> =
        api.paths.paths.values().flat_map(|item| [&item.get, &item.post, &item.delete]).flatten().collect();
    operations.sort_by_key(|operation| operation.operation_id.clone());

    let ids: Vec<_> = operations.iter().filter_map(|operation| operation.operation_id.as_deref()).collect();
    assert_eq!(
        ids,
        [
            "connect-account",
            "disconnect-account",
            "get-account",
            "list-accounts",
            "request-organization-sync",
            "verify-account"
        ]
    );
}
