//! Custom resource `Custom::Initialize`: the signing key, the first tenant and its administrator.
//!
//! May also be invoked directly, with `tenant_name` and `administrator_email`, to make another
//! tenant. Only the one that is asked for with `founding` may make others through the API. Doing the
//! same twice changes nothing. Removing the resource removes nothing: tenants outlive stacks.

use crate::{
    founding::{Founded, Founder, Wanted},
    key_publication::ensure_signing_key,
};
use pantheon_core::{
    Error, Result,
    identity::{Email, SigningKeys, TenantName, VerificationKeys},
    secret::Secrets,
};
use pantheon_lambda::custom_resource::{Outcomes, Request, Wish};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The tenant that is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Properties {
    #[serde(alias = "TenantName")]
    tenant_name: String,
    #[serde(alias = "AdministratorEmail")]
    administrator_email: String,
    /// The password, if it is not the one in the administrator's secret; never in a template.
    #[serde(default)]
    administrator_password: Option<SecretString>,
    /// Whether the tenant is the platform's own.
    #[serde(default, alias = "Founding")]
    founding: Value,
}

/// The part of the administrator's secret that is used here.
#[derive(Deserialize)]
struct Administrator {
    password: SecretString,
}

/// Makes what is missing; `administrator_secret` names the secret with the first password.
pub async fn handle(
    keys: &dyn SigningKeys,
    published: &dyn VerificationKeys,
    founder: &Founder<'_>,
    secrets: &dyn Secrets,
    administrator_secret: &str,
    request: Request,
) -> Result<Outcomes> {
    if request.wish == Wish::Delete {
        return Ok(Outcomes { physical_id: request.physical_id.unwrap_or_default(), data: Map::new() });
    }
    let properties: Properties = request.properties()?;
    let name: TenantName = properties.tenant_name.parse()?;
    let email: Email = properties.administrator_email.parse()?;
    let founding = flag(&properties.founding)?;
    let password = match properties.administrator_password {
        Some(password) => password,
        None => first_password(secrets, administrator_secret).await?,
    };

    ensure_signing_key(keys, published, request.now).await?;
    let tenant = founder.find_or_make(&Wanted { name, email, password, founding }, request.now).await?;

    Ok(outcomes(tenant))
}

/// Reads yes or no, which CloudFormation writes as text.
fn flag(value: &Value) -> Result<bool> {
    match value {
        Value::Bool(true) => Ok(true),
        Value::Null | Value::Bool(false) => Ok(false),
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        _ => Err(Error::invalid("/founding", "must be true or false")),
    }
}

async fn first_password(secrets: &dyn Secrets, name: &str) -> Result<SecretString> {
    let secret = secrets.read(name).await?;
    let secret = secret.ok_or_else(|| Error::internal("the administrator's secret has no value"))?;
    // The error of the parser could quote the secret.
    let administrator: Administrator = serde_json::from_str(secret.expose_secret())
        .map_err(|_| Error::internal("the administrator's secret is not a JSON object with a password"))?;
    Ok(administrator.password)
}

fn outcomes(Founded { tenant, administrator }: Founded) -> Outcomes {
    let data = [("TenantId", tenant.to_string()), ("AdministratorId", administrator.to_string())];
    let data = data.into_iter().map(|(name, id)| (name.to_owned(), Value::from(id))).collect();
    Outcomes { physical_id: tenant.to_string(), data }
}

#[cfg(test)]
mod tests;
