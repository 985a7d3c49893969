//! Listings: all resources of one type, page after page, and what could not be seen of them.

use crate::{document::Document, sieve};
use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use futures::stream::{self, StreamExt};
use pantheon_aws::{cut, gap_of};
use pantheon_core::{
    aws::{ResourceType, TypeName},
    collect::{Found, Gap, GapReason, Listing},
};
use std::{collections::BTreeMap, error::Error as StdError};

/// How many calls about single resources of one type are under way at once.
pub(crate) const CALLS_AT_ONCE: usize = 8;

/// The items of a paged operation.
pub(crate) type Pages<T, E> = PaginationStream<Result<T, SdkError<E, HttpResponse>>>;

/// A listing in the making.
#[derive(Debug)]
pub(crate) struct Lister {
    resource_type: ResourceType,
    found: Vec<Found>,
    gaps: Vec<Gap>,
}

impl Lister {
    /// Begins a listing of one type.
    pub(crate) fn new(resource_type: impl Into<ResourceType>) -> Self {
        Self { resource_type: resource_type.into(), found: Vec::new(), gaps: Vec::new() }
    }

    /// Takes a document; one without an identifier is an answer that we do not understand.
    pub(crate) fn take(&mut self, operation: &str, document: Option<Document>) {
        let Some((found, gaps)) = document.map(Document::finish).filter(|(found, _)| !found.native_id.is_empty())
        else {
            return self.miss(Gap {
                operation: operation.to_owned(),
                reason: GapReason::Failed,
                detail: "AWS listed something without an identifier".to_owned(),
            });
        };
        // Within a shard, a document goes straight to the inventory, or is forgotten.
        self.found.extend(sieve::sift(found));
        self.gaps.extend(gaps);
    }

    /// Takes documents of one answer.
    pub(crate) fn take_all(&mut self, operation: &str, documents: impl IntoIterator<Item = Option<Document>>) {
        for document in documents {
            self.take(operation, document);
        }
    }

    /// Notes what could not be seen, if anything.
    pub(crate) fn miss_all(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        self.gaps.extend(gaps);
    }

    /// Notes what could not be seen.
    pub(crate) fn miss(&mut self, gap: Gap) {
        self.gaps.push(gap);
    }

    /// Returns the listing; what was missed in the same way many times is told once.
    pub(crate) fn done(mut self) -> Listing {
        self.found.sort_by(|one, other| (&one.region, &one.native_id).cmp(&(&other.region, &other.native_id)));
        Listing { resource_type: self.resource_type, found: self.found, gaps: summed(self.gaps) }
    }
}

/// Tells each kind of gap once, in the words of the first and with the number of all.
pub(crate) fn summed(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut kinds: BTreeMap<(String, GapReason), Vec<String>> = BTreeMap::new();
    for gap in gaps {
        kinds.entry((gap.operation, gap.reason)).or_default().push(gap.detail);
    }
    let told = kinds.into_iter().map(|((operation, reason), mut details)| {
        details.sort();
        let detail = match &details[..] {
            [only] => only.clone(),
            all => cut(&format!("{} times, such as: {}", all.len(), all[0])),
        };
        Gap { operation, reason, detail }
    });
    told.collect()
}

/// Lists a type whose pages say everything about it.
pub(crate) async fn list_pages<T, E>(
    resource_type: TypeName,
    operation: &str,
    mut pages: Pages<T, E>,
    document: impl Fn(T) -> Option<Document>,
) -> Listing
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    let mut lister = Lister::new(resource_type);
    while let Some(item) = pages.next().await {
        match item {
            Ok(item) => lister.take(operation, document(item)),
            Err(error) => lister.miss(gap_of(operation, &error)),
        }
    }
    lister.done()
}

/// Reads the pages of an operation; what was read before a failure is kept.
pub(crate) async fn read_pages<T, E>(operation: &str, mut pages: Pages<T, E>) -> (Vec<T>, Option<Gap>)
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) => return (items, Some(gap_of(operation, &error))),
        }
    }
    (items, None)
}

/// Reads the pages of an operation for which the SDK has no pages; `ask` takes the token of a page.
///
/// An error code in `absent` is AWS's way of saying that there is nothing to read.
pub(crate) async fn read_by_token<T, E, F>(
    operation: &str,
    absent: &[&str],
    ask: impl Fn(Option<String>) -> F,
) -> (Vec<T>, Option<Gap>)
where
    E: ProvideErrorMetadata + StdError + 'static,
    F: Future<Output = Result<(Option<Vec<T>>, Option<String>), SdkError<E, HttpResponse>>>,
{
    let mut items = Vec::new();
    let mut token = None;
    loop {
        match ask(token).await {
            Ok((page, next)) => {
                items.extend(page.unwrap_or_default());
                token = next;
            }
            Err(error) if is_one_of(&error, absent) => return (items, None),
            Err(error) => return (items, Some(gap_of(operation, &error))),
        }
        if token.is_none() {
            return (items, None);
        }
    }
}

/// Reads pages out of which the SDK does not take the items; what was read before a failure is kept.
pub(crate) async fn read_whole_pages<P, T, E>(
    operation: &str,
    mut pages: Pages<P, E>,
    items: impl Fn(P) -> Option<Vec<T>>,
) -> (Vec<T>, Option<Gap>)
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => all.extend(items(page).unwrap_or_default()),
            Err(error) => return (all, Some(gap_of(operation, &error))),
        }
    }
    (all, None)
}

/// Lists a type of which every single resource has to be asked for, a few at a time.
///
/// `read` returns `None` for what was deleted since it was listed.
pub(crate) async fn list_each<T, F>(
    resource_type: TypeName,
    operation: &str,
    (items, gap): (Vec<T>, Option<Gap>),
    read: impl Fn(T) -> F,
) -> Listing
where
    F: Future<Output = Option<Document>>,
{
    let mut lister = Lister::new(resource_type);
    let mut documents = stream::iter(items).map(read).buffer_unordered(CALLS_AT_ONCE);
    while let Some(document) = documents.next().await {
        if document.is_some() {
            lister.take(operation, document);
        }
    }
    lister.miss_all(gap);
    lister.done()
}

/// Keeps only the resources with these identifiers.
pub(crate) fn narrowed(mut listing: Listing, ids: &[String]) -> Listing {
    listing.found.retain(|found| ids.contains(&found.native_id));
    listing
}

/// Takes an answer, or notes the property that it would have filled as unread.
///
/// An error code in `absent` is AWS's way of saying that there is nothing to read.
pub(crate) fn read_or_note<T, E>(
    document: &mut Document,
    property: &'static str,
    operation: &str,
    absent: &[&str],
    answer: Result<T, SdkError<E, HttpResponse>>,
) -> Option<T>
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    match answer {
        Ok(answer) => Some(answer),
        Err(error) => {
            if !is_one_of(&error, absent) {
                document.unread(property, gap_of(operation, &error));
            }
            None
        }
    }
}

/// Tells whether AWS answered with one of these error codes.
pub(crate) fn is_one_of<E>(error: &SdkError<E, HttpResponse>, codes: &[&str]) -> bool
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    error.as_service_error().and_then(ProvideErrorMetadata::code).is_some_and(|code| codes.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_aws::Patience;
    use pantheon_core::budget::{Allowance, QUOTAS, USUAL_SHARE};
    use std::time::Duration;

    fn gap(operation: &str, detail: &str) -> Gap {
        Gap { operation: operation.into(), reason: GapReason::Denied, detail: detail.into() }
    }

    #[test]
    fn every_quota_lets_all_calls_at_once_have_their_turn_in_time() {
        for quota in QUOTAS {
            let operation = quota.operations.first().copied().unwrap_or("Any");
            let pause = Duration::from_secs_f64(1.0 / Allowance::of(quota.service, operation, USUAL_SHARE).per_second);
            let longest = pause * u32::try_from(CALLS_AT_ONCE).unwrap();
            assert!(longest <= Patience::default().turn, "{quota:?}: {longest:?}");
        }
    }

    #[test]
    fn tells_a_thousand_equal_gaps_once() {
        let mut gaps: Vec<_> =
            (0..1_000).map(|number| gap("s3:GetBucketPolicy", &format!("bucket {number:04}"))).collect();
        gaps.push(gap("s3:GetBucketAcl", "no"));

        let told = summed(gaps);

        assert_eq!(told, [gap("s3:GetBucketAcl", "no"), gap("s3:GetBucketPolicy", "1000 times, such as: bucket 0000")]);
    }
}
