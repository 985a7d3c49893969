//! What members do when their organization comes, changes and goes.

use super::*;
use chrono::TimeDelta;
use pantheon_core::{account::ExternalId, collect::GapReason};
use pantheon_testing::{
    FixedClock,
    accounts::{Door, MemoryAccounts, WatchedAws, account, external_id, member, organization},
    now, stranger, tenant,
};

const MANAGEMENT: &str = "111111111111";
const PRODUCTION: &str = "222222222222";
const SECURITY: &str = "333333333333";

/// An organization with two members whose roles ask for its secret.
fn olympus() -> WatchedAws {
    let secret = Door::To(external_id(MANAGEMENT));
    WatchedAws::default()
        .managed_by(MANAGEMENT)
        .listing(&[MANAGEMENT, PRODUCTION, SECURITY])
        .door(PRODUCTION, secret.clone())
        .door(SECURITY, secret)
}

fn event_of<F: Fact>(fact: &F, minutes: i64) -> Event {
    Origin::of_system(tenant(), "test", now() + TimeDelta::minutes(minutes)).event(fact, 1)
}

fn requested(organization: &Account, minutes: i64) -> Event {
    let (account_id, connection_id) = (organization.id.clone(), organization.connection.clone());
    event_of(&OrganizationSyncRequested { account_id, connection_id, kind: AccountKind::Organization }, minutes)
}

fn disconnected(organization: &Account, minutes: i64) -> Event {
    let (account_id, connection_id) = (organization.id.clone(), organization.connection.clone());
    event_of(&AccountDisconnected { account_id, connection_id, kind: AccountKind::Organization }, minutes)
}

async fn run(accounts: &MemoryAccounts, aws: &WatchedAws, event: Event) -> Result<()> {
    let clock = FixedClock::at(event.occurred_at + TimeDelta::seconds(1));
    handle(Ports { accounts, trust: aws, organizations: aws, clock: &clock }, event).await
}

fn states(accounts: &MemoryAccounts) -> [AccountState; 2] {
    [PRODUCTION, SECURITY].map(|id| accounts.now(&tenant(), id).state)
}

fn members_of(accounts: &MemoryAccounts) -> Members {
    accounts.now(&tenant(), MANAGEMENT).synchronization.unwrap().members.unwrap()
}

#[tokio::test]
async fn connects_every_member_under_the_secret_of_the_organization() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);

    run(&accounts, &olympus(), requested(&organization, 1)).await.unwrap();

    assert_eq!(states(&accounts), [AccountState::Connected; 2]);
    let member = accounts.now(&tenant(), PRODUCTION);
    assert_eq!((member.connection, member.external_id), (organization.connection, organization.external_id));
    assert_eq!(members_of(&accounts), Members { connected: 2, ..Members::default() });
    let mut told = accounts.told();
    assert_eq!(told.pop().as_deref(), Some("organization.synced"));
    assert_eq!(told, ["account.connected"; 2]);
}

#[tokio::test]
async fn does_a_repeated_event_no_second_time() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);
    let aws = olympus();
    let event = requested(&organization, 1);
    run(&accounts, &aws, event.clone()).await.unwrap();
    let (told, tried) = (accounts.told(), aws.attempts().len());

    run(&accounts, &aws, event).await.unwrap();

    assert_eq!((accounts.told(), aws.attempts().len()), (told, tried));
}

#[tokio::test]
async fn tells_only_what_changed_when_it_synchronizes_again() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);
    run(&accounts, &olympus(), requested(&organization, 1)).await.unwrap();

    run(&accounts, &olympus().door(SECURITY, Door::ToEverybody), requested(&organization, 2)).await.unwrap();

    assert_eq!(states(&accounts), [AccountState::Connected, AccountState::Refused]);
    assert_eq!(accounts.told()[3..], ["account.refused", "organization.synced"]);
    assert_eq!(members_of(&accounts), Members { connected: 1, refused: 1, ..Members::default() });
}

#[tokio::test]
async fn lets_members_leave_that_are_listed_no_more() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);
    let aws = olympus();
    run(&accounts, &aws, requested(&organization, 1)).await.unwrap();
    aws.list(&[MANAGEMENT, PRODUCTION]);

    run(&accounts, &aws, requested(&organization, 2)).await.unwrap();

    assert_eq!(states(&accounts), [AccountState::Connected, AccountState::Left]);
    assert_eq!(accounts.told()[3..], ["account.left", "organization.synced"]);
}

#[tokio::test]
async fn changes_nothing_for_want_of_a_believable_list() {
    let organization = organization(MANAGEMENT);
    for reason in [None, Some(GapReason::Denied)] {
        let accounts = MemoryAccounts::with(&tenant(), [organization.clone(), member(PRODUCTION, &organization)]);
        let aws = olympus().listing(&[SECURITY]);
        if let Some(reason) = reason {
            aws.fail_organization(reason);
        }

        run(&accounts, &aws, requested(&organization, 1)).await.unwrap();

        assert_eq!(accounts.now(&tenant(), PRODUCTION).state, AccountState::Connected);
        assert_eq!(accounts.told(), ["organization.sync_failed"]);
        assert!(accounts.now(&tenant(), MANAGEMENT).synchronization.unwrap().problem.is_some());
        assert!(aws.attempts().is_empty());
    }
}

#[tokio::test]
async fn comes_back_when_aws_was_only_slow() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);
    let aws = olympus();
    aws.fail_organization(GapReason::TimedOut);

    let failed = run(&accounts, &aws, requested(&organization, 1)).await;

    assert!(failed.is_err_and(|error| error.is_retryable()));
    assert!(accounts.told().is_empty());
}

#[tokio::test]
async fn keeps_what_it_reached_and_comes_back_for_the_rest() {
    let organization = organization(MANAGEMENT);
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]);
    let event = requested(&organization, 1);

    let failed = run(&accounts, &olympus().door(SECURITY, Door::OutOfOrder), event.clone()).await;
    assert!(failed.is_err_and(|error| error.is_retryable()));
    assert_eq!(accounts.told(), ["account.connected"]);

    run(&accounts, &olympus(), event).await.unwrap();
    assert_eq!(states(&accounts), [AccountState::Connected; 2]);
    assert_eq!(accounts.told(), ["account.connected", "account.connected", "organization.synced"]);
}

#[tokio::test]
async fn takes_no_member_from_another_tenant() {
    let organization = organization(MANAGEMENT);
    let theirs = member(PRODUCTION, &pantheon_testing::accounts::organization("999999999999"));
    let accounts = MemoryAccounts::with(&tenant(), [organization.clone()]).and(&stranger(), [theirs]);
    let aws = olympus();

    run(&accounts, &aws, requested(&organization, 1)).await.unwrap();

    let refused = accounts.now(&tenant(), PRODUCTION);
    assert_eq!(refused.refusal.unwrap().reason, RefusalReason::HeldElsewhere);
    assert!(aws.attempts().iter().all(|(id, _)| id.as_str() != PRODUCTION));
}

#[tokio::test]
async fn lets_the_members_go_with_their_organization_and_nobody_else() {
    let organization = organization(MANAGEMENT);
    let ended = organization.disconnected(now());
    let alone = Account { state: AccountState::Connected, ..account(SECURITY) };
    let accounts = MemoryAccounts::with(&tenant(), [ended, member(PRODUCTION, &organization), alone]);
    let event = disconnected(&organization, 1);

    run(&accounts, &olympus(), event.clone()).await.unwrap();
    run(&accounts, &olympus(), event).await.unwrap();

    assert_eq!(states(&accounts), [AccountState::Disconnected, AccountState::Connected]);
    assert_eq!(accounts.told(), ["account.disconnected"]);
}

#[tokio::test]
async fn takes_a_late_farewell_for_the_old_connection_only() {
    let old = organization(MANAGEMENT);
    let new = Account { external_id: ExternalId::of_bytes([7; 32]), ..organization(MANAGEMENT) };
    let accounts = MemoryAccounts::with(&tenant(), [new.clone(), member(PRODUCTION, &old), member(SECURITY, &new)]);
    let aws = olympus().listing(&[MANAGEMENT, SECURITY]).door(SECURITY, Door::To(new.external_id.clone()));

    run(&accounts, &aws, disconnected(&old, 1)).await.unwrap();

    assert_eq!(states(&accounts), [AccountState::Disconnected, AccountState::Connected]);
}

#[tokio::test]
async fn ignores_what_concerns_no_organization() {
    let alone = Account { state: AccountState::Connected, ..account(PRODUCTION) };
    let accounts = MemoryAccounts::with(&tenant(), [alone.clone()]);
    let (account_id, connection_id) = (alone.id.clone(), alone.connection.clone());
    let connected =
        AccountConnected { account_id, connection_id, kind: AccountKind::Account, name: "production".to_owned() };
    let aws = olympus();

    run(&accounts, &aws, event_of(&connected, 1)).await.unwrap();

    assert!(accounts.told().is_empty() && aws.attempts().is_empty());
}
