use super::*;
use crate::testing::Sent;
use pantheon_core::{
    account::{Account, AccountState},
    security::SecurityScanRequested,
};
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, account, origin},
    now, tenant,
};

async fn sent(event: Event) -> Vec<String> {
    let left = Account { state: AccountState::Left, ..account("222222222222") };
    let accounts = MemoryAccounts::with(&tenant(), [account("111111111111"), left]);
    let (tasks, clock) = (Sent::default(), FixedClock::default());
    handle(Ports { accounts: &accounts, tasks: &tasks, clock: &clock }, event).await.unwrap();
    let bodies = tasks.to(QUEUE);
    bodies.iter().map(|body| serde_json::from_str::<AccountTask>(body).unwrap().account_id.to_string()).collect()
}

#[tokio::test]
async fn has_every_account_evaluated_that_is_there() {
    let event = origin(&tenant(), now()).event(&SecurityScanRequested {}, 1);

    assert_eq!(sent(event).await, ["111111111111"]);
}
