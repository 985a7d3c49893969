//! The conformance suite of the accounts' ports, on a real table.

use crate::local::store;
use pantheon_core::account::Accounts;
use pantheon_testing::{accounts, conformance::accounts as conformance, now, tenant};

#[tokio::test]
async fn keeps_accounts() {
    let store = store().await;

    conformance::accounts(&*store, &*store).await;
}

#[tokio::test]
async fn lists_more_accounts_than_a_page_holds() {
    conformance::pages(&*store().await).await;
}

#[tokio::test]
async fn tells_what_happened_in_the_same_transaction_or_not_at_all() {
    let store = store().await;
    let account = accounts::account("111111111111");
    let told =
        || account.tell_registered(pantheon_core::command::Commit::unasked(), &accounts::origin(&tenant(), now()));

    store.insert_account(&tenant(), &account, told()).await.unwrap();
    store.insert_account(&tenant(), &account, told()).await.unwrap_err();

    assert_eq!(store.items().await["event"].len(), 1);
}

#[tokio::test]
async fn keeps_the_secret_out_of_keys() {
    let store = store().await;
    let account = accounts::account("111111111111");

    store.insert_account(&tenant(), &account, pantheon_core::command::Commit::unasked()).await.unwrap();

    let rows = store.items().await.into_values().flatten();
    let secret = account.external_id.as_str();
    let shown = rows.filter(|row| row.values().any(|value| value.as_s().is_ok_and(|text| text.contains(secret))));
    assert_eq!(shown.count(), 1, "only the account itself holds its external ID");
}
