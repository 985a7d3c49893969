//! Cursors: none opens that the platform has not sealed for this very list and tenant.

use pantheon_core::{
    Error,
    page::{Page, Position},
};
use pantheon_lambda::http::{Cursors, Json, Request};
use pantheon_testing::{caller, request};

const SECRET: &[u8] = b"the secret of the platform under test";

fn asking(cursor: Option<&str>) -> Request {
    let request = request().route("GET", "/v1/things").caller(&[]);
    match cursor {
        Some(cursor) => request.query("cursor", cursor).build(),
        None => request.build(),
    }
}

/// Takes the bytes for a cursor, and for a position and a change of the cursor that seals it.
pub(crate) fn is_taken_only_if_we_sealed_it(data: &[u8]) {
    let cursors = Cursors::new(SECRET);
    let Ok(text) = std::str::from_utf8(data) else { return };
    // Not with the secret that seals below: the fuzzer sees what is compared, and would learn a cursor.
    refused(&Cursors::new(b"a secret that has sealed nothing"), text);

    let page = Page::<()> { items: Vec::new(), next: Some(Position(text.to_owned())) };
    let sealed = Json::page(&asking(None), &cursors, page).map(|page| page.body.next_cursor);
    let Ok(Some(sealed)) = sealed else { panic!("a position was not sealed") };
    let opened = asking(Some(&sealed)).page(&cursors).map(|page| page.after);
    assert_eq!(opened.ok().flatten(), Some(Position(text.to_owned())));

    let at = data.first().map_or(0, |byte| usize::from(*byte)) % sealed.len();
    let with = data.last().copied().filter(u8::is_ascii_graphic).unwrap_or(b'A');
    let mut changed = sealed.clone().into_bytes();
    changed[at] = with;
    if let Ok(changed) = String::from_utf8(changed)
        && changed != sealed
    {
        refused(&cursors, &changed);
    }
    refused(&Cursors::new(b"the secret of somebody else"), &sealed);
}

fn refused(cursors: &Cursors, cursor: &str) {
    match asking(Some(cursor)).page(cursors) {
        Err(Error::Invalid { violations }) => assert_eq!(violations[0].pointer, "cursor"),
        other => panic!("{cursor} is no cursor of {}: {other:?}", caller(&[]).tenant),
    }
}
