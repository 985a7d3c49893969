use super::*;
use async_trait::async_trait;
use pantheon_core::{
    account::{AccountKind, AccountState},
    id::ConnectionId,
    tagging::{TagPolicy, TagPolicyChanged},
};
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, account, origin},
    load_event, now, tenant,
};
use serde_json::Value;
use std::sync::Mutex;

#[derive(Default)]
struct Sent(Mutex<Vec<AccountTask>>);

#[async_trait]
impl Tasks for Sent {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        assert_eq!(queue, QUEUE);
        self.0.lock().unwrap().extend(bodies.iter().map(|body| serde_json::from_str::<AccountTask>(body).unwrap()));
        Ok(())
    }
}

async fn sent(event: Event) -> Vec<AccountTask> {
    let left = pantheon_core::account::Account { state: AccountState::Left, ..account("222222222222") };
    let accounts = MemoryAccounts::with(&tenant(), [account("111111111111"), left]);
    let (tasks, clock) = (Sent::default(), FixedClock::default());
    handle(Ports { accounts: &accounts, tasks: &tasks, clock: &clock }, event).await.unwrap();
    tasks.0.into_inner().unwrap()
}

fn accounts_of(tasks: &[AccountTask]) -> Vec<&str> {
    tasks.iter().map(|task| task.account_id.as_str()).collect()
}

#[tokio::test]
async fn has_every_account_looked_at_after_a_scan() {
    let event: Value = serde_json::from_str(&load_event("discovery/plan-agent-sync")).unwrap();
    let message: Value = serde_json::from_str(event["Records"][0]["body"].as_str().unwrap()).unwrap();
    let event: Event = serde_json::from_value(message["detail"].clone()).unwrap();

    let tasks = sent(event.clone()).await;

    assert_eq!(accounts_of(&tasks), ["111111111111", "222222222222"], "those that left have agents to retire");
    let WorldAssembled { scan_id, .. } = event.fact().unwrap();
    assert!(tasks.iter().all(|task| task.scan_id.as_ref() == Some(&scan_id) && task.tenant_id == tenant()));
    assert!(tasks.iter().all(|task| task.correlation_id == event.correlation_id));
}

#[tokio::test]
async fn has_every_account_judged_by_another_policy() {
    let fact = TagPolicyChanged::of(&TagPolicy::empty());

    let tasks = sent(origin(&tenant(), now()).event(&fact, 1)).await;

    assert_eq!(accounts_of(&tasks), ["111111111111", "222222222222"]);
    assert!(tasks.iter().all(|task| task.scan_id.is_none()));
}

#[tokio::test]
async fn looks_at_one_account_that_was_let_go() {
    let account_id: AccountId = "222222222222".parse().unwrap();
    let connection_id = ConnectionId::generate(now());
    let left = AccountLeft { account_id: account_id.clone(), connection_id: connection_id.clone() };
    let let_go = AccountDisconnected { account_id, connection_id, kind: AccountKind::Account };
    let origin = origin(&tenant(), now());

    for event in [origin.event(&left, 2), origin.event(&let_go, 2)] {
        assert_eq!(accounts_of(&sent(event).await), ["222222222222"]);
    }
}
