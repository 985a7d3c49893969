//! What every implementation of the accounts' ports must do.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use crate::{
    accounts::{account, external_id, member, organization, wish},
    now, stranger, tenant,
};
use chrono::TimeDelta;
use pantheon_core::{
    Error,
    account::{
        Account, AccountFilter, AccountKind, AccountState, Accounts, ConnectedAccounts, Refusal, RefusalReason,
        Verdict, sync::Members,
    },
    command::Commit,
    page::{PageRequest, PageSize},
};

fn first_page() -> PageRequest {
    PageRequest::first(PageSize::LARGEST)
}

async fn put(accounts: &dyn Accounts, account: &Account) {
    accounts.insert_account(&tenant(), account, Commit::unasked()).await.expect("a new account");
}

async fn change(accounts: &dyn Accounts, account: &Account) {
    accounts.update_account(&tenant(), account, Commit::unasked()).await.expect("the next version");
}

async fn ids(accounts: &dyn Accounts, filter: &AccountFilter) -> Vec<String> {
    let page = accounts.accounts(&tenant(), filter, &first_page()).await.expect("a page");
    page.items.into_iter().map(|account| account.id.to_string()).collect()
}

/// Demands what [`Accounts`] and [`ConnectedAccounts`] promise, of two views of the same, empty memory.
pub async fn accounts(accounts: &dyn Accounts, connected: &dyn ConnectedAccounts) {
    gives_back_everything_it_was_given(accounts).await;
    lets_only_one_of_two_changes_pass(accounts).await;
    keeps_tenants_apart(accounts, connected).await;
    gives_each_secret_to_one_connection(accounts).await;
    lets_one_tenant_hold_an_account(accounts).await;
    lists_what_is_wanted(accounts, connected).await;
}

async fn gives_back_everything_it_was_given(accounts: &dyn Accounts) {
    let mut account = Account::requested(wish("111111111111", AccountKind::Organization), external_id("a"), now());
    account.regions = Some(vec!["eu-west-1".parse().expect("a region"), "us-east-1".parse().expect("a region")]);
    put(accounts, &account).await;
    let refusal = Refusal { reason: RefusalReason::RoleNotAssumable, detail: "no such role".to_owned() };
    let mut refused = account.judged(Verdict::Refused(refusal), now() + TimeDelta::milliseconds(1_500));
    let mut outcome = refused.synchronization.clone().unwrap_or_default();
    outcome.members = Some(Members { connected: 3, ..Members::default() });
    outcome.listed_at = Some(now());
    refused.synchronization = Some(outcome);
    change(accounts, &refused).await;

    assert_eq!(accounts.account(&tenant(), &account.id).await.expect("an answer"), Some(refused.clone()));
    change(accounts, &refused.disconnected(now())).await;
}

async fn lets_only_one_of_two_changes_pass(accounts: &dyn Accounts) {
    let account = account("111111111112");
    put(accounts, &account).await;
    let changed = account.judged(Verdict::Trusted, now());

    let again = accounts.insert_account(&tenant(), &account, Commit::unasked()).await;
    change(accounts, &changed).await;
    let late = accounts.update_account(&tenant(), &account.disconnected(now()), Commit::unasked()).await;

    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    assert!(matches!(late, Err(Error::PreconditionFailed { kind: "account" })), "{late:?}");
    change(accounts, &changed.disconnected(now())).await;
}

async fn keeps_tenants_apart(accounts: &dyn Accounts, connected: &dyn ConnectedAccounts) {
    let account = account("111111111113");
    put(accounts, &account).await;
    let trusted = account.judged(Verdict::Trusted, now());
    change(accounts, &trusted).await;

    assert_eq!(accounts.account(&stranger(), &account.id).await.expect("an answer"), None);
    assert_eq!(connected.connected_account(&stranger(), &account.id).await.expect("an answer"), None);
    assert_eq!(connected.connected_account(&tenant(), &account.id).await.expect("an answer"), Some(trusted.clone()));
    let page = accounts.accounts(&stranger(), &AccountFilter::default(), &first_page()).await.expect("a page");
    assert!(page.items.is_empty() && page.next.is_none());
    let stolen = accounts.update_account(&stranger(), &trusted.disconnected(now()), Commit::unasked()).await;
    assert!(matches!(stolen, Err(Error::PreconditionFailed { .. })), "{stolen:?}");
    change(accounts, &trusted.disconnected(now())).await;
}

async fn gives_each_secret_to_one_connection(accounts: &dyn Accounts) {
    let first = account("111111111114");
    put(accounts, &first).await;
    let second = Account { external_id: first.external_id.clone(), ..account("111111111115") };

    for tenant in [tenant(), stranger()] {
        let refused = accounts.insert_account(&tenant, &second, Commit::unasked()).await;
        assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
    }
    let ended = first.disconnected(now());
    change(accounts, &ended).await;
    let wish = wish("111111111114", AccountKind::Account);
    let again = ended.requested_again(wish, first.external_id.clone(), now()).expect("it has ended");
    let refused = accounts.update_account(&tenant(), &again, Commit::unasked()).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
}

async fn lets_one_tenant_hold_an_account(accounts: &dyn Accounts) {
    let ours = account("111111111116");
    let theirs = Account { external_id: external_id("theirs"), ..account("111111111116") };
    put(accounts, &ours).await;
    accounts.insert_account(&stranger(), &theirs, Commit::unasked()).await.expect("asking is free");
    assert!(!accounts.is_held_elsewhere(&stranger(), &ours.id).await.expect("an answer"));

    let held = ours.judged(Verdict::Trusted, now());
    change(accounts, &held).await;
    assert!(accounts.is_held_elsewhere(&stranger(), &ours.id).await.expect("an answer"));
    assert!(!accounts.is_held_elsewhere(&tenant(), &ours.id).await.expect("an answer"));
    let taken = theirs.judged(Verdict::Trusted, now());
    let refused = accounts.update_account(&stranger(), &taken, Commit::unasked()).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");

    // Their other changes take nothing away from us.
    let given_up = theirs.disconnected(now());
    accounts.update_account(&stranger(), &given_up, Commit::unasked()).await.expect("the next version");
    assert!(accounts.is_held_elsewhere(&stranger(), &ours.id).await.expect("an answer"));

    change(accounts, &held.disconnected(now())).await;
    assert!(!accounts.is_held_elsewhere(&stranger(), &ours.id).await.expect("an answer"));
}

async fn lists_what_is_wanted(accounts: &dyn Accounts, connected: &dyn ConnectedAccounts) {
    let organization = organization("222222222221");
    let member = member("222222222223", &organization);
    let pending = account("222222222222");
    for account in [&organization, &member, &pending] {
        put(accounts, account).await;
    }
    let everything = AccountFilter::default();
    let of = |kind| AccountFilter { kind: Some(kind), ..AccountFilter::default() };
    let in_state = |state| AccountFilter { state: Some(state), ..AccountFilter::default() };
    let under = AccountFilter { connection: Some(organization.connection.clone()), ..AccountFilter::default() };

    assert!(ids(accounts, &everything).await.is_sorted());
    assert_eq!(ids(accounts, &of(AccountKind::Member)).await, ["222222222223"]);
    assert_eq!(ids(accounts, &in_state(AccountState::Connected)).await, ["222222222221", "222222222223"]);
    assert_eq!(ids(accounts, &under).await, ["222222222221", "222222222223"]);
    let both = AccountFilter { kind: Some(AccountKind::Organization), ..in_state(AccountState::Disconnected) };
    assert_eq!(ids(accounts, &both).await, ["111111111111"]);

    let found = connected.connected_accounts(&tenant()).await.expect("accounts");
    assert_eq!(found, [organization.clone(), member.clone()]);
    assert_eq!(connected.connected_tenants().await.expect("tenants"), [tenant()]);
    assert_eq!(connected.holder(&member.id).await.expect("an answer"), Some(tenant()));
    assert_eq!(connected.holder(&pending.id).await.expect("an answer"), None);
    assert_eq!(accounts.organizations().await.expect("organizations"), [(tenant(), organization.id.clone())]);
    change(accounts, &organization.disconnected(now())).await;
    assert_eq!(accounts.organizations().await.expect("organizations"), []);
}

/// Demands that lists come in pages, in order, each account once, whatever the filter.
pub async fn pages(accounts: &dyn Accounts) {
    for number in 0..7 {
        let account = account(&format!("33333333333{number}"));
        put(accounts, &account).await;
        if number % 2 == 0 {
            change(accounts, &account.judged(Verdict::Trusted, now())).await;
        }
    }

    let connected = AccountFilter { state: Some(AccountState::Connected), ..AccountFilter::default() };
    for (filter, wanted) in [(AccountFilter::default(), 7), (connected, 4)] {
        let mut page = PageRequest::first(PageSize::of(3).expect("a size"));
        let mut seen = Vec::new();
        loop {
            let found = accounts.accounts(&tenant(), &filter, &page).await.expect("a page");
            assert!(found.items.len() <= 3);
            seen.extend(found.items.into_iter().map(|account| account.id));
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        assert!(seen.is_sorted());
        assert_eq!(seen.len(), wanted);
    }
}
