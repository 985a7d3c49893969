//! The caller, as the authorizer passes it on and as triggers read it back.

use pantheon_core::{Caller, Error, Result, permission::Permission};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Writes a caller into the context of an authorizer's answer, which holds plain text only.
pub(crate) fn write(caller: &Caller) -> Value {
    let permissions: Vec<&str> = caller.permissions.iter().map(|permission| permission.as_str()).collect();
    json!({
        "tenant_id": caller.tenant,
        "user_id": caller.user,
        "session_id": caller.session,
        "permissions": permissions.join(" "),
    })
}

/// Reads a caller from the context that an authorizer wrote, and tells the log whose tenant it is.
pub(crate) fn read(context: &Map<String, Value>) -> Result<Caller> {
    let permissions: Result<BTreeSet<Permission>> = text(context, "permissions")?.split_whitespace().map(str::parse).collect();
    let caller = Caller {
        tenant: text(context, "tenant_id")?.parse()?,
        user: text(context, "user_id")?.parse()?,
        session: text(context, "session_id")?.parse()?,
        permissions: permissions?,
    };
    tracing::Span::current().record("tenant", caller.tenant.as_str());
    Ok(caller)
}

fn text<'a>(context: &'a Map<String, Value>, name: &str) -> Result<&'a str> {
    context.get(name).and_then(Value::as_str).ok_or(Error::Unauthenticated { reason: "sign in first" })
}
