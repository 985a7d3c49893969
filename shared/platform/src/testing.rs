//! A stand-in for AWS that the tests of the adapters talk to.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use std::sync::Mutex;
use wiremock::{MockServer, Request, Respond, ResponseTemplate};

/// Configures clients for the server.
pub(crate) fn sdk(server: &MockServer) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(server.uri())
        .build()
}

/// Answers one request after the other; where the script ends, with 404.
pub(crate) struct Scripted(Mutex<std::vec::IntoIter<ResponseTemplate>>);

impl Scripted {
    /// Gives these answers, in this order.
    pub(crate) fn new(answers: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self(Mutex::new(answers.into_iter().collect::<Vec<_>>().into_iter()))
    }
}

impl Respond for Scripted {
    fn respond(&self, _request: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().next().unwrap_or_else(|| ResponseTemplate::new(404))
    }
}
