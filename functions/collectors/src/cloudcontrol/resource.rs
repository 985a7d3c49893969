//! Resources of one type, from `ListResources` and `GetResource`: many lists name a resource and
//! say nothing else of it.

use super::{document::document, is_global};
use crate::{
    document::Document,
    listing::{CALLS_AT_ONCE, Lister, is_one_of},
};
use aws_sdk_cloudcontrol::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    types::ResourceDescription,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use futures::stream::{self, StreamExt};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::{Region, ResourceType},
    collect::{Gap, GapReason, Listing, Scope},
};
use serde_json::{Value, json};
use std::error::Error as StdError;

const LIST: &str = "cloudformation:ListResources";
const GET: &str = "cloudformation:GetResource";

/// What Cloud Control answers about what was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// What it answers about a type that the region does not have, or nobody has.
const UNKNOWN: &[&str] = &["TypeNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope, wanted: ResourceType) -> Listing {
    let (named, gap) = all(client, &wanted).await;
    let mut lister = Lister::new(wanted.clone());
    lister.miss_all(gap);
    let read = |named| read(client, scope, &wanted, named);
    let mut documents = stream::iter(named).map(read).buffer_unordered(CALLS_AT_ONCE);
    while let Some(read) = documents.next().await {
        match read {
            Read::There(document) => lister.take(LIST, document.map(|document| *document)),
            Read::Gone => {}
        }
    }
    lister.done()
}

/// What became of looking at a resource.
enum Read {
    /// It is there, and named unless we do not understand the answer.
    There(Option<Box<Document>>),
    /// It was deleted since it was listed.
    Gone,
}

async fn all(client: &Client, wanted: &ResourceType) -> (Vec<ResourceDescription>, Option<Gap>) {
    let mut listed = Vec::new();
    let mut next = None;
    loop {
        let request = client.list_resources().type_name(wanted.as_str()).max_results(100).set_next_token(next);
        match request.send().await {
            Ok(page) => {
                listed.extend(page.resource_descriptions.unwrap_or_default());
                next = page.next_token;
            }
            Err(error) if is_one_of(&error, UNKNOWN) => return (listed, Some(unknown(wanted))),
            Err(error) => return (listed, Some(gap(LIST, wanted, &error))),
        }
        if next.is_none() {
            return (listed, None);
        }
    }
}

async fn read(client: &Client, scope: &Scope, wanted: &ResourceType, listed: ResourceDescription) -> Read {
    let Some(identifier) = listed.identifier() else { return Read::There(None) };
    let request = client.get_resource().type_name(wanted.as_str()).identifier(identifier);
    let (properties, missed) = match request.send().await {
        Ok(answer) => (properties(answer.resource_description()), None),
        Err(error) if is_one_of(&error, GONE) => return Read::Gone,
        Err(error) => (properties(Some(&listed)), Some(gap(GET, wanted, &error))),
    };
    let mut document = document(scope, wanted, identifier, properties);
    if is_global(wanted) {
        document = document.located_in(Region::global());
    }
    if let Some(gap) = missed {
        document.unread("GetResource", gap);
    }
    Read::There(Some(Box::new(document)))
}

fn properties(described: Option<&ResourceDescription>) -> Value {
    let text = described.and_then(|described| described.properties()).unwrap_or_default();
    serde_json::from_str(text).ok().filter(Value::is_object).unwrap_or_else(|| json!({}))
}

fn unknown(wanted: &ResourceType) -> Gap {
    Gap {
        operation: LIST.to_owned(),
        reason: GapReason::Skipped,
        detail: format!("this region has no type {wanted}: either its service is not offered here, or it is misspelt"),
    }
}

/// Says what a failed call means: what a service's own handler was told comes wrapped in codes of
/// Cloud Control, and only the words say what it was.
fn gap<E>(operation: &str, wanted: &ResourceType, error: &SdkError<E, HttpResponse>) -> Gap
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    let gap = gap_of(operation, error);
    let detail = pantheon_aws::cut(&format!("{wanted}: {}", gap.detail));
    let reason = if gap.reason == GapReason::Failed { reason_of_handler(&detail) } else { gap.reason };
    Gap { reason, detail, ..gap }
}

fn reason_of_handler(detail: &str) -> GapReason {
    let says = |words: &[&str]| words.iter().any(|word| detail.contains(word));
    if says(&["AccessDenied", "not authorized", "UnauthorizedOperation"]) {
        GapReason::Denied
    } else if says(&["Throttl", "Rate exceeded", "RequestLimitExceeded"]) {
        GapReason::Throttled
    } else {
        GapReason::Failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_handlers_were_told() {
        let cases = [
            (
                "GeneralServiceException: User: x is not authorized to perform: batch:DescribeJobQueues",
                GapReason::Denied,
            ),
            ("HandlerFailureException: AccessDenied", GapReason::Denied),
            ("GeneralServiceException: Rate exceeded", GapReason::Throttled),
            ("InvalidRequestException: Missing Or Invalid ResourceModel property", GapReason::Failed),
        ];
        for (detail, reason) in cases {
            assert_eq!(reason_of_handler(detail), reason, "{detail}");
        }
    }
}
