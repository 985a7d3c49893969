//! Somebody else's hosts, as tests make them up.

use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    outbound::{Answer, Outbound, Request},
};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// Hosts that answer what a test told them to, and remember who asked; every other host is down.
#[derive(Debug, Default)]
pub struct FakeOutbound {
    answers: Mutex<BTreeMap<String, Answer>>,
    sent: Mutex<Vec<Sent>>,
}

/// A request that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Where it went.
    pub url: String,
    /// Its headers, by names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body, if it was a `POST`.
    pub body: Option<String>,
}

impl FakeOutbound {
    /// Answers requests to the URL with JSON from now on.
    pub fn put(&self, url: &str, status: u16, body: &Value) {
        let content_type = Some("application/json".to_owned());
        let answer = Answer { status, content_type, body: body.to_string().into_bytes() };
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned(), answer);
    }

    /// Lets the host be down from now on.
    pub fn take_down(&self, url: &str) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).remove(url);
    }

    /// Returns what was sent to the URL, in order.
    pub fn sent_to(&self, url: &str) -> Vec<Sent> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().filter(|sent| sent.url == url).cloned().collect()
    }
}

#[async_trait]
impl Outbound for FakeOutbound {
    async fn send(&self, request: Request) -> Result<Answer> {
        let text = |secret: &secrecy::SecretString| secret.expose_secret().to_owned();
        let sent = Sent {
            url: request.url.clone(),
            headers: request.headers.iter().map(|(name, value)| ((*name).to_owned(), text(value))).collect(),
            body: request.body.as_ref().map(text),
        };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&request.url).cloned();
        answer.ok_or_else(|| Error::unavailable(request.service, "nobody answers there"))
    }
}
