//! `GET /v1/aws/tag-policy`: show what tags the tenant asks of its resources.

use crate::tag_view::TagPolicyView;
use pantheon_core::{Result, permission::Permission, tagging::Tagging};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows the tag policy; a tenant that never made one has one that asks for nothing.
#[utoipa::path(
    get, path = "/v1/aws/tag-policy", operation_id = "get-tag-policy", tag = "tags",
    responses(
        (status = 200, description = "The policy; send the `ETag` back to change it.", body = TagPolicyView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(tagging: &dyn Tagging, request: Request) -> Result<Json<TagPolicyView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[])?;

    let policy = tagging.tag_policy(&caller.tenant).await?;

    let version = policy.version;
    Ok(Json::ok(TagPolicyView::from(policy)).etag(version))
}
