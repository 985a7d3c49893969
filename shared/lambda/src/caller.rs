//! The caller, as the authorizer passes it on and as triggers read it back.

use pantheon_core::{Caller, Error, Result};
use serde_json::{Map, Value, json};
use std::str::FromStr;

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
///
/// A permission that this function does not know is passed over: it permits nothing here, and the
/// authorizer may be newer than the function.
pub(crate) fn read(context: &Map<String, Value>) -> Result<Caller> {
    let caller = Caller {
        tenant: part(context, "tenant_id")?,
        user: part(context, "user_id")?,
        session: part(context, "session_id")?,
        permissions: text(context, "permissions")?.split_whitespace().filter_map(|word| word.parse().ok()).collect(),
    };
    tracing::Span::current().record("tenant", caller.tenant.as_str());
    Ok(caller)
}

fn part<T: FromStr>(context: &Map<String, Value>, name: &str) -> Result<T> {
    text(context, name)?.parse().map_err(|_| stranger())
}

fn text<'a>(context: &'a Map<String, Value>, name: &str) -> Result<&'a str> {
    context.get(name).and_then(Value::as_str).ok_or_else(stranger)
}

fn stranger() -> Error {
    Error::Unauthenticated { reason: "sign in first" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use pantheon_core::permission::Permission;
    use proptest::{prelude::*, sample::subsequence};

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(object) = value else { panic!("{value}") };
        object
    }

    #[test]
    fn lets_nobody_pass_for_a_caller() {
        for missing in ["tenant_id", "user_id", "session_id", "permissions"] {
            let mut context = object(fixture::authorized());
            context.remove(missing);
            assert!(matches!(read(&context), Err(Error::Unauthenticated { .. })), "{missing}");
        }
    }

    #[test]
    fn takes_nobody_whose_tenant_is_no_tenant() {
        let mut context = object(fixture::authorized());
        context.insert("tenant_id".to_owned(), "usr_0195f6a0-7c1e-7d43-9a55-000000000001".into());

        assert!(matches!(read(&context), Err(Error::Unauthenticated { .. })));
    }

    #[test]
    fn passes_over_a_permission_that_it_does_not_know() {
        let mut context = object(fixture::authorized());
        context.insert("permissions".to_owned(), "accounts:read planets:move".into());

        let permissions: Vec<Permission> = read(&context).unwrap().permissions.into_iter().collect();
        assert_eq!(permissions, [Permission::AccountsRead]);
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(permissions in subsequence(Permission::ALL, 0..=Permission::ALL.len())) {
            let mut caller = read(&object(fixture::authorized())).unwrap();
            caller.permissions = permissions.into_iter().collect();

            let written = object(write(&caller));

            prop_assert!(written.values().all(Value::is_string), "API Gateway passes plain text only");
            prop_assert_eq!(read(&written).unwrap(), caller);
        }
    }
}
