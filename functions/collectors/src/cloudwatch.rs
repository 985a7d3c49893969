//! CloudWatch: alarms on metrics, and alarms on alarms.
//!
//! Tags come in bulk, since an account has thousands of alarms.

mod alarm;
mod composite_alarm;
mod watched;

use crate::{
    arn,
    document::{Document, sorted},
    door::Door,
    listing::{Lister, read_whole_pages},
    sweep::{OneType, sweep, types, unseen},
    tagged::Tagged,
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_cloudwatch::{
    Client,
    types::{AlarmType, CompositeAlarm, MetricAlarm},
};
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
    resource::ResourceId,
};
use serde_json::Value;
use std::time::Duration;
use tokio::sync::OnceCell;

const OPERATION: &str = "cloudwatch:DescribeAlarms";

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![alarm, composite_alarm];

/// What the modules of this service share.
pub(crate) struct Context {
    session: SdkConfig,
    client: Client,
    tags: OnceCell<Tagged>,
}

impl Context {
    fn new(session: SdkConfig) -> Self {
        let client = Client::new(&session);
        Self { session, client, tags: OnceCell::new() }
    }

    async fn metric_alarms(&self) -> (Vec<MetricAlarm>, Option<Gap>) {
        let request = self.client.describe_alarms().alarm_types(AlarmType::MetricAlarm).max_records(100);
        read_whole_pages(OPERATION, request.into_paginator().send(), |page| page.metric_alarms).await
    }

    async fn composite_alarms(&self) -> (Vec<CompositeAlarm>, Option<Gap>) {
        let request = self.client.describe_alarms().alarm_types(AlarmType::CompositeAlarm).max_records(100);
        read_whole_pages(OPERATION, request.into_paginator().send(), |page| page.composite_alarms).await
    }

    async fn tags(&self) -> &Tagged {
        self.tags.get_or_init(|| Tagged::read(&self.session, "cloudwatch:alarm")).await
    }
}

/// Finishes a listing with the tags of its alarms.
async fn with_tags(
    context: &Context,
    mut lister: Lister,
    gap: Option<Gap>,
    documents: impl Iterator<Item = Option<(String, Document)>>,
) -> Listing {
    let tagged = context.tags().await;
    lister.take_all(OPERATION, documents.map(|made| made.map(|(arn, document)| tagged.put(document, &arn))));
    lister.miss_all(gap);
    lister.done()
}

/// The lists of what an alarm does, each in no order.
fn action_lists(alarm: &[String], ok: &[String], insufficient: &[String]) -> [(&'static str, Value); 3] {
    [("AlarmActions", sorted(alarm)), ("InsufficientDataActions", sorted(insufficient)), ("OKActions", sorted(ok))]
}

/// The topics, functions and policies that an alarm sets off.
fn set_off<'a>(actions: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = ResourceId> {
    actions.into_iter().filter_map(|action| arn::resource(action))
}

/// Reads CloudWatch.
pub struct CloudWatch<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for CloudWatch<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}
