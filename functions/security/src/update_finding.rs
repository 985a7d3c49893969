//! `PATCH /v1/aws/security/findings/{finding_id}`: say what one thinks of a finding.

use crate::{
    checks::Bundle,
    finding_view::{FindingDetail, unknown},
};
use pantheon_core::{
    Error, Result,
    command::Commit,
    permission::Permission,
    security::{Finding, FindingChanged, FindingId, FindingStatus, Findings, Mutes},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody thinks of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingChange {
    /// Where it stands; `reopened` and `resolved` follow from what scans see and cannot be said.
    #[schema(example = "accepted")]
    pub status: FindingStatus,
    /// Why; needed for `accepted` and `false_positive`.
    #[schema(min_length = 1, max_length = 1000, example = "The bucket holds our public downloads.")]
    pub reason: Option<String>,
}

/// Says where a finding stands; a scan that sees the same leaves it so.
#[utoipa::path(
    patch, path = "/v1/aws/security/findings/{finding_id}", operation_id = "update-finding", tag = "security",
    params(
        ("finding_id" = FindingId, Path, description = "What the finding is called.", example = "fnd_111111111111_0123456789abcdef0123456789abcdef"),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    request_body = FindingChange,
    responses(
        (status = 200, description = "The finding, as it is now.", body = FindingDetail),
        (status = 400, description = "Nobody can say that, or a reason is missing.", body = Problem),
        (status = 403, description = "The caller may not change findings.", body = Problem),
        (status = 404, description = "The tenant has no such finding.", body = Problem),
        (status = 409, description = "The finding is resolved.", body = Problem),
        (status = 412, description = "The finding has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["findings:write"])),
)]
pub async fn handle(
    (findings, mutes): (&dyn Findings, &dyn Mutes),
    bundle: &Bundle,
    request: Request,
) -> Result<Json<FindingDetail>> {
    let caller = request.permit(Permission::FindingsWrite)?;
    let id: FindingId = request.path("finding_id")?;
    let read = request.if_match()?;
    let FindingChange { status, reason } = request.body()?;
    let origin = request.command()?.origin;

    let before = findings.finding(&caller.tenant, &id).await?.ok_or_else(|| unknown(&id))?;
    if before.version != read {
        return Err(Error::PreconditionFailed { kind: Finding::KIND });
    }
    let mutes = mutes.mutes(&caller.tenant, request.now()).await?;
    let after = match before.said(status, reason, caller.user.clone(), origin.at)? {
        Some(after) => {
            let commit = Commit::unasked().telling(&origin, &FindingChanged::of(&after), after.version);
            findings.save_findings(&caller.tenant, std::slice::from_ref(&after), commit).await?;
            after
        }
        None => before,
    };
    let version = after.version;
    Ok(Json::ok(FindingDetail::of(after, bundle, &mutes, origin.at)).etag(version))
}
