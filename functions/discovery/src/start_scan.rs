//! `POST /v1/aws/scans`: start a scan of the connected accounts.

use crate::{
    asking,
    view::{ScanScope, ScanView},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{
    Error, Result,
    account::{AccountFilter, AccountState, Accounts},
    aws::AccountId,
    catalog::COLLECTED_SERVICES,
    error::Violation,
    id::TenantId,
    page::{PageRequest, PageSize},
    permission::Permission,
    scan::{Scan, Scans},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// How many accounts a scan can be asked for by their numbers.
const MOST_ACCOUNTS: usize = 1_000;
/// How many of them are looked up at once.
const LOOKED_UP_AT_ONCE: usize = 16;

/// Starts a scan and answers at once; the scan is the job to follow.
#[utoipa::path(
    post, path = "/v1/aws/scans", operation_id = "start-scan", tag = "discovery",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it starts no second scan.")),
    request_body = ScanScope,
    responses(
        (status = 202, description = "The scan has started; follow `Location`.", body = ScanView),
        (status = 400, description = "The scope is not valid.", body = Problem),
        (status = 403, description = "The caller may not start scans.", body = Problem),
        (status = 409, description = "Another scan is under way, or no account is connected.", body = Problem),
    ),
    security(("bearer" = ["scans:start"])),
)]
pub async fn handle(accounts: &dyn Accounts, scans: &dyn Scans, request: Request) -> Result<Json<ScanView>> {
    let caller = request.permit(Permission::ScansStart)?.clone();
    let scope: ScanScope = request.body()?;
    let command = request.command()?;

    refuse_unknown(accounts, &caller.tenant, &scope).await?;
    refuse_second(scans, &caller.tenant).await?;
    let scan = Scan::requested(scope.into(), command.origin.at);

    let location = format!("/v1/aws/scans/{}", scan.id);
    let answer = Json::accepted(location, ScanView::requested(scan.clone())).etag(scan.version);
    let commit = command.commit(answer.recorded()).telling(&command.origin, &asking::requested(&scan), scan.version);
    scans.insert_scan(&caller.tenant, &scan, commit).await?;
    Ok(answer)
}

async fn refuse_unknown(accounts: &dyn Accounts, tenant: &TenantId, scope: &ScanScope) -> Result<()> {
    let connected = AccountFilter { state: Some(AccountState::Connected), ..AccountFilter::default() };
    let any = accounts.accounts(tenant, &connected, &PageRequest::first(PageSize::of(1)?)).await?;
    if any.items.is_empty() && any.next.is_none() {
        return Err(Error::conflict("no account is connected; connect one with POST /v1/aws/accounts and verify it"));
    }
    if scope.accounts.len() > MOST_ACCOUNTS {
        let rule = format!("must name at most {MOST_ACCOUNTS} accounts; an empty list stands for all of them");
        return Err(Error::invalid("/accounts", rule));
    }

    let looks: Vec<_> = scope.accounts.iter().map(|id| is_connected(accounts, tenant, id)).collect();
    let known: Vec<bool> = stream::iter(looks).buffered(LOOKED_UP_AT_ONCE).try_collect().await?;
    let strangers =
        scope.accounts.iter().zip(known).enumerate().filter(|(_, (_, known))| !known).map(|(index, (id, _))| {
            Violation { pointer: format!("/accounts/{index}"), detail: format!("the account {id} is not connected") }
        });
    let uncollected = scope.services.iter().enumerate().filter(|(_, service)| !is_collected(service.as_str())).map(
        |(index, service)| Violation {
            pointer: format!("/services/{index}"),
            detail: format!("{service} has no collector; there are {}", names().join(", ")),
        },
    );
    let violations: Vec<_> = strangers.chain(uncollected).collect();
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid { violations }) }
}

async fn is_connected(accounts: &dyn Accounts, tenant: &TenantId, id: &AccountId) -> Result<bool> {
    let found = accounts.account(tenant, id).await?;
    Ok(found.is_some_and(|account| account.state == AccountState::Connected))
}

fn is_collected(service: &str) -> bool {
    names().contains(&service)
}

fn names() -> Vec<&'static str> {
    COLLECTED_SERVICES.iter().map(|service| service.name).collect()
}

async fn refuse_second(scans: &dyn Scans, tenant: &TenantId) -> Result<()> {
    match asking::under_way(scans, tenant).await? {
        Some(running) => {
            Err(Error::conflict(format!("the scan {} is still under way; wait until it has ended", running.id)))
        }
        None => Ok(()),
    }
}
