//! Glue: databases of the catalog, the jobs that fill them and the crawlers that describe them.
//!
//! The lists say everything but the tags, which are asked for one by one.

mod crawler;
mod database;
mod job;

use crate::{
    arn,
    document::{Document, built_arn, neighbor, tags},
    door::Door,
    listing::read_or_note,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_glue::Client;
use pantheon_core::{
    aws::{Region, TypeName},
    collect::{Collector, Listing, Scope},
    id::TenantId,
    resource::ResourceId,
};
use std::time::Duration;

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["EntityNotFoundException"];

const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const CONNECTION: TypeName = TypeName::new("AWS::Glue::Connection");
const ROLE: TypeName = TypeName::new("AWS::IAM::Role");
const SECURITY_CONFIGURATION: TypeName = TypeName::new("AWS::Glue::SecurityConfiguration");

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![database, job, crawler];

/// Reads Glue.
pub struct Glue<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Glue<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the tags of a resource, such as `job/nightly`.
async fn read_tags(client: &Client, resource: &str, mut document: Document) -> Document {
    let arn = built_arn(document.scope(), "glue", resource);
    let answer = client.get_tags().resource_arn(arn).send().await;
    match read_or_note(&mut document, "Tags", "glue:GetTags", GONE, answer).and_then(|answer| answer.tags) {
        Some(given) => document.tags(tags(given.iter().map(|(key, value)| (key.as_str(), value.as_str())))),
        None => document,
    }
}

/// Returns a role, which Glue names by its ARN or by its path and name.
fn role(scope: &Scope, role: Option<&str>) -> Option<ResourceId> {
    let role = role?;
    if role.starts_with("arn:") {
        return arn::resource(role);
    }
    let mut id = neighbor(scope, ROLE, role.rsplit('/').next()?);
    id.region = Region::global();
    Some(id)
}

/// Returns the bucket of a path such as `s3://bucket/prefix`, which is most often in the same region.
fn bucket(scope: &Scope, path: &str) -> Option<ResourceId> {
    let name = path.strip_prefix("s3://")?.split('/').next()?;
    Some(neighbor(scope, BUCKET, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;

    #[test]
    fn knows_a_role_however_it_is_named() {
        let expected = "111111111111:global:AWS.IAM.Role:etl";
        for named in ["arn:aws:iam::111111111111:role/service-role/etl", "service-role/etl", "etl"] {
            assert_eq!(role(&scope("glue"), Some(named)).unwrap().to_string(), expected, "{named}");
        }
        assert_eq!(role(&scope("glue"), None), None);
    }

    #[test]
    fn finds_the_bucket_of_a_path() {
        let found = |path| bucket(&scope("glue"), path).map(|id| id.native_id);

        assert_eq!(found("s3://lake/raw/").as_deref(), Some("lake"));
        assert_eq!((found("hdfs://lake"), found("lake")), (None, None));
    }
}
