//! `POST /v1/aws/accounts/{account_id}/verify`: try the role of an account.

use crate::{
    connect_account::refuse_held,
    verifying::{Ports, overtaken},
    view::AccountView,
};
use pantheon_core::{Error, Result, aws::AccountId, permission::Permission};
use pantheon_lambda::http::{Json, Problem, Request};

/// Assumes the role with its external ID, without one and with a wrong one; only the first may
/// succeed. The account is then connected, or refused with a reason, and may be verified again.
#[utoipa::path(
    post, path = "/v1/aws/accounts/{account_id}/verify", operation_id = "verify-account", tag = "accounts",
    params(
        ("account_id" = AccountId, Path, description = "The 12 digits of the account."),
        ("Idempotency-Key" = String, Header, description = "Names this request; a repeated one is told what the first was told."),
    ),
    responses(
        (status = 200, description = "The account, connected or refused.", body = AccountView),
        (status = 403, description = "The caller may not verify accounts.", body = Problem),
        (status = 404, description = "The tenant has no such account.", body = Problem),
        (status = 409, description = "The connection has ended, or the account is connected elsewhere.", body = Problem),
        (status = 503, description = "AWS gave no clear answer; the account is as it was.", body = Problem),
    ),
    security(("bearer" = ["accounts:write"])),
)]
pub async fn handle(ports: Ports<'_>, request: Request) -> Result<Json<AccountView>> {
    let caller = request.permit(Permission::AccountsWrite)?;
    let id: AccountId = request.path("account_id")?;
    let command = request.command()?;

    let found = ports.accounts.account(&caller.tenant, &id).await?;
    let account = found.ok_or_else(|| Error::not_found("account", &id))?;
    account.may_be_verified()?;
    refuse_held(ports.accounts, &caller.tenant, &id).await?;
    let judged = account.judged(ports.judge(&caller.tenant, &account).await?, command.origin.at);

    let answer = Json::ok(AccountView::of(judged.clone(), caller)).etag(judged.version);
    let commit = judged.tell_change(Some(&account), command.commit(answer.recorded()), &command.origin);
    let kept = ports.accounts.update_account(&caller.tenant, &judged, commit).await;
    kept.map_err(|error| overtaken(error, &id))?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::{
        account::{Account, AccountKind, AccountState, RefusalReason},
        collect::GapReason,
    };
    use pantheon_testing::{
        FixedClock,
        accounts::{Door, MemoryAccounts, WatchedAws, account, external_id, organization, wish},
        code, load_request, now, stranger, tenant,
    };

    const ID: &str = "111111111111";

    fn pending_organization() -> Account {
        Account::requested(wish(ID, AccountKind::Organization), external_id(ID), now())
    }

    async fn verify(accounts: &MemoryAccounts, aws: &WatchedAws) -> Result<Json<AccountView>> {
        let clock = FixedClock::default();
        let ports = Ports { accounts, trust: aws, organizations: aws, clock: &clock };
        handle(ports, load_request("accounts/verify-account")).await
    }

    #[tokio::test]
    async fn connects_an_account_whose_role_opens_to_its_secret_alone() {
        let accounts = MemoryAccounts::with(&tenant(), [account(ID)]);
        let aws = WatchedAws::default().door(ID, Door::To(external_id(ID)));

        let answer = verify(&accounts, &aws).await.unwrap();

        assert_eq!((answer.status(), answer.body.state), (200, AccountState::Connected));
        assert_eq!(accounts.told(), ["account.connected"]);
        let said: Vec<_> = aws.attempts().into_iter().map(|(_, said)| said).collect();
        assert_eq!(said[..2], [Some(external_id(ID)), None]);
        assert!(said[2].is_some() && said[2] != said[0], "the wrong one is none that was ever given");
    }

    #[tokio::test]
    async fn refuses_roles_that_open_to_others_and_says_what_to_do() {
        let cases = [
            (None, RefusalReason::RoleNotAssumable, "cannot be assumed"),
            (Some(Door::ToEverybody), RefusalReason::OpenWithoutExternalId, "without an ExternalId"),
            (Some(Door::ToAnyExternalId), RefusalReason::OpenToAnyExternalId, "with any ExternalId"),
        ];
        for (door, reason, said) in cases {
            let accounts = MemoryAccounts::with(&tenant(), [account(ID)]);
            let aws = door.into_iter().fold(WatchedAws::default(), |aws, door| aws.door(ID, door));

            let answer = verify(&accounts, &aws).await.unwrap();

            assert_eq!(answer.body.state, AccountState::Refused);
            let refusal = answer.body.refusal.unwrap();
            assert_eq!(refusal.reason, reason);
            assert!(refusal.detail.contains(said) && refusal.detail.contains("infra/member-role.yaml"), "{refusal:?}");
            assert_eq!(accounts.told(), ["account.refused"]);
        }
    }

    #[tokio::test]
    async fn takes_a_connection_back_when_its_role_was_opened_later() {
        let accounts = MemoryAccounts::with(&tenant(), [organization(ID)]);
        let aws = WatchedAws::default().door(ID, Door::ToEverybody);

        verify(&accounts, &aws).await.unwrap();

        assert_eq!(accounts.now(&tenant(), ID).state, AccountState::Refused);
        assert_eq!(accounts.told(), ["account.refused"]);
    }

    #[tokio::test]
    async fn demands_the_management_account_of_an_organization() {
        let furnished = || WatchedAws::default().door(ID, Door::To(external_id(ID)));
        let connect = async |aws: WatchedAws| {
            let accounts = MemoryAccounts::with(&tenant(), [pending_organization()]);
            verify(&accounts, &aws).await.unwrap().body
        };

        let managing = connect(furnished().managed_by(ID)).await;
        let managed = connect(furnished().managed_by("999999999999")).await;
        let unreadable = connect(furnished()).await;

        assert_eq!(managing.state, AccountState::Connected);
        assert_eq!(managed.refusal.unwrap().reason, RefusalReason::NotManagementAccount);
        assert_eq!(unreadable.refusal.unwrap().reason, RefusalReason::OrganizationUnreadable);
    }

    #[tokio::test]
    async fn changes_nothing_while_aws_gives_no_clear_answer() {
        let out_of_order = WatchedAws::default().door(ID, Door::OutOfOrder);
        let throttled = WatchedAws::default().door(ID, Door::To(external_id(ID)));
        throttled.fail_organization(GapReason::Throttled);
        for aws in [out_of_order, throttled] {
            let before = pending_organization();
            let accounts = MemoryAccounts::with(&tenant(), [before.clone()]);

            assert_eq!(code(verify(&accounts, &aws).await), "unavailable");
            assert_eq!(accounts.now(&tenant(), ID), before);
            assert!(accounts.told().is_empty());
        }
    }

    #[tokio::test]
    async fn says_nothing_new_when_nothing_changed() {
        let accounts = MemoryAccounts::with(&tenant(), [account(ID)]);
        let aws = WatchedAws::default().door(ID, Door::To(external_id(ID)));

        verify(&accounts, &aws).await.unwrap();
        verify(&accounts, &aws).await.unwrap();

        assert_eq!(accounts.told(), ["account.connected"]);
    }

    #[tokio::test]
    async fn tries_no_role_for_whom_it_does_not_belong_to() {
        let aws = WatchedAws::default().door(ID, Door::To(external_id(ID)));
        let held = MemoryAccounts::with(&tenant(), [account(ID)]).and(&stranger(), [organization(ID)]);
        let ended = MemoryAccounts::with(&tenant(), [account(ID).disconnected(now())]);
        let foreign = MemoryAccounts::with(&stranger(), [account(ID)]);

        assert_eq!(code(verify(&held, &aws).await), "conflict");
        assert_eq!(code(verify(&ended, &aws).await), "conflict");
        assert_eq!(code(verify(&foreign, &aws).await), "not_found");
        assert!(aws.attempts().is_empty());
    }
}
