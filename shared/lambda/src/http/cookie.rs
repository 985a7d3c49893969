//! Answers to a browser: where it goes next, and what it keeps.

use super::Answer;
use chrono::TimeDelta;
use std::fmt;

/// A cookie that scripts cannot read, that travels over TLS alone, and that other sites send back
/// only when a person follows a link or a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: &'static str,
    value: String,
    path: &'static str,
    lifetime: TimeDelta,
}

impl Cookie {
    /// Keeps a value for a while, for the paths that begin with `path`.
    ///
    /// Only characters that need no quoting survive in the value, as those of base64url do.
    pub fn new(name: &'static str, value: &str, path: &'static str, lifetime: TimeDelta) -> Self {
        let value = value.chars().filter(|sign| sign.is_ascii_graphic() && !"\",;\\".contains(*sign)).collect();
        Self { name, value, path, lifetime }
    }

    /// Removes the cookie of this name and path.
    pub fn removed(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "", path, TimeDelta::zero())
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
        let Self { name, value, path, lifetime } = self;
        let seconds = lifetime.num_seconds();
        write!(formatter, "{name}={value}; Path={path}; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
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
