//! `GET /v1/aws/security/findings/{finding_id}`: one finding, with its evidence and how to mend it.

use crate::{
    checks::Bundle,
    finding_view::{FindingDetail, unknown},
};
use pantheon_core::{
    Result,
    permission::Permission,
    security::{FindingId, Findings, Mutes},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows a finding, whether it is resolved or muted or not.
#[utoipa::path(
    get, path = "/v1/aws/security/findings/{finding_id}", operation_id = "get-finding", tag = "security",
    params(("finding_id" = FindingId, Path, description = "What the finding is called.", example = "fnd_111111111111_0123456789abcdef0123456789abcdef")),
    responses(
        (status = 200, description = "The finding.", body = FindingDetail),
        (status = 403, description = "The caller may not see findings.", body = Problem),
        (status = 404, description = "The tenant has no such finding.", body = Problem),
    ),
    security(("bearer" = ["findings:read"])),
)]
pub async fn handle(
    (findings, mutes): (&dyn Findings, &dyn Mutes),
    bundle: &Bundle,
    request: Request,
) -> Result<Json<FindingDetail>> {
    let caller = request.permit(Permission::FindingsRead)?;
    let id: FindingId = request.path("finding_id")?;
    let finding = findings.finding(&caller.tenant, &id).await?.ok_or_else(|| unknown(&id))?;
    let mutes = mutes.mutes(&caller.tenant, request.now()).await?;

    let version = finding.version;
    Ok(Json::ok(FindingDetail::of(finding, bundle, &mutes, request.now())).etag(version))
}
