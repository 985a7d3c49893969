//! The client that carries requests out.

use crate::{
    resolver::{Guard, Inside},
    target::{self, Exceptions, Target},
};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    outbound::{Answer, Outbound, Request},
};
use reqwest::{ClientBuilder, Response, Url, header::CONTENT_TYPE, redirect::Policy, tls};
use secrecy::{ExposeSecret, SecretString};
use std::{sync::OnceLock, time::Duration};

/// How long a connection may take to be made, the name's resolution included.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a request may take, to the last byte of the answer.
const TOTAL: Duration = Duration::from_secs(5);
/// The largest answer that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// Sends requests to hosts on the internet, and to exceptions.
pub struct Client {
    exceptions: Exceptions,
    guard: Guard,
    // Made at the first request: reading the certificates takes time that most starts can save.
    guarded: OnceLock<reqwest::Client>,
    excepted: OnceLock<reqwest::Client>,
}

impl Client {
    /// Makes a client that goes to the internet and to these origins, wherever they are.
    pub fn new(exceptions: &[&str]) -> Result<Self> {
        Self::resolving(Guard::of_system(), exceptions)
    }

    fn resolving(guard: Guard, exceptions: &[&str]) -> Result<Self> {
        let exceptions = Exceptions::of(exceptions)?;
        Ok(Self { exceptions, guard, guarded: OnceLock::new(), excepted: OnceLock::new() })
    }

    /// Chooses the client for a URL.
    fn door(&self, url: &str) -> Result<(&reqwest::Client, Url)> {
        match target::check(url, &self.exceptions)? {
            Target::Guarded(url) => {
                let builder = || plain().https_only(true).dns_resolver(self.guard.clone());
                Ok((made(&self.guarded, builder)?, url))
            }
            Target::Excepted(url) => Ok((made(&self.excepted, plain)?, url)),
        }
    }

    async fn exchange(&self, request: &Request) -> Result<Answer> {
        let (client, url) = self.door(&request.url)?;
        let mut builder = match &request.body {
            Some(body) => client.post(url).body(body.expose_secret().to_owned()),
            None => client.get(url),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, sensitive(value)?);
        }
        let fails = |error: reqwest::Error| failure(request.service, error);
        let response = builder.send().await.map_err(fails)?;
        let status = response.status().as_u16();
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.map(str::to_owned);
        Ok(Answer { status, content_type, body: body(request.service, response).await? })
    }
}

/// Begins a client that keeps to itself: no redirects, no proxy, no connection kept for later.
///
/// A connection that is kept would be a broken one by the time a sleeping function wakes up.
fn plain() -> ClientBuilder {
    ClientBuilder::new()
        .user_agent("pantheon")
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        .pool_max_idle_per_host(0)
        .tls_version_min(tls::Version::TLS_1_2)
}

fn made(cell: &OnceLock<reqwest::Client>, builder: impl FnOnce() -> ClientBuilder) -> Result<&reqwest::Client> {
    if let Some(client) = cell.get() {
        return Ok(client);
    }
    let client = builder().build().map_err(Error::internal)?;
    Ok(cell.get_or_init(|| client))
}

fn sensitive(value: &SecretString) -> Result<reqwest::header::HeaderValue> {
    let value = reqwest::header::HeaderValue::from_str(value.expose_secret());
    let mut value = value.map_err(|_| Error::internal("a header of a request holds signs that HTTP does not allow"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Reads the body as far as it may go.
async fn body(service: &'static str, mut response: Response) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(service, error))? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Error::unavailable(service, format!("it answered more than {LARGEST} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Tells a target that is refused from one that does not answer.
fn failure(service: &'static str, error: reqwest::Error) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(known) = cause {
        if known.is::<Inside>() {
            return target::refused();
        }
        cause = known.source();
    }
    Error::unavailable(service, error)
}

#[async_trait]
impl Outbound for Client {
    async fn send(&self, request: Request) -> Result<Answer> {
        let answer = self.exchange(&request).await;
        match &answer {
            Ok(answer) => tracing::info!(service = request.service, status = answer.status, "a request went out"),
            Err(error) => tracing::warn!(
                service = request.service,
                error = error as &dyn std::error::Error,
                "a request did not get out, or no answer came back"
            ),
        }
        answer
    }
}

#[cfg(test)]
mod tests;
