//! Many items at once, without conditions.

use crate::{
    Item, Key, Row, Store,
    failure::{SERVICE, failure},
    item::{Attributes, key_attributes, row},
    retry::Backoff,
};
use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{Error, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many items DynamoDB writes in one call.
const WRITTEN_AT_ONCE: usize = 25;
/// How many items DynamoDB reads in one call.
const READ_AT_ONCE: usize = 100;
/// How many calls are under way at once.
const CALLS_AT_ONCE: usize = 4;

impl Store {
    /// Puts items whatever was there; of several with the same key, the last one stays.
    ///
    /// Not a transaction: after a failure, some items may be there and others not.
    pub async fn put_all(&self, items: Vec<Item>) -> Result<()> {
        let items: BTreeMap<Key, Attributes> = items.into_iter().map(|item| (item.key, item.attributes)).collect();
        let puts = items.into_values().map(|item| {
            let put = PutRequest::builder().set_item(Some(item)).build().map_err(Error::internal)?;
            Ok(WriteRequest::builder().put_request(put).build())
        });
        self.write_all(puts.collect::<Result<_>>()?).await
    }

    /// Deletes items, whether they are there or not.
    pub async fn delete_all(&self, keys: Vec<Key>) -> Result<()> {
        let keys: BTreeSet<Key> = keys.into_iter().collect();
        let deletes = keys.iter().map(|key| {
            let delete = DeleteRequest::builder().set_key(Some(key_attributes(key))).build();
            Ok(WriteRequest::builder().delete_request(delete.map_err(Error::internal)?).build())
        });
        self.write_all(deletes.collect::<Result<_>>()?).await
    }

    /// Returns the rows that are there, in no order, as of every write that was answered before.
    pub async fn get_all<R: Row>(&self, keys: Vec<Key>) -> Result<Vec<R>> {
        let keys: Vec<Key> = keys.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let calls = keys.chunks(READ_AT_ONCE).map(|chunk| chunk.iter().map(key_attributes).collect::<Vec<_>>());
        let calls: Vec<_> = calls.collect();
        let read = stream::iter(calls).map(|chunk| self.read_chunk(chunk)).buffer_unordered(CALLS_AT_ONCE);
        let items: Vec<Vec<Attributes>> = read.try_collect().await?;
        items.into_iter().flatten().map(row).collect()
    }

    async fn write_all(&self, writes: Vec<WriteRequest>) -> Result<()> {
        let chunks: Vec<Vec<WriteRequest>> = writes.chunks(WRITTEN_AT_ONCE).map(<[_]>::to_vec).collect();
        let calls = stream::iter(chunks).map(|chunk| self.write_chunk(chunk)).buffer_unordered(CALLS_AT_ONCE);
        calls.try_collect().await
    }

    async fn write_chunk(&self, mut chunk: Vec<WriteRequest>) -> Result<()> {
        let mut backoff = Backoff::default();
        loop {
            let call = self.client.batch_write_item().request_items(&self.table, chunk);
            let answer = call.send().await.map_err(failure)?;
            chunk = answer.unprocessed_items.and_then(|mut left| left.remove(&self.table)).unwrap_or_default();
            if chunk.is_empty() {
                return Ok(());
            }
            if !backoff.pause().await {
                return Err(Error::unavailable(SERVICE, "items were left unwritten"));
            }
        }
    }

    async fn read_chunk(&self, mut keys: Vec<Attributes>) -> Result<Vec<Attributes>> {
        let mut backoff = Backoff::default();
        let mut found = Vec::new();
        loop {
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
            let wanted = HashMap::from([(self.table.clone(), wanted.map_err(Error::internal)?)]);
            let answer = self.client.batch_get_item().set_request_items(Some(wanted)).send().await.map_err(failure)?;
            found.extend(answer.responses.and_then(|mut read| read.remove(&self.table)).unwrap_or_default());
            keys = answer
                .unprocessed_keys
                .and_then(|mut left| left.remove(&self.table))
                .map(|left| left.keys)
                .unwrap_or_default();
            if keys.is_empty() {
                return Ok(found);
            }
            if !backoff.pause().await {
                return Err(Error::unavailable(SERVICE, "items were left unread"));
            }
        }
    }
}
