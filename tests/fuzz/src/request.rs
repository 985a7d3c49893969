//! Requests: whatever a client writes into a query, a header or a body is taken apart or refused.

use pantheon_core::{Error, Result, aws::AccountId, id::ScanId, page::PageSize};
use pantheon_lambda::http::Cursors;
use pantheon_testing::request;
use serde_json::Value;

/// Takes the first line for a query, the second for `If-Match`, and the rest for a body.
pub(crate) fn is_taken_apart_or_refused(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (query, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (etag, body) = rest.split_once('\n').unwrap_or((rest, ""));
    // The gateway routes no request whose path lacks a part.
    let part = if query.is_empty() { "-" } else { query };
    let request = request().caller(&[]).query("page_size", query).query("account", query).path("scan_id", part);
    let request = request.header("if-match", etag).raw_body(body).build();

    if let Some(page) = fair(request.page(&Cursors::new(b"secret"))) {
        assert!(page.size.get() <= PageSize::LARGEST.get());
    }
    if let Some(Some(account)) = fair(request.query::<AccountId>("account")) {
        assert_eq!(account.as_str(), query);
    }
    if let Some(scan) = fair(request.path::<ScanId>("scan_id")) {
        assert_eq!(scan.as_str(), part);
    }
    if let Some(version) = fair(request.if_match()) {
        assert!(etag.contains(version.0.to_string().trim_start_matches('0')));
    }
    let read = fair(request.body::<Value>());
    let object = serde_json::from_str::<Value>(body).is_ok_and(|value| value.is_object());
    assert_eq!(read.is_some(), object, "{body}");
}

/// Returns what was read; what was not must be the client's fault.
fn fair<T>(read: Result<T>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Error::Invalid { .. } | Error::NotFound { .. } | Error::PreconditionRequired) => None,
        Err(error) => panic!("a stranger's text is no fault of ours: {error:?}"),
    }
}
