//! `POST /v1/identity-providers`: trust somebody else's sign-in.

use crate::{
    external::{Issuers, Source},
    identity_provider_view::IdentityProviderView,
};
use pantheon_core::{
    Caller, Error, Result,
    command::Version,
    id::ProviderId,
    identity::{IdentityProvider, IdentityProviderAdded, IdentityProviders, Issuer},
    permission::{Permission, Role},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use std::collections::BTreeSet;
use url::Url;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};

/// Whom to trust.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityProvider {
    /// What people call it, 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What its tokens say in `iss`, letter by letter.
    #[schema(max_length = 512, example = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example")]
    issuer: String,
    /// The clients whose tokens are accepted: what they say in `aud`, or Cognito's in `client_id`.
    #[schema(schema_with = audiences)]
    audiences: BTreeSet<String>,
    /// Where its keys are, if not where its discovery document says; at the origin of the issuer.
    #[schema(max_length = 2048)]
    jwks_uri: Option<String>,
}

/// Says what `check_audiences` asks for.
fn audiences() -> Array {
    let audience = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]{1,255}$"));
    let described = "The clients whose tokens are accepted: what they say in `aud`, or Cognito's in `client_id`.";
    let array = ArrayBuilder::new().items(audience).min_items(Some(1)).max_items(Some(10)).unique_items(true);
    array.description(Some(described)).build()
}

/// What this deployment says about whom tenants may trust.
#[derive(Clone, Debug)]
pub struct TrustSettings {
    /// Who issues our own tokens.
    pub issuer: String,
    /// The origins that may hold anybody's keys; only the local stage has any.
    pub origins: Vec<String>,
}

/// Trusts the tokens of an identity provider from now on.
#[utoipa::path(
    post,
    path = "/v1/identity-providers",
    operation_id = "add-identity-provider",
    tag = "identity-providers",
    summary = "Trust an identity provider",
    description = "Trusts the tokens that an issuer of OpenID Connect, such as a Cognito user pool, issues to these clients. Its keys are read at once: an issuer that does not answer is not added. Its users sign in with `exchange-token`, and once they are linked with an access token of the issuer itself. Whoever decides who vouches for all users must hold all that users may do.",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it adds nothing twice.")),
    request_body = NewIdentityProvider,
    responses(
        (status = 201, description = "The identity provider is trusted.", body = IdentityProviderView),
        (status = 400, description = "The identity provider is not described as it must be, or does not answer with its keys.", body = Problem),
        (status = 403, description = "The caller may not decide whose sign-in the tenant trusts.", body = Problem),
        (status = 409, description = "An audience is trusted already, or the tenant trusts as many as it may.", body = Problem),
    ),
    security(("bearer" = ["identity_providers:write"]))
)]
pub async fn handle(
    providers: &dyn IdentityProviders,
    issuers: &Issuers<'_>,
    settings: &TrustSettings,
    request: Request,
) -> Result<Json<IdentityProviderView>> {
    let caller = request.permit(Permission::ProvidersWrite)?;
    caller.may_grant(&Role::Admin.permissions())?;
    let command = request.command()?;
    let provider = request.body::<NewIdentityProvider>()?.provider(caller, settings, command.origin.at)?;

    refuse_one_more(providers, caller).await?;
    let source = Source { issuer: provider.issuer.clone(), jwks_uri: provider.jwks_uri.clone() };
    issuers.check(&source, command.origin.at).await?;

    let location = format!("/v1/identity-providers/{}", provider.id);
    let answer = Json::created(location, IdentityProviderView::from(provider.clone())).etag(provider.version);
    let fact = IdentityProviderAdded::of(&provider);
    let commit = command.commit(answer.recorded()).telling(&command.origin, &fact, provider.version);
    providers.add_provider(&provider, commit).await?;
    Ok(answer)
}

async fn refuse_one_more(providers: &dyn IdentityProviders, caller: &Caller) -> Result<()> {
    if providers.providers(&caller.tenant).await?.len() < IdentityProvider::MOST {
        return Ok(());
    }
    Err(Error::conflict(format!("a tenant trusts at most {} identity providers", IdentityProvider::MOST)))
}

impl NewIdentityProvider {
    fn provider(
        self,
        caller: &Caller,
        settings: &TrustSettings,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<IdentityProvider> {
        let Self { name, issuer, audiences, jwks_uri } = self;
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(Error::invalid("/name", "must have 1 to 100 visible characters"));
        }
        let issuer: Issuer = issuer.parse()?;
        if issuer.as_str() == settings.issuer {
            return Err(Error::invalid("/issuer", "is this platform itself"));
        }
        check_audiences(&audiences)?;
        if let Some(place) = &jwks_uri {
            settings.check_place(&issuer, place)?;
        }
        Ok(IdentityProvider {
            id: ProviderId::generate(now),
            tenant: caller.tenant.clone(),
            name,
            issuer,
            audiences,
            jwks_uri,
            created_at: now,
            version: Version::FIRST,
        })
    }
}

fn check_audiences(audiences: &BTreeSet<String>) -> Result<()> {
    if !(1..=IdentityProvider::MOST_AUDIENCES).contains(&audiences.len()) {
        let most = IdentityProvider::MOST_AUDIENCES;
        return Err(Error::invalid("/audiences", format!("must be 1 to {most} different clients")));
    }
    let fits =
        |audience: &String| (1..=255).contains(&audience.len()) && audience.bytes().all(|byte| byte.is_ascii_graphic());
    match audiences.iter().position(|audience| !fits(audience)) {
        Some(at) => Err(Error::invalid(format!("/audiences/{at}"), "must have 1 to 255 visible characters of ASCII")),
        None => Ok(()),
    }
}

impl TrustSettings {
    /// Fails unless the keys are where the issuer is: otherwise a tenant could claim to be anybody,
    /// and link its users to the identities of others.
    fn check_place(&self, issuer: &Issuer, place: &str) -> Result<()> {
        let origin = |text: &str| Url::parse(text).ok().map(|url| url.origin().ascii_serialization());
        let (home, there) = (origin(issuer.as_str()), origin(place));
        let exception = |there: &String| self.origins.iter().any(|allowed| origin(allowed).as_ref() == Some(there));
        let fits = place.len() <= 2_048
            && there.as_ref().is_some_and(|there| Some(there) == home.as_ref() || exception(there));
        if fits { Ok(()) } else { Err(Error::invalid("/jwks_uri", "must be at the origin of the issuer")) }
    }
}

#[cfg(test)]
mod tests;
