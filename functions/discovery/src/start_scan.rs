//! `POST /v1/aws/scans`: start a scan of the connected accounts.

use crate::{
    asking,
    view::{ScanScope, ScanView},
};
use pantheon_core::{
    Error, Result,
    account::{Account, ConnectedAccounts},
    catalog::COLLECTED_SERVICES,
    error::Violation,
    id::TenantId,
    permission::Permission,
    scan::{Scan, Scans, Tally},
};
use pantheon_lambda::http::{Json, Problem, Request};

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
pub async fn handle(accounts: &dyn ConnectedAccounts, scans: &dyn Scans, request: Request) -> Result<Json<ScanView>> {
    let caller = request.permit(Permission::ScansStart)?.clone();
    let scope: ScanScope = request.body()?;
    let command = request.command()?;

    refuse_unknown(&scope, &accounts.connected_accounts(&caller.tenant).await?)?;
    refuse_second(scans, &caller.tenant).await?;
    let scan = Scan::requested(scope.into(), command.origin.at);

    let location = format!("/v1/aws/scans/{}", scan.id);
    let answer = Json::accepted(location, ScanView::of(scan.clone(), Tally::default())).etag(scan.version);
    let commit = command.commit(answer.recorded()).telling(&command.origin, &asking::requested(&scan), scan.version);
    scans.insert_scan(&caller.tenant, &scan, commit).await?;
    Ok(answer)
}

fn refuse_unknown(scope: &ScanScope, connected: &[Account]) -> Result<()> {
    if connected.is_empty() {
        return Err(Error::conflict("no account is connected; connect one with POST /v1/aws/accounts and verify it"));
    }

    let strangers =
        scope.accounts.iter().enumerate().filter(|(_, id)| connected.iter().all(|account| account.id != **id)).map(
            |(index, id)| Violation {
                pointer: format!("/accounts/{index}"),
                detail: format!("the account {id} is not connected"),
            },
        );
    let uncollected = scope.services.iter().enumerate().filter(|(_, service)| !is_collected(service.as_str())).map(
        |(index, service)| Violation {
            pointer: format!("/services/{index}"),
            detail: format!("{service} has no collector; there are {}", names().join(", ")),
        },
    );
    let violations: Vec<_> = strangers.chain(uncollected).collect();
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid { violations }) }
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
