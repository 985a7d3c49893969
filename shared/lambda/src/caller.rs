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
    let permissions: Result<BTreeSet<Permission>> =
        text(context, "permissions")?.split_whitespace().map(str::parse).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
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
    fn takes_no_permission_that_does_not_exist() {
        let mut context = object(fixture::authorized());
        context.insert("permissions".to_owned(), "accounts:read everything".into());

        assert!(read(&context).is_err());
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
