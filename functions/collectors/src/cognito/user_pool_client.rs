//! Clients of user pools, from `ListUserPoolClients`.
//!
//! `DescribeUserPoolClient` would say more, but it hands out the secret of the client as well, and
//! whoever may call it can read that. So a client is known by its name and its pool alone.

use super::{GONE, all_pools, user_pool};
use crate::{
    document::Document,
    listing::{CALLS_AT_ONCE, Lister, is_one_of},
};
use aws_sdk_cognitoidentityprovider::{Client, types::UserPoolClientDescription};
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Cognito::UserPoolClient");

const OPERATION: &str = "cognito-idp:ListUserPoolClients";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let (pools, gap) = all_pools(client).await;
    let mut lister = Lister::new(TYPE);
    lister.miss_all(gap);
    let ids = pools.into_iter().filter_map(|pool| pool.id);
    let mut answers = stream::iter(ids).map(|pool| clients_of(client, pool)).buffer_unordered(CALLS_AT_ONCE);
    while let Some((clients, gap)) = answers.next().await {
        lister.take_all(OPERATION, clients.iter().map(|client| document(scope, client)));
        lister.miss_all(gap);
    }
    lister.done()
}

async fn clients_of(client: &Client, pool: String) -> (Vec<UserPoolClientDescription>, Option<Gap>) {
    let mut clients = Vec::new();
    let mut next = None;
    loop {
        let request = client.list_user_pool_clients().user_pool_id(&pool).max_results(60);
        match request.set_next_token(next).send().await {
            Ok(page) => {
                clients.extend(page.user_pool_clients.unwrap_or_default());
                next = page.next_token;
            }
            Err(error) if is_one_of(&error, GONE) => return (clients, None),
            Err(error) => return (clients, Some(gap_of(OPERATION, &error))),
        }
        if next.is_none() {
            return (clients, None);
        }
    }
}

fn document(scope: &Scope, client: &UserPoolClientDescription) -> Option<Document> {
    let document = Document::new(TYPE, scope, client.client_id()?)
        .name(client.client_name())
        .needs_here(user_pool::TYPE, client.user_pool_id())
        .properties(json!({"ClientName": client.client_name(), "UserPoolId": client.user_pool_id()}));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    const POOLS: &str =
        r#"{"UserPools": [{"Id": "eu-west-1_Ab12", "Name": "customers"}, {"Id": "eu-west-1_Gone", "Name": "old"}]}"#;

    /// From the API reference of `ListUserPoolClients`, in two pages.
    const FIRST: &str = r#"{"UserPoolClients": [
        {"ClientId": "1example23456789", "UserPoolId": "eu-west-1_Ab12", "ClientName": "web"}], "NextToken": "more"}"#;
    const LAST: &str = r#"{"UserPoolClients": [
        {"ClientId": "2example23456789", "UserPoolId": "eu-west-1_Ab12", "ClientName": "app"}]}"#;

    fn pools() -> Wire {
        Wire::default().on(&["ListUserPools"], 200, POOLS)
    }

    #[tokio::test]
    async fn documents_clients_by_name_and_never_asks_for_their_secret() {
        let gone = r#"{"__type": "ResourceNotFoundException", "message": "no"}"#;
        let wire = pools()
            .on(&["ListUserPoolClients", "eu-west-1_Gone"], 400, gone)
            .on(&["ListUserPoolClients", "more"], 200, LAST)
            .on(&["ListUserPoolClients"], 200, FIRST);

        let listing = list(&Client::new(&wire.session()), &scope("cognito")).await;

        assert!(wire.requests().iter().all(|request| !request.contains("DescribeUserPoolClient")));
        assert_eq!(
            found(&listing)[0],
            json!({
                "resource_type": "AWS::Cognito::UserPoolClient",
                "region": "eu-west-1",
                "native_id": "1example23456789",
                "arn": null,
                "name": "web",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.Cognito.UserPool:eu-west-1_Ab12"],
                "tags": {},
                "created_at": null,
                "properties": {"ClientName": "web", "UserPoolId": "eu-west-1_Ab12"},
            })
        );
        assert_eq!(listing.found[1].name.as_deref(), Some("app"));
    }

    #[tokio::test]
    async fn tells_that_it_may_not_list_them() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "no"}"#;
        let wire = pools().on(&["ListUserPoolClients"], 400, denied);

        let listing = list(&Client::new(&wire.session()), &scope("cognito")).await;

        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}
