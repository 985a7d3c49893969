//! Payloads that carry the headers of a client.

use lambda_http::http::{HeaderName, HeaderValue};
use pantheon_core::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a payload whose headers a client has sent; fails with `internal`, as only a wrong
/// deployment sends another shape.
///
/// The types of AWS refuse a whole payload for one header that HTTP does not allow, so that a
/// client could make a function fail. Such a header is read as if it were empty.
pub(crate) fn read<T: DeserializeOwned>(payload: &str) -> Result<T> {
    serde_json::from_str(payload).or_else(|error| {
        let mut event: Value = serde_json::from_str(payload).map_err(Error::internal)?;
        let mended = ["headers", "multiValueHeaders"].map(|field| event.get_mut(field).is_some_and(mend));
        if mended.contains(&true) {
            serde_json::from_value(event).map_err(Error::internal)
        } else {
            Err(Error::internal(error))
        }
    })
}

/// Empties the values that are no header values, and tells whether there were any.
fn mend(headers: &mut Value) -> bool {
    let Value::Object(headers) = headers else { return false };
    let sent = headers.len();
    headers.retain(|name, _| HeaderName::from_bytes(name.as_bytes()).is_ok());
    let mut mended = headers.len() < sent;
    let values = headers.values_mut().flat_map(|value| match value {
        Value::Array(values) => values.as_mut_slice(),
        one => std::slice::from_mut(one),
    });
    for value in values {
        if value.as_str().is_none_or(|text| HeaderValue::from_str(text).is_err()) {
            *value = Value::String(String::new());
            mended = true;
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lambda_events::apigw::ApiGatewayCustomAuthorizerRequestTypeRequest as Event;
    use proptest::prelude::*;
    use serde_json::json;

    fn read_with(headers: &Value) -> Event {
        let names = headers.as_object().unwrap().keys().map(|name| (name.clone(), json!(["v"]))).collect::<Value>();
        let event = json!({ "headers": headers, "multiValueHeaders": names, "requestContext": {} });
        read(&event.to_string()).unwrap()
    }

    #[test]
    fn keeps_what_is_good_beside_what_is_not() {
        let event = read_with(&json!({ "Origin": "a\u{1}b", "Host": "api", "x\ny": "1", "X-Note": null }));

        assert_eq!(event.headers["host"], "api");
        assert_eq!(
            (&event.headers["origin"], &event.headers["x-note"]),
            (&HeaderValue::from_static(""), &HeaderValue::from_static(""))
        );
        assert_eq!(event.headers.len(), 3);
    }

    #[test]
    fn fails_on_another_shape() {
        for wrong in [json!({}), json!([]), json!({ "headers": { "x": "é" } }), json!("text")] {
            assert!(matches!(read::<Event>(&wrong.to_string()), Err(Error::Internal { .. })), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn reads_whatever_headers_a_client_sends(headers in prop::collection::btree_map("\\PC{0,8}|[a-z\\x00-\\x20]{1,5}", "(?s).{0,12}", 0..5)) {
            read_with(&json!(headers));
        }
    }
}
