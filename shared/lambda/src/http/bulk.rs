//! Large JSON answers: written once, and compressed for clients that can read that.

use super::{Answer, Request};
use flate2::{Compression, write::GzEncoder};
use pantheon_core::{Error, Result};
use serde::Serialize;
use std::io::Write;

/// How many bytes a body may have as Lambda hands it on: 6 MB, less what stands around it.
const LARGEST: usize = 6_000_000;

/// A smaller body goes into one packet anyway.
const WORTH_COMPRESSING: usize = 1_400;

/// A JSON answer, 200, that may be large.
///
/// What is written is not looked at again on its way, so a body of megabytes costs little more than
/// its bytes. A client that sends `Accept-Encoding: gzip` gets it compressed.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk<T> {
    /// The body.
    pub body: T,
    packed: Packed,
}

/// A body as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Packed {
    /// As text.
    Text(String),
    /// Compressed.
    Gzip(Vec<u8>),
}

impl<T: Serialize> Bulk<T> {
    /// Writes a body, as the client of the request can read it.
    pub fn of(request: &Request, body: T) -> Result<Self> {
        let text = serde_json::to_string(&body).map_err(Error::internal)?;
        let takes_gzip = request.header("accept-encoding").is_some_and(takes_gzip);
        let packed = if takes_gzip && text.len() >= WORTH_COMPRESSING {
            Packed::Gzip(compressed(&text).map_err(Error::internal)?)
        } else {
            Packed::Text(text)
        };
        Ok(Self { body, packed })
    }

    /// Tells whether Lambda can hand it on.
    pub fn fits(&self) -> bool {
        self.packed.length() <= LARGEST
    }

    /// Fails with what would help, if Lambda cannot hand it on.
    pub fn if_it_fits(self) -> Result<Self> {
        let help = "the answer is too large; send Accept-Encoding: gzip, or ask for less of it";
        if self.fits() { Ok(self) } else { Err(Error::invalid("accept-encoding", help)) }
    }
}

impl<T> From<Bulk<T>> for Answer {
    fn from(bulk: Bulk<T>) -> Self {
        let zipped = matches!(bulk.packed, Packed::Gzip(_));
        let answer = Self::packed(200, bulk.packed).with("content-type", "application/json");
        let answer = answer.with("vary", "accept-encoding");
        if zipped { answer.with("content-encoding", "gzip") } else { answer }
    }
}

impl Packed {
    /// Returns how many bytes it has within Lambda's answer, which is JSON itself.
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count(),
            Self::Gzip(bytes) => bytes.len().div_ceil(3) * 4,
        }
    }
}

fn compressed(text: &str) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

/// Reads an `Accept-Encoding` header, RFC 9110 section 12.5.3.
fn takes_gzip(header: &str) -> bool {
    let weight_of = |wanted: &str| {
        header.split(',').find_map(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            named.then(|| weight.map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0)))
        })
    };
    weight_of("gzip").or_else(|| weight_of("*")).is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Context, fixture};
    use flate2::read::GzDecoder;
    use serde_json::{Value, json};
    use std::io::Read;

    fn context() -> Context {
        fixture::context()
    }

    fn asked(accept: Option<&str>) -> Request {
        let headers = accept.map_or_else(|| json!({}), |accept| json!({ "Accept-Encoding": accept }));
        let payload = fixture::http("GET", "/v1/things", headers, None);
        Request::from_event(&payload.to_string(), context()).unwrap()
    }

    fn payload(accept: Option<&str>, body: Value) -> Value {
        Answer::from(Bulk::of(&asked(accept), body).unwrap()).into_payload(&context()).unwrap()
    }

    #[test]
    fn compresses_for_those_who_can_read_it() {
        let body = json!({ "words": vec!["word"; 1_000] });

        let packed = payload(Some("br;q=1.0, gzip;q=0.8, *;q=0.1"), body.clone());
        assert_eq!(packed["headers"]["content-encoding"], "gzip");
        assert_eq!(packed["isBase64Encoded"], true);
        let bytes =
            base64::Engine::decode(&base64::engine::general_purpose::STANDARD, packed["body"].as_str().unwrap());
        let mut text = String::new();
        GzDecoder::new(&bytes.unwrap()[..]).read_to_string(&mut text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), body);

        for accept in [None, Some("identity"), Some("gzip;q=0"), Some("br"), Some("*;q=0")] {
            let plain = payload(accept, body.clone());
            assert_eq!(plain["headers"]["content-encoding"], Value::Null, "{accept:?}");
            assert_eq!(plain["isBase64Encoded"], false);
            assert_eq!(serde_json::from_str::<Value>(plain["body"].as_str().unwrap()).unwrap(), body);
            assert_eq!(plain["headers"]["vary"], "accept-encoding");
        }
    }

    #[test]
    fn leaves_small_bodies_alone() {
        assert_eq!(payload(Some("gzip"), json!({ "a": 1 }))["body"], "{\"a\":1}");
    }

    #[test]
    fn knows_when_it_is_too_large_for_lambda() {
        let quotes = json!(["\"", "\\"].repeat(500_000));
        let bulk = |accept| Bulk::of(&asked(accept), quotes.clone()).unwrap();

        assert!(!bulk(None).fits(), "each of the million texts takes ten bytes");
        assert!(matches!(bulk(None).if_it_fits(), Err(Error::Invalid { .. })));
        assert!(bulk(Some("gzip")).if_it_fits().is_ok());
        let escaped = payload(None, json!(["\"", "\\"]));
        let written = escaped["body"].to_string().len() - 2;
        assert_eq!(Packed::Text(escaped["body"].as_str().unwrap().to_owned()).length(), written);
    }
}
