//! `POST /v1/aws/accounts`: begin to connect an account or a whole organization.

use crate::{
    platform::{Platform, Setup},
    random, verifying,
    view::AccountView,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{Account, AccountKind, AccountName, Accounts, Wish},
    aws::{AccountId, Region, RoleName},
    id::TenantId,
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to connect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "organization", "account_id": "111111111111", "name": "Olympus"}))]
pub struct NewAccount {
    /// Whether the account stands for itself or for the whole organization that it manages.
    pub kind: NewAccountKind,
    /// The account; for an organization, its management account.
    pub account_id: AccountId,
    /// The name of the role to assume, the same in every account of an organization;
    /// `PantheonMember` if left out.
    pub role_name: Option<RoleName>,
    /// The regions to look at; every enabled one if left out. Global services are always looked at.
    pub regions: Option<Vec<Region>>,
    /// What people call it; its digits if left out.
    pub name: Option<AccountName>,
}

/// What can be connected. Members come with their organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewAccountKind {
    /// One account.
    Account,
    /// An organization, by its management account.
    Organization,
}

/// A connection that waits for its role, and what makes the role.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NewConnection {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// What to deploy there before the connection is verified.
    pub setup: Setup,
}

/// Begins a connection: answers with what to deploy, then waits to be verified.
#[utoipa::path(
    post, path = "/v1/aws/accounts", operation_id = "connect-account", tag = "accounts",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second connection.")),
    request_body = NewAccount,
    responses(
        (status = 201, description = "Deploy the role with these parameters, then verify the account.", body = NewConnection),
        (status = 400, description = "The account is not described as it must be.", body = Problem),
        (status = 403, description = "The caller may not connect accounts.", body = Problem),
        (status = 409, description = "The account is connected already, here or elsewhere.", body = Problem),
    ),
    security(("bearer" = ["accounts:write"])),
)]
pub async fn handle(accounts: &dyn Accounts, platform: &Platform, request: Request) -> Result<Json<NewConnection>> {
    let caller = request.permit(Permission::AccountsWrite)?;
    let wish = request.body::<NewAccount>()?.wish()?;
    let command = request.command()?;

    refuse_held(accounts, &command.origin.tenant, &wish.id).await?;
    let known = accounts.account(&caller.tenant, &wish.id).await?;
    let account = begin(known, wish, command.origin.at)?;

    let location = format!("/v1/aws/accounts/{}", account.id);
    let view = NewConnection { setup: platform.setup(&account), account: AccountView::of(account.clone(), caller) };
    let answer = Json::created(location, view).etag(account.version);
    let commit = account.tell_registered(command.commit(answer.recorded()), &command.origin);
    let kept = verifying::keep(accounts, &caller.tenant, &account, commit).await;
    kept.map_err(|error| verifying::overtaken(error, &account.id))?;
    Ok(answer)
}

/// What the template calls the role unless it is told otherwise.
const USUAL_ROLE: &str = "PantheonMember";

impl NewAccount {
    fn wish(self) -> Result<Wish> {
        let Self { kind, account_id, role_name, regions, name } = self;
        let kind = match kind {
            NewAccountKind::Account => AccountKind::Account,
            NewAccountKind::Organization => AccountKind::Organization,
        };
        let name = name.unwrap_or_else(|| AccountName::from(&account_id));
        let role_name = role_name.map_or_else(|| USUAL_ROLE.parse(), Ok)?;
        Ok(Wish { id: account_id, kind, name, role_name, regions: regions.map(in_order).transpose()? })
    }
}

fn in_order(mut regions: Vec<Region>) -> Result<Vec<Region>> {
    if regions.is_empty() {
        return Err(Error::invalid("/regions", "must name a region; leave it out for every enabled one"));
    }
    if let Some(index) = regions.iter().position(Region::is_global) {
        let pointer = format!("/regions/{index}");
        return Err(Error::invalid(pointer, "is no region; global services are always looked at"));
    }
    regions.sort();
    regions.dedup();
    Ok(regions)
}

fn begin(known: Option<Account>, wish: Wish, now: DateTime<Utc>) -> Result<Account> {
    let external_id = random::external_id()?;
    match known {
        Some(ended) => ended.requested_again(wish, external_id, now),
        None => Ok(Account::requested(wish, external_id, now)),
    }
}

/// Says that the account is taken, and not by whom.
pub(crate) async fn refuse_held(accounts: &dyn Accounts, tenant: &TenantId, id: &AccountId) -> Result<()> {
    if accounts.is_held_elsewhere(tenant, id).await? {
        return Err(Error::conflict(format!(
            "account {id} is connected elsewhere in this deployment; it must be disconnected there first"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::account::{AccountState, ExternalId};
    use pantheon_testing::{
        accounts::{MemoryAccounts, account, organization},
        code, load_request, request, stranger, tenant, violations,
    };
    use serde_json::{Value, json};

    fn platform() -> Platform {
        Platform {
            account_id: "000000000000".parse().unwrap(),
            partition: "aws",
            role_prefix: "pantheon-test-".to_owned(),
            estate_bus: Some("arn:aws:events:us-east-1:000000000000:event-bus/pantheon-test-estate".to_owned()),
            home_region: "us-east-1".to_owned(),
        }
    }

    async fn connect(accounts: &MemoryAccounts, body: Value) -> Result<Json<NewConnection>> {
        let request = request().caller(&[Permission::AccountsWrite]).body(body).build();
        handle(accounts, &platform(), request).await
    }

    #[tokio::test]
    async fn begins_with_a_secret_of_its_own_and_says_what_to_deploy() {
        let accounts = MemoryAccounts::default();

        let answer = handle(&accounts, &platform(), load_request("accounts/connect-account")).await.unwrap();

        let kept = accounts.now(&tenant(), "111111111111");
        assert_eq!((answer.status(), kept.state), (201, AccountState::Pending));
        assert_eq!(answer.body.setup.trusted_principal, "arn:aws:iam::000000000000:root");
        let said: Vec<_> =
            answer.body.setup.parameters.iter().map(|p| (p.parameter_key, p.parameter_value.as_str())).collect();
        assert_eq!(
            said,
            [
                ("EstateBusArn", "arn:aws:events:us-east-1:000000000000:event-bus/pantheon-test-estate"),
                ("EventRoleName", "PantheonMemberEvents"),
                ("ExternalId", kept.external_id.as_str()),
                ("HomeRegion", "us-east-1"),
                ("PlatformAccountId", "000000000000"),
                ("PlatformRolePrefix", "pantheon-test-"),
                ("RoleName", "PantheonMember"),
            ]
        );
        assert_eq!(accounts.told(), ["account.registered"]);
        assert!(!serde_json::to_string(&accounts.events()).unwrap().contains(kept.external_id.as_str()));
    }

    #[tokio::test]
    async fn has_nobody_forward_events_to_a_bus_that_takes_none() {
        let accounts = MemoryAccounts::default();
        let platform = Platform { estate_bus: None, ..platform() };
        let role = "r".repeat(64);
        let body = json!({ "kind": "account", "account_id": "222222222222", "role_name": role });
        let request = request().caller(&[Permission::AccountsWrite]).body(body).build();

        let setup = handle(&accounts, &platform, request).await.unwrap().body.setup;

        let value = |key| setup.parameters.iter().find(|p| p.parameter_key == key).map(|p| p.parameter_value.as_str());
        assert_eq!(value("EstateBusArn"), Some(""));
        assert_eq!(value("EventRoleName").map(str::len), Some(64), "IAM permits no longer name");
    }

    #[tokio::test]
    async fn sorts_regions_and_names_an_account_by_its_digits() {
        let accounts = MemoryAccounts::default();
        let regions = ["us-east-1", "eu-west-1", "us-east-1"];

        connect(&accounts, json!({ "kind": "account", "account_id": "222222222222", "regions": regions }))
            .await
            .unwrap();

        let kept = accounts.now(&tenant(), "222222222222");
        let regions: Vec<_> = kept.regions.iter().flatten().map(Region::as_str).collect();
        assert_eq!(regions, ["eu-west-1", "us-east-1"]);
        assert_eq!((kept.name.as_str(), kept.kind), ("222222222222", AccountKind::Account));
    }

    #[tokio::test]
    async fn points_at_what_is_wrong() {
        let whole = |change: Value| {
            let mut body = json!({ "kind": "account", "account_id": "222222222222" });
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            body
        };
        let cases = [
            (whole(json!({ "account_id": "2222" })), "/account_id"),
            (whole(json!({ "kind": "member" })), "/kind"),
            (whole(json!({ "role_name": "a/b" })), "/role_name"),
            (whole(json!({ "regions": [] })), "/regions"),
            (whole(json!({ "regions": ["eu-west-1", "global"] })), "/regions/1"),
            (whole(json!({ "regions": ["mars"] })), "/regions/0"),
            (whole(json!({ "name": "" })), "/name"),
            (whole(json!({ "external_id": ExternalId::of_bytes([1; 32]).as_str() })), "/external_id"),
        ];
        for (body, pointer) in cases {
            let refused = connect(&MemoryAccounts::default(), body).await;

            assert_eq!(violations(refused), [pointer]);
        }
    }

    #[tokio::test]
    async fn does_not_connect_twice() {
        let accounts = MemoryAccounts::with(&tenant(), [account("111111111111")]);

        let refused = connect(&accounts, json!({ "kind": "account", "account_id": "111111111111" })).await;

        assert_eq!(code(refused), "conflict");
        assert!(accounts.told().is_empty());
    }

    #[tokio::test]
    async fn begins_anew_with_another_secret_after_the_end() {
        let ended = organization("111111111111").disconnected(pantheon_testing::now());
        let accounts = MemoryAccounts::with(&tenant(), [ended.clone()]);

        connect(&accounts, json!({ "kind": "organization", "account_id": "111111111111" })).await.unwrap();

        let kept = accounts.now(&tenant(), "111111111111");
        assert_eq!(kept.version, ended.version.next());
        assert_ne!(kept.external_id, ended.external_id);
    }

    #[tokio::test]
    async fn takes_no_account_from_another_tenant_and_does_not_say_whose_it_is() {
        let accounts = MemoryAccounts::with(&stranger(), [organization("111111111111")]);

        let refused = connect(&accounts, json!({ "kind": "account", "account_id": "111111111111" })).await;

        let Err(Error::Conflict { reason }) = refused else { panic!("{refused:?}") };
        assert!(!reason.contains(stranger().as_str()), "{reason}");
    }

    #[tokio::test]
    async fn needs_the_permission_to_write_accounts() {
        let request = request().caller(&[Permission::AccountsRead]).body(json!({})).build();

        assert_eq!(code(handle(&MemoryAccounts::default(), &platform(), request).await), "forbidden");
    }
}
