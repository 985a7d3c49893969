//! `PUT /v1/aws/tag-policy`: decide what tags the tenant asks of its resources.

use crate::tag_view::TagPolicyView;
use pantheon_core::{
    Error, Result,
    command::Commit,
    permission::Permission,
    tagging::{TagMeanings, TagPolicyChanged, TagRule, Tagging},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// What the policy is to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagPolicyChange {
    /// The rules, at most 50, which name at most 1000 values, types and accounts together; no two
    /// are about the same key, types and accounts.
    #[schema(max_items = 50)]
    pub rules: Vec<TagRule>,
    /// What some of the tags mean.
    #[serde(default)]
    pub meanings: TagMeanings,
}

/// Puts another policy in the place of the one that was read; all accounts are judged anew.
#[utoipa::path(
    put, path = "/v1/aws/tag-policy", operation_id = "update-tag-policy", tag = "tags",
    params(("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read.")),
    request_body = TagPolicyChange,
    responses(
        (status = 200, description = "The policy, as it is now.", body = TagPolicyView),
        (status = 400, description = "A rule is not valid, or there are too many.", body = Problem),
        (status = 403, description = "The caller may not change the policy.", body = Problem),
        (status = 412, description = "The policy has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["tag_policy:write"])),
)]
pub async fn handle(tagging: &dyn Tagging, request: Request) -> Result<Json<TagPolicyView>> {
    let caller = request.permit(Permission::TagPolicyWrite)?;
    let read = request.if_match()?;
    let TagPolicyChange { rules, meanings } = request.body()?;
    let origin = request.command()?.origin;

    let before = tagging.tag_policy(&caller.tenant).await?;
    if before.version != read {
        return Err(Error::PreconditionFailed { kind: "tag policy" });
    }
    let policy = before.changed(rules, meanings, caller.user.clone(), origin.at)?;

    let commit = Commit::unasked().telling(&origin, &TagPolicyChanged::of(&policy), policy.version);
    tagging.save_tag_policy(&caller.tenant, &policy, commit).await?;
    let version = policy.version;
    Ok(Json::ok(TagPolicyView::from(policy)).etag(version))
}
