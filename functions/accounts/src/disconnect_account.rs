//! `DELETE /v1/aws/accounts/{account_id}`: let an account or a whole organization go.

use pantheon_core::{
    Error, Result,
    account::{AccountState, Accounts},
    aws::AccountId,
    command::Commit,
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Lets the account go: no scan looks at it any more. What was found in it stays until it is looked
/// for again. The members of an organization follow it a moment later.
#[utoipa::path(
    delete, path = "/v1/aws/accounts/{account_id}", operation_id = "disconnect-account", tag = "accounts",
    params(
        ("account_id" = AccountId, Path, description = "The 12 digits of the account."),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    responses(
        (status = 204, description = "The account is disconnected."),
        (status = 403, description = "The caller may not disconnect accounts.", body = Problem),
        (status = 404, description = "The tenant has no such account.", body = Problem),
        (status = 412, description = "The account has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["accounts:write"])),
)]
pub async fn handle(accounts: &dyn Accounts, request: Request) -> Result<NoContent> {
    let caller = request.permit(Permission::AccountsWrite)?;
    let id: AccountId = request.path("account_id")?;
    let read = request.if_match()?;
    let command = request.command()?;

    let found = accounts.account(&caller.tenant, &id).await?;
    let account = found.ok_or_else(|| Error::not_found("account", &id))?;
    if account.version != read {
        return Err(Error::PreconditionFailed { kind: "account" });
    }
    if account.state == AccountState::Disconnected {
        return Ok(NoContent);
    }

    let ended = account.disconnected(command.origin.at);
    let commit = ended.tell_change(Some(&account), Commit::unasked(), &command.origin);
    accounts.update_account(&caller.tenant, &ended, commit).await?;
    Ok(NoContent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::{
        accounts::{MemoryAccounts, account, organization},
        code, load_request, request, stranger, tenant,
    };

    const ID: &str = "111111111111";

    fn disconnect(if_match: &str) -> Request {
        let request = request().route("DELETE", "/v1/aws/accounts/111111111111").path("account_id", ID);
        request.caller(&[Permission::AccountsWrite]).header("if-match", if_match).build()
    }

    #[tokio::test]
    async fn lets_an_account_go_once() {
        let accounts = MemoryAccounts::with(&tenant(), [organization(ID)]);

        handle(&accounts, load_request("accounts/disconnect-account")).await.unwrap();
        handle(&accounts, disconnect("\"2\"")).await.unwrap();

        assert_eq!(accounts.now(&tenant(), ID).state, AccountState::Disconnected);
        assert_eq!(accounts.told(), ["account.disconnected"]);
    }

    #[tokio::test]
    async fn does_nothing_for_those_who_have_not_read_the_present_version() {
        let accounts = MemoryAccounts::with(&tenant(), [account(ID)]);
        let blind = request().caller(&[Permission::AccountsWrite]).path("account_id", ID).build();

        assert_eq!(code(handle(&accounts, blind).await), "precondition_required");
        assert_eq!(code(handle(&accounts, disconnect("\"7\"")).await), "precondition_failed");
        assert_eq!(accounts.now(&tenant(), ID).state, AccountState::Pending);
    }

    #[tokio::test]
    async fn says_not_found_for_a_stranger() {
        let accounts = MemoryAccounts::with(&stranger(), [account(ID)]);

        assert_eq!(code(handle(&accounts, disconnect("\"1\"")).await), "not_found");
        assert_eq!(accounts.now(&stranger(), ID).state, AccountState::Pending);
    }
}
