//! The caller, as the authorizer passes it on and as triggers read it back.

use crate::admission;
use pantheon_core::{Caller, Error, Result};
use serde_json::{Value, json};
use std::{collections::HashMap, str::FromStr};

/// Writes a caller into the context of an authorizer's answer, which holds plain text only.
pub(crate) fn write(caller: &Caller) -> Value {
    let permissions: Vec<&str> = caller.permissions.iter().map(|permission| permission.as_str()).collect();
    json!({
        "tenant_id": caller.tenant,
        "user_id": caller.user,
        "credential": caller.credential,
        "permissions": permissions.join(" "),
    })
}

/// Reads a caller from the context that an authorizer wrote, and tells the log whose tenant it is.
///
/// Fails as the authorizer would have if it marked the request as refused, whatever else the
/// context holds. A permission that this function does not know is passed over: it permits nothing
/// here, and the authorizer may be newer than the function.
pub(crate) fn read(context: &HashMap<String, Value>) -> Result<Caller> {
    if let Some(refusal) = admission::refusal(context) {
        return Err(refusal);
    }
    let caller = Caller {
        tenant: part(context, "tenant_id")?,
        user: part(context, "user_id")?,
        credential: part(context, "credential")?,
        permissions: text(context, "permissions")?.split_whitespace().filter_map(|word| word.parse().ok()).collect(),
    };
    tracing::Span::current().record("tenant", caller.tenant.as_str());
    Ok(caller)
}

fn part<T: FromStr>(context: &HashMap<String, Value>, name: &str) -> Result<T> {
    text(context, name)?.parse().map_err(|_| stranger())
}

fn text<'a>(context: &'a HashMap<String, Value>, name: &str) -> Result<&'a str> {
    context.get(name).and_then(Value::as_str).ok_or_else(stranger)
}

/// Says that nobody signed the request.
pub(crate) fn stranger() -> Error {
    Error::Unauthenticated { reason: "sign in first" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use pantheon_core::{Credential, permission::Permission};
    use proptest::{prelude::*, sample::subsequence};

    fn read_back(written: Value) -> Result<Caller> {
        read(&serde_json::from_value(written).unwrap())
    }

    #[test]
    fn lets_nobody_pass_for_a_caller() {
        for missing in ["tenant_id", "user_id", "credential", "permissions"] {
            let mut context = fixture::authorized();
            context.as_object_mut().unwrap().remove(missing);
            assert!(matches!(read_back(context), Err(Error::Unauthenticated { .. })), "{missing}");
        }
    }

    #[test]
    fn takes_nobody_whose_tenant_is_no_tenant() {
        let mut context = fixture::authorized();
        context["tenant_id"] = "usr_0195f6a0-7c1e-7d43-9a55-000000000001".into();

        assert!(matches!(read_back(context), Err(Error::Unauthenticated { .. })));
    }

    #[test]
    fn passes_over_a_permission_that_it_does_not_know() {
        let mut context = fixture::authorized();
        context["permissions"] = "accounts:read planets:move".into();

        let permissions: Vec<Permission> = read_back(context).unwrap().permissions.into_iter().collect();
        assert_eq!(permissions, [Permission::AccountsRead]);
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(
            permissions in subsequence(Permission::ALL, 0..=Permission::ALL.len()), kind in 0..3_usize,
        ) {
            let mut caller = read_back(fixture::authorized()).unwrap();
            caller.permissions = permissions.into_iter().collect();
            caller.credential = [
                Credential::Session(fixture::SESSION.parse().unwrap()),
                Credential::ApiKey("key_0195f6a0-7c1e-7d43-9a55-000000000004".parse().unwrap()),
                Credential::Provider("idp_0195f6a0-7c1e-7d43-9a55-000000000005".parse().unwrap()),
            ][kind].clone();

            let written = write(&caller);

            prop_assert!(written.as_object().unwrap().values().all(Value::is_string), "API Gateway passes plain text only");
            prop_assert_eq!(read_back(written).unwrap(), caller);
        }
    }
}
