//! `GET /v1/identity-providers`: list whose sign-in the tenant trusts.

use crate::identity_provider_view::IdentityProviderView;
use pantheon_core::{Result, identity::IdentityProviders, permission::Permission};
use pantheon_lambda::http::{Json, Listing, Problem, Request};

/// Answers with every identity provider of the tenant; there are so few that one page holds them.
#[utoipa::path(
    get,
    path = "/v1/identity-providers",
    operation_id = "list-identity-providers",
    tag = "identity-providers",
    summary = "List whose sign-in the tenant trusts",
    responses(
        (status = 200, description = "Every identity provider of the tenant, the oldest first.", body = Listing<IdentityProviderView>),
        (status = 403, description = "The caller may not see whose sign-in the tenant trusts.", body = Problem),
    ),
    security(("bearer" = ["identity_providers:read"]))
)]
pub async fn handle(
    providers: &dyn IdentityProviders,
    request: Request,
) -> Result<Json<Listing<IdentityProviderView>>> {
    let caller = request.permit(Permission::ProvidersRead)?;
    request.known_queries(&[])?;

    let mut found = providers.providers(&caller.tenant).await?;
    found.sort_by(|one, other| one.id.cmp(&other.id));

    let items = found.into_iter().map(IdentityProviderView::from).collect();
    Ok(Json::ok(Listing { items, next_cursor: None }))
}

#[cfg(test)]
mod tests;
