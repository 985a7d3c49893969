//! `POST /v1/aws/accounts/sync`: have the members of an organization synchronized.

use crate::{verifying::overtaken, view::AccountView};
use pantheon_core::{Error, Result, account::Accounts, aws::AccountId, permission::Permission};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// Which organization to synchronize.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"account_id": "111111111111"}))]
pub struct SyncRequest {
    /// The management account of the organization.
    pub account_id: AccountId,
}

/// Has the members listed, new ones verified and gone ones marked, and answers at once; the
/// organization's own `synchronization` tells how it went.
#[utoipa::path(
    post, path = "/v1/aws/accounts/sync", operation_id = "request-organization-sync", tag = "accounts",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it asks for no second synchronization.")),
    request_body = SyncRequest,
    responses(
        (status = 202, description = "It will be synchronized; follow `Location`.", body = AccountView),
        (status = 400, description = "The request is not valid.", body = Problem),
        (status = 403, description = "The caller may not synchronize organizations.", body = Problem),
        (status = 404, description = "The tenant has no such account.", body = Problem),
        (status = 409, description = "The account is no connected organization.", body = Problem),
    ),
    security(("bearer" = ["accounts:write"])),
)]
pub async fn handle(accounts: &dyn Accounts, request: Request) -> Result<Json<AccountView>> {
    let caller = request.permit(Permission::AccountsWrite)?;
    let SyncRequest { account_id } = request.body()?;
    let command = request.command()?;

    let found = accounts.account(&caller.tenant, &account_id).await?;
    let account = found.ok_or_else(|| Error::not_found("account", &account_id))?;
    let asked = account.synchronization_requested(command.origin.at)?;

    let view = AccountView::of(asked.clone(), caller);
    let answer = Json::accepted(format!("/v1/aws/accounts/{account_id}"), view).etag(asked.version);
    let commit = asked.tell_synchronization_requested(command.commit(answer.recorded()), &command.origin);
    let kept = accounts.update_account(&caller.tenant, &asked, commit).await;
    kept.map_err(|error| overtaken(error, &account_id))?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::{
        accounts::{MemoryAccounts, account, organization},
        code, load_request, now, request, stranger, tenant, violations,
    };
    use serde_json::json;

    const FILE: &str = "accounts/request-organization-sync";

    #[tokio::test]
    async fn asks_and_says_where_to_follow() {
        let accounts = MemoryAccounts::with(&tenant(), [organization("111111111111")]);

        let answer = handle(&accounts, load_request(FILE)).await.unwrap();

        assert_eq!(answer.status(), 202);
        assert_eq!(answer.body.synchronization.unwrap().requested_at, Some(now()));
        assert_eq!(accounts.told(), ["organization.sync_requested"]);
    }

    #[tokio::test]
    async fn refuses_what_is_no_connected_organization() {
        let alone = MemoryAccounts::with(&tenant(), [account("111111111111")]);
        let foreign = MemoryAccounts::with(&stranger(), [organization("111111111111")]);

        assert_eq!(code(handle(&alone, load_request(FILE)).await), "conflict");
        assert_eq!(code(handle(&foreign, load_request(FILE)).await), "not_found");
    }

    #[tokio::test]
    async fn needs_to_know_which() {
        let request = request().caller(&[Permission::AccountsWrite]).body(json!({ "account_id": 1 })).build();

        assert_eq!(violations(handle(&MemoryAccounts::default(), request).await), ["/account_id"]);
    }
}
