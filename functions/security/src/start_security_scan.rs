//! `POST /v1/aws/security/scan`: have the checks evaluated now.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{AccountFilter, AccountState, Accounts},
    command::Version,
    page::{PageRequest, PageSize},
    permission::Permission,
    security::{Postures, SecurityScanRequested},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the outcome is to be seen.
const LOCATION: &str = "/v1/aws/security/score";

/// A scan of the security of all accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecurityScanView {
    /// When it was asked for; a score whose `evaluated_at` is later holds its outcome.
    pub requested_at: DateTime<Utc>,
}

/// Has every connected account evaluated over what scans found; it asks AWS nothing.
#[utoipa::path(
    post, path = "/v1/aws/security/scan", operation_id = "start-security-scan", tag = "security",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it starts no second scan.")),
    responses(
        (status = 202, description = "The accounts are being evaluated; follow `Location`.", body = SecurityScanView),
        (status = 403, description = "The caller may not start scans.", body = Problem),
        (status = 409, description = "No account is connected.", body = Problem),
    ),
    security(("bearer" = ["scans:start"])),
)]
pub async fn handle(
    accounts: &dyn Accounts,
    postures: &dyn Postures,
    request: Request,
) -> Result<Json<SecurityScanView>> {
    let caller = request.permit(Permission::ScansStart)?.clone();
    let command = request.command()?;
    let connected = AccountFilter { state: Some(AccountState::Connected), ..AccountFilter::default() };
    let any = accounts.accounts(&caller.tenant, &connected, &PageRequest::first(PageSize::of(1)?)).await?;
    if any.items.is_empty() && any.next.is_none() {
        return Err(Error::conflict("no account is connected; connect one with POST /v1/aws/accounts and verify it"));
    }

    let requested_at = command.origin.at;
    let answer = Json::accepted(LOCATION, SecurityScanView { requested_at });
    let commit = command.commit(answer.recorded());
    let commit = commit.telling(&command.origin, &SecurityScanRequested {}, Version::FIRST);
    postures.request_scan(&caller.tenant, requested_at, commit).await?;
    Ok(answer)
}
