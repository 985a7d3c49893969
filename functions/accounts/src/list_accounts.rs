//! `GET /v1/aws/accounts`: list the accounts of the tenant, by their digits.

use crate::view::AccountView;
use pantheon_core::{
    Result,
    account::{AccountFilter, AccountKind, AccountState, Accounts},
    permission::Permission,
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the accounts of the tenant in every state, or in the one that is asked for.
#[utoipa::path(
    get, path = "/v1/aws/accounts", operation_id = "list-accounts", tag = "accounts",
    params(
        ("kind" = Option<AccountKind>, Query, description = "Only of this kind."),
        ("state" = Option<AccountState>, Query, description = "Only in this state."),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of accounts.", body = Listing<AccountView>),
        (status = 400, description = "A parameter has no meaning, or the cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see accounts.", body = Problem),
    ),
    security(("bearer" = ["accounts:read"])),
)]
pub async fn handle(
    accounts: &dyn Accounts,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<AccountView>>> {
    let caller = request.permit(Permission::AccountsRead)?;
    request.known_queries(&["kind", "state"])?;
    let filter = AccountFilter { kind: request.query("kind")?, state: request.query("state")?, connection: None };

    let found = accounts.accounts(&caller.tenant, &filter, &request.page(cursors)?).await?;

    Json::page(&request, cursors, found.map(|account| AccountView::of(account, caller)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::{
        accounts::{MemoryAccounts, account, member, organization},
        load_request, request, stranger, tenant, violations,
    };

    fn olympus() -> MemoryAccounts {
        let organization = organization("111111111111");
        let member = member("222222222222", &organization);
        MemoryAccounts::with(&tenant(), [organization, member, account("333333333333")])
            .and(&stranger(), [account("444444444444")])
    }

    fn ids(answer: &Json<Listing<AccountView>>) -> Vec<&str> {
        answer.body.items.iter().map(|account| account.account_id.as_str()).collect()
    }

    #[tokio::test]
    async fn lists_the_accounts_of_the_tenant_alone() {
        let answer =
            handle(&olympus(), &Cursors::new(b"secret"), load_request("accounts/list-accounts")).await.unwrap();

        assert_eq!(ids(&answer), ["111111111111", "222222222222", "333333333333"]);
        assert_eq!(answer.body.next_cursor, None);
    }

    #[tokio::test]
    async fn filters_and_pages() {
        let cursors = Cursors::new(b"secret");
        let ask = || request().caller(&[Permission::AccountsRead]).query("state", "connected").query("page_size", 1);

        let first = handle(&olympus(), &cursors, ask().build()).await.unwrap();
        let cursor = first.body.next_cursor.clone().unwrap();
        let second = handle(&olympus(), &cursors, ask().query("cursor", &cursor).build()).await.unwrap();

        assert_eq!((ids(&first), ids(&second)), (vec!["111111111111"], vec!["222222222222"]));
        assert_eq!(second.body.next_cursor, None);
    }

    #[tokio::test]
    async fn refuses_what_it_does_not_know() {
        let cursors = Cursors::new(b"secret");
        let cases = [("kind", "planet"), ("state", "gone"), ("color", "red"), ("cursor", "abc"), ("page_size", "0")];
        for (name, value) in cases {
            let request = request().caller(&[Permission::AccountsRead]).query(name, value).build();

            assert_eq!(violations(handle(&olympus(), &cursors, request).await), [name]);
        }
    }

    #[tokio::test]
    async fn refuses_the_cursor_of_another_query() {
        let cursors = Cursors::new(b"secret");
        let connected = request().caller(&[Permission::AccountsRead]).query("state", "connected").query("page_size", 1);
        let first = handle(&olympus(), &cursors, connected.build()).await.unwrap();

        let cursor = first.body.next_cursor.clone().unwrap();
        let other = request().caller(&[Permission::AccountsRead]).query("cursor", &cursor).build();

        assert_eq!(violations(handle(&olympus(), &cursors, other).await), ["cursor"]);
    }
}
