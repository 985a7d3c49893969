//! Answers to a browser: where it goes next, and what it keeps.

use super::Answer;
use chrono::TimeDelta;
use std::fmt;

/// A cookie that scripts cannot read, that travels over TLS alone unless it is told otherwise, and
/// that other sites send back only when a person follows a link or a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: &'static str,
    value: String,
    path: &'static str,
    lifetime: TimeDelta,
    secure: bool,
}

impl Cookie {
    /// Keeps a value for a while, for the paths that begin with `path`.
    ///
    /// Only characters that need no quoting survive in the value, as those of base64url do.
    pub fn new(name: &'static str, value: &str, path: &'static str, lifetime: TimeDelta) -> Self {
        let value = value.chars().filter(|sign| sign.is_ascii_graphic() && !"\",;\\".contains(*sign)).collect();
        Self { name, value, path, lifetime, secure: true }
    }

    /// Removes the cookie of this name and path.
    pub fn removed(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "", path, TimeDelta::zero())
    }

    /// Lets the cookie travel without TLS, as where an API on this machine speaks plain HTTP.
    #[must_use]
    pub fn over_plain_http(self) -> Self {
        Self { secure: false, ..self }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Returns the value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for Cookie {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, path, lifetime, secure } = self;
        let (seconds, secure) = (lifetime.num_seconds(), if *secure { " Secure;" } else { "" });
        write!(formatter, "{name}={value}; Path={path}; Max-Age={seconds};{secure} HttpOnly; SameSite=Lax")
    }
}

/// An answer that sends the browser elsewhere, 303.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    location: String,
    cookies: Vec<Cookie>,
}

impl Redirect {
    /// Sends the browser to a URL, which has to be percent-encoded.
    pub fn to(location: impl Into<String>) -> Self {
        Self { location: location.into(), cookies: Vec::new() }
    }

    /// Sets a cookie.
    #[must_use]
    pub fn setting(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// Returns where the browser is sent.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Returns the cookies that are set.
    pub fn cookies(&self) -> &[Cookie] {
        &self.cookies
    }
}

impl From<Redirect> for Answer {
    fn from(Redirect { location, cookies }: Redirect) -> Self {
        Self::empty(303).with("location", location).setting(cookies)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use pantheon_core::Error;
    use serde_json::json;

    #[test]
    fn sends_a_browser_elsewhere_with_what_it_keeps() {
        let state = Cookie::new("state", "a-b_c", "/v1/auth", TimeDelta::minutes(10));
        let redirect = Redirect::to("https://accounts.example.com/?a=b").setting(state);

        let answer = Answer::from(redirect.setting(Cookie::removed("old", "/")));
        let payload = answer.into_payload(&fixture::context()).unwrap();

        assert_eq!((payload["statusCode"].as_u64(), payload["body"].as_str()), (Some(303), Some("")));
        assert_eq!(payload["headers"]["location"], "https://accounts.example.com/?a=b");
        assert_eq!(payload["headers"]["cache-control"], "no-store");
        let cookies = [
            "state=a-b_c; Path=/v1/auth; Max-Age=600; Secure; HttpOnly; SameSite=Lax",
            "old=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
        ];
        assert_eq!(payload["cookies"], json!(cookies));
    }

    #[test]
    fn lets_no_value_break_out_of_its_place() {
        let cookie = Cookie::new("state", "a; Domain=evil\r\n,\"b\\ é", "/", TimeDelta::seconds(1));
        assert_eq!(cookie.value(), "aDomain=evilb");

        let split = Answer::from(Redirect::to("https://example.com/\r\nset-cookie: a=b"));
        assert!(matches!(split.into_payload(&fixture::context()), Err(Error::Internal { .. })));
    }
}
