//! `DELETE /v1/identity-providers/{provider_id}`: trust somebody else's sign-in no more.

use pantheon_core::{
    Error, Result,
    command::Commit,
    id::ProviderId,
    identity::{IdentityProviderRemoved, IdentityProviders},
    permission::Permission,
};
use pantheon_lambda::http::{NoContent, Problem, Request};

/// Trusts the tokens of the identity provider no more; sessions that began with one go on.
#[utoipa::path(
    delete,
    path = "/v1/identity-providers/{provider_id}",
    operation_id = "remove-identity-provider",
    tag = "identity-providers",
    summary = "Trust an identity provider no more",
    description = "Its tokens are refused from the next request on. Sessions that began with one of them go on until they end, or are called back.",
    params(
        ("provider_id" = ProviderId, Path, description = "The identity provider."),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    responses(
        (status = 204, description = "The identity provider is not trusted any more."),
        (status = 403, description = "The caller may not decide whose sign-in the tenant trusts.", body = Problem),
        (status = 404, description = "The tenant has no such identity provider.", body = Problem),
        (status = 412, description = "The identity provider has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["identity_providers:write"]))
)]
pub async fn handle(providers: &dyn IdentityProviders, request: Request) -> Result<NoContent> {
    let caller = request.permit(Permission::ProvidersWrite)?;
    let id: ProviderId = request.path("provider_id")?;
    let read = request.if_match()?;
    let command = request.command()?;

    let found = providers.provider(&caller.tenant, &id).await?;
    let provider = found.ok_or_else(|| Error::not_found("identity provider", &id))?;
    if provider.version != read {
        return Err(Error::PreconditionFailed { kind: "identity provider" });
    }

    let fact = IdentityProviderRemoved::of(&provider);
    let commit = Commit::unasked().telling(&command.origin, &fact, provider.version.next());
    providers.remove_provider(&provider, commit).await?;
    Ok(NoContent)
}

#[cfg(test)]
mod tests;
