//! `GET /v1/aws/accounts/{account_id}`: show one account.

use crate::view::AccountView;
use pantheon_core::{Error, Result, account::Accounts, aws::AccountId, permission::Permission};
use pantheon_lambda::http::{Json, Problem, Request};

/// Answers with the account, or `not_found` if the caller's tenant has no such account.
#[utoipa::path(
    get, path = "/v1/aws/accounts/{account_id}", operation_id = "get-account", tag = "accounts",
    params(("account_id" = AccountId, Path, description = "The 12 digits of the account.")),
    responses(
        (status = 200, description = "The account; `ETag` is its version.", body = AccountView),
        (status = 403, description = "The caller may not see accounts.", body = Problem),
        (status = 404, description = "The tenant has no such account.", body = Problem),
    ),
    security(("bearer" = ["accounts:read"])),
)]
pub async fn handle(accounts: &dyn Accounts, request: Request) -> Result<Json<AccountView>> {
    let caller = request.permit(Permission::AccountsRead)?;
    let id: AccountId = request.path("account_id")?;
    request.known_queries(&[])?;

    let found = accounts.account(&caller.tenant, &id).await?;
    let account = found.ok_or_else(|| Error::not_found("account", &id))?;

    let version = account.version;
    Ok(Json::ok(AccountView::of(account, caller)).etag(version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::{
        accounts::{MemoryAccounts, account},
        code, load_request, request, stranger, tenant,
    };

    #[tokio::test]
    async fn shows_the_secret_only_to_those_who_deploy_it() {
        let accounts = MemoryAccounts::with(&tenant(), [account("111111111111")]);
        let writer = load_request("accounts/get-account");
        let reader = request().caller(&[Permission::AccountsRead]).path("account_id", "111111111111").build();

        let for_writer = handle(&accounts, writer).await.unwrap();
        let for_reader = handle(&accounts, reader).await.unwrap();

        let secret = account("111111111111").external_id;
        assert_eq!(for_writer.body.external_id.as_deref(), Some(secret.as_str()));
        assert_eq!(for_reader.body.external_id, None);
    }

    #[tokio::test]
    async fn says_not_found_for_a_stranger() {
        let accounts = MemoryAccounts::with(&stranger(), [account("111111111111")]);

        assert_eq!(code(handle(&accounts, load_request("accounts/get-account")).await), "not_found");
    }

    #[tokio::test]
    async fn says_what_is_no_account() {
        let request = request().caller(&[Permission::AccountsRead]).path("account_id", "../1").build();

        assert_eq!(code(handle(&MemoryAccounts::default(), request).await), "invalid");
    }
}
