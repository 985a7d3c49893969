//! Buckets, from `ListBuckets` and one call for each thing that a bucket can be told.
//!
//! A bucket belongs to its own region, whatever the region of the shard that listed it.

use super::{Context, bucket_access, bucket_consumers, bucket_storage};
use crate::{
    document::{Document, partition, tags, when},
    listing::{is_one_of, list_each, read_or_note},
};
use aws_sdk_s3::{Client, types::Bucket};
use futures::stream::{self, StreamExt};
use pantheon_aws::{cut, gap_of};
use pantheon_core::{
    aws::{Region, TypeName},
    collect::{Gap, GapReason, Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::S3::Bucket");

const OPERATION: &str = "s3:ListBuckets";
const LOCATION: &str = "s3:GetBucketLocation";

/// What S3 answers about a bucket that was deleted since it was listed.
pub(super) const GONE: &str = "NoSuchBucket";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    documented(context, scope, buckets(context, None).await).await
}

pub(super) async fn named(context: &Context, scope: &Scope, names: &[String]) -> Listing {
    let (mut all, mut gaps) = (Vec::new(), None);
    for name in names {
        let (found, gap) = buckets(context, Some(name)).await;
        // The prefix may be that of other buckets as well.
        all.extend(found.into_iter().filter(|bucket| bucket.name() == Some(name)));
        gaps = gaps.or(gap);
    }
    documented(context, scope, (all, gaps)).await
}

async fn documented(context: &Context, scope: &Scope, (buckets, gap): (Vec<Bucket>, Option<Gap>)) -> Listing {
    let (located, lost) = locate(context, buckets).await;
    let located = (located, gap);
    let mut listing =
        list_each(TYPE, OPERATION, located, |(bucket, region)| read(context, scope, bucket, region)).await;
    listing.gaps.extend(lost);
    listing
}

/// Asking for pages is also what makes S3 say in which region each bucket is.
async fn buckets(context: &Context, name: Option<&String>) -> (Vec<Bucket>, Option<Gap>) {
    let request = context.client().list_buckets().set_prefix(name.cloned()).max_buckets(1_000);
    let mut pages = request.into_paginator().send();
    let mut buckets = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => buckets.extend(page.buckets.unwrap_or_default()),
            Err(error) => return (buckets, Some(gap_of(OPERATION, &error))),
        }
    }
    (buckets, None)
}

/// Finds the region of each bucket; one whose region cannot be found has no place in the inventory.
async fn locate(context: &Context, buckets: Vec<Bucket>) -> (Vec<(Bucket, Region)>, Vec<Gap>) {
    let client = &context.client();
    let asked = buckets.into_iter().map(|bucket| async move {
        let region = match bucket.bucket_region() {
            Some(region) => Some(known(region)),
            None => ask(client, bucket.name().unwrap_or_default()).await,
        };
        region.map(|region| region.map(|region| (bucket, region)))
    });
    let mut answers = stream::iter(asked.collect::<Vec<_>>()).buffer_unordered(crate::listing::CALLS_AT_ONCE);
    let (mut located, mut lost) = (Vec::new(), Vec::new());
    while let Some(answer) = answers.next().await {
        match answer {
            Some(Ok(found)) => located.push(found),
            Some(Err(gap)) => lost.push(gap),
            None => {}
        }
    }
    (located, crate::listing::summed(lost))
}

/// Asks for the region of a bucket; `None` if the bucket is gone.
async fn ask(client: &Client, name: &str) -> Option<Result<Region, Gap>> {
    match client.get_bucket_location().bucket(name).send().await {
        // The oldest regions have names from before there were regions.
        Ok(answer) => Some(match answer.location_constraint().map(|place| place.as_str()) {
            None | Some("" | "US") => known("us-east-1"),
            Some("EU") => known("eu-west-1"),
            Some(region) => known(region),
        }),
        Err(error) if is_one_of(&error, &[GONE]) => None,
        Err(error) => Some(Err(gap_of(LOCATION, &error))),
    }
}

fn known(region: &str) -> Result<Region, Gap> {
    region.parse().map_err(|_| Gap {
        operation: LOCATION.to_owned(),
        reason: GapReason::Failed,
        detail: cut(&format!("{region} is no region that we know")),
    })
}

async fn read(context: &Context, scope: &Scope, bucket: Bucket, region: Region) -> Option<Document> {
    let name = bucket.name()?;
    let client = &context.client_in(&region);
    let arn = format!("arn:{}:s3:::{name}", partition(&region));
    let mut document = Document::new(TYPE, scope, name)
        .located_in(region)
        .arn(Some(&arn))
        .name(Some(name))
        .created_at(when(bucket.creation_date()))
        .properties(json!({"BucketName": name}));

    bucket_access::read(client, name, &mut document).await;
    bucket_storage::read(client, name, &mut document).await;
    bucket_consumers::read(client, name, &mut document).await;
    let answer = client.get_bucket_tagging().bucket(name).send().await;
    match read_or_note(&mut document, "Tags", "s3:GetBucketTagging", &["NoSuchTagSet", GONE], answer) {
        Some(answer) => Some(document.tags(tags(answer.tag_set().iter().map(|tag| (tag.key(), tag.value()))))),
        None => Some(document),
    }
}

#[cfg(test)]
mod tests;
