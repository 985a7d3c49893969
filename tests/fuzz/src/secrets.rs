//! Secrets that a client presents: refresh tokens, API keys, invitations.

use pantheon_core::{
    Error,
    identity::{ApiKeyToken, InvitationToken, RefreshToken},
};
use secrecy::ExposeSecret;
use std::str::FromStr;

/// The longest secret that is looked at, in bytes.
const LONGEST: usize = 256;

/// Reads a secret; what is no secret must be refused as such.
fn read<T: FromStr<Err = Error>>(data: &[u8]) -> Option<(T, &str)> {
    let text = std::str::from_utf8(data).ok()?;
    match text.parse() {
        Ok(secret) => {
            assert!(text.len() <= LONGEST, "a text of {} bytes was looked at", text.len());
            Some((secret, text))
        }
        Err(Error::Unauthenticated { .. } | Error::Invalid { .. } | Error::NotFound { .. }) => None,
        Err(error) => panic!("a stranger's text is no fault of ours: {error:?}"),
    }
}

/// A secret is its text, and names what its text names.
fn says(text: &str, kept: &str, named: &[&str]) {
    assert_eq!(text, kept);
    let parts: Vec<&str> = text.split('.').collect();
    assert_eq!(parts[1..=named.len()], *named, "the secret names other things than its text");
}

/// Refresh tokens.
pub(crate) fn refresh_token_is_read_or_refused(data: &[u8]) {
    let Some((token, text)) = read::<RefreshToken>(data) else { return };
    let named = [token.tenant().as_str(), token.user().as_str(), token.session().as_str()];
    says(text, token.text().expose_secret(), &named);
}

/// API keys.
pub(crate) fn api_key_is_read_or_refused(data: &[u8]) {
    let Some((key, text)) = read::<ApiKeyToken>(data) else { return };
    says(text, key.text().expose_secret(), &[key.tenant().as_str(), key.user().as_str(), key.key().as_str()]);
}

/// Invitations.
pub(crate) fn invitation_is_read_or_refused(data: &[u8]) {
    let Some((invitation, text)) = read::<InvitationToken>(data) else { return };
    says(text, invitation.text().expose_secret(), &[invitation.tenant().as_str(), invitation.user().as_str()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_right() {
        assert!(read::<RefreshToken>(include_bytes!("../corpus/refresh-token/whole")).is_some());
        assert!(read::<ApiKeyToken>(include_bytes!("../corpus/api-key/whole")).is_some());
        assert!(read::<InvitationToken>(include_bytes!("../corpus/invitation/whole")).is_some());
    }
}
