//! Open sockets, what they listen to, and the numbers of the events that they were sent.
//!
//! A socket has one item of its own, one under each topic and one under its owner, so that
//! broadcasting an event reads only the partitions of the topics that cover its subject, and closing
//! the sockets of a user reads only those.

#[cfg(test)]
mod tests;

use crate::{
    Consistency, Item, Key, Partition, Query, Row, Store, Transaction,
    failure::failure,
    item::{key_attributes, number, row, text},
    retry::Backoff,
};
use async_trait::async_trait;
use aws_sdk_dynamodb::{
    operation::put_item::PutItemError,
    types::{ReturnValue, ReturnValuesOnConditionCheckFailure},
};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::try_join_all;
use pantheon_core::{
    Caller, Credential, Error, Result,
    command::Version,
    id::{EventId, TenantId, UserId},
    permission::Permission,
    socket::{Listener, OpenSocket, Sequences, Socket, SocketId, Sockets, Topic},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How long the number of an event is kept: SQS keeps no message longer.
const NUMBERED: TimeDelta = TimeDelta::days(14);

#[derive(Debug, Serialize, Deserialize)]
struct SocketRow {
    version: Version,
    user_id: UserId,
    credential: Credential,
    permissions: Vec<Permission>,
    topics: Vec<Topic>,
    /// Milliseconds since 1970.
    connected_at: i64,
}

impl Row for SocketRow {
    const ENTITY: &'static str = "socket";
}

impl SocketRow {
    fn of(socket: &Socket) -> Self {
        let Socket { id: _, version, caller, topics, connected_at } = socket;
        Self {
            version: *version,
            user_id: caller.user.clone(),
            credential: caller.credential.clone(),
            permissions: caller.permissions.iter().copied().collect(),
            topics: topics.iter().cloned().collect(),
            connected_at: connected_at.timestamp_millis(),
        }
    }

    fn socket(self, tenant: &TenantId, id: &SocketId) -> Socket {
        let Self { version, user_id, credential, permissions, topics, connected_at } = self;
        let caller =
            Caller { tenant: tenant.clone(), user: user_id, credential, permissions: BTreeSet::from_iter(permissions) };
        Socket {
            id: id.clone(),
            version,
            caller,
            topics: BTreeSet::from_iter(topics),
            connected_at: DateTime::from_timestamp_millis(connected_at).unwrap_or_default(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct ListenerRow {
    socket_id: String,
    permissions: Vec<Permission>,
    /// Milliseconds since 1970.
    expires_at: i64,
}

impl Row for ListenerRow {
    const ENTITY: &'static str = "listener";
}

#[derive(Debug, Serialize, Deserialize)]
struct OwnerRow {
    socket_id: String,
    user_id: UserId,
    credential: Credential,
    /// Milliseconds since 1970.
    expires_at: i64,
}

impl Row for OwnerRow {
    const ENTITY: &'static str = "socket owner";
}

impl TryFrom<OwnerRow> for OpenSocket {
    type Error = Error;

    fn try_from(OwnerRow { socket_id, user_id, credential, expires_at: _ }: OwnerRow) -> Result<Self> {
        Ok(Self { id: socket_id.parse()?, user: user_id, credential })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct NumberRow {
    number: u64,
}

impl Row for NumberRow {
    const ENTITY: &'static str = "sequence_number";
}

fn socket_key(tenant: &TenantId, id: &SocketId) -> Key {
    Key::of_tenant(tenant, &["SOCKET", id.as_str()], &[])
}

fn topic_partition(tenant: &TenantId, topic: &Topic) -> Partition {
    Partition::of_tenant(tenant, &["TOPIC", topic.as_str()])
}

fn listener_key(tenant: &TenantId, topic: &Topic, id: &SocketId) -> Key {
    topic_partition(tenant, topic).key(&[id.as_str()])
}

fn owners_of(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SOCKETS"])
}

fn owner_key(Socket { id, caller, .. }: &Socket) -> Key {
    owners_of(&caller.tenant).key(&[caller.user.as_str(), id.as_str()])
}

fn owner_item(socket: &Socket) -> Result<Item> {
    let row = OwnerRow {
        socket_id: socket.id.to_string(),
        user_id: socket.caller.user.clone(),
        credential: socket.caller.credential.clone(),
        expires_at: socket.expires_at().timestamp_millis(),
    };
    Ok(Item::of(owner_key(socket), &row)?.expiring(socket.expires_at()))
}

fn socket_item(socket: &Socket) -> Result<Item> {
    let key = socket_key(&socket.caller.tenant, &socket.id);
    Ok(Item::of(key, &SocketRow::of(socket))?.expiring(socket.expires_at()))
}

fn listener_item(socket: &Socket, topic: &Topic) -> Result<Item> {
    let row = ListenerRow {
        socket_id: socket.id.to_string(),
        permissions: socket.caller.permissions.iter().copied().collect(),
        expires_at: socket.expires_at().timestamp_millis(),
    };
    Ok(Item::of(listener_key(&socket.caller.tenant, topic, &socket.id), &row)?.expiring(socket.expires_at()))
}

#[async_trait]
impl Sockets for Store {
    async fn open_socket(&self, socket: &Socket) -> Result<()> {
        let opening = Transaction::new().put(socket_item(socket)?).put(owner_item(socket)?);
        let opening = socket
            .topics
            .iter()
            .try_fold(opening, |opening, topic| Ok::<_, Error>(opening.put(listener_item(socket, topic)?)));
        self.transact(opening?).await
    }

    async fn socket(&self, tenant: &TenantId, id: &SocketId) -> Result<Option<Socket>> {
        let found: Option<SocketRow> = self.get(&socket_key(tenant, id), Consistency::Strong).await?;
        Ok(found.map(|row| row.socket(tenant, id)))
    }

    async fn listen(&self, socket: &Socket, topic: &Topic) -> Result<()> {
        let change = Transaction::new().put_version(socket_item(socket)?)?.put(listener_item(socket, topic)?);
        self.transact(change).await
    }

    async fn stop_listening(&self, socket: &Socket, topic: &Topic) -> Result<()> {
        let listener = listener_key(&socket.caller.tenant, topic, &socket.id);
        self.transact(Transaction::new().put_version(socket_item(socket)?)?.delete(listener)).await
    }

    async fn close_socket(&self, tenant: &TenantId, id: &SocketId) -> Result<()> {
        let mut backoff = Backoff::default();
        while let Some(socket) = self.socket(tenant, id).await? {
            match self.transact(closing(&socket)).await {
                // A subscription came in between and would have stayed behind.
                Err(Error::PreconditionFailed { .. }) if backoff.pause().await => {}
                outcome => return outcome,
            }
        }
        Ok(())
    }

    async fn open_sockets(
        &self,
        tenant: &TenantId,
        user: Option<&UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<OpenSocket>> {
        let of_user: Vec<&str> = user.map(UserId::as_str).into_iter().collect();
        let list = Query::of(&owners_of(tenant)).beginning(&of_user).consistent();
        let rows = self.query_all::<OwnerRow>(&list).await?;
        let open = rows.into_iter().filter(|row| row.expires_at > now.timestamp_millis());
        open.map(OpenSocket::try_from).collect()
    }

    async fn listeners(&self, tenant: &TenantId, topics: &[Topic], now: DateTime<Utc>) -> Result<Vec<Listener>> {
        let lists = topics.iter().map(|topic| Query::of(&topic_partition(tenant, topic)).consistent());
        let lists: Vec<Query> = lists.collect();
        let read = try_join_all(lists.iter().map(|list| self.query_all::<ListenerRow>(list))).await?;
        let open = read.into_iter().flatten().filter(|row| row.expires_at > now.timestamp_millis());
        let listeners = open.map(|ListenerRow { socket_id, permissions, expires_at: _ }| {
            let id: SocketId = socket_id.parse()?;
            Ok((id.clone(), Listener { id, permissions: BTreeSet::from_iter(permissions) }))
        });
        let listeners: BTreeMap<SocketId, Listener> = listeners.collect::<Result<_>>()?;
        Ok(listeners.into_values().collect())
    }
}

fn closing(socket: &Socket) -> Transaction {
    let tenant = &socket.caller.tenant;
    let own = socket_key(tenant, &socket.id);
    let closing = Transaction::new().delete_version::<SocketRow>(own, socket.version).delete(owner_key(socket));
    socket.topics.iter().fold(closing, |closing, topic| closing.delete(listener_key(tenant, topic, &socket.id)))
}

fn sequence_partition(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SEQUENCE"])
}

#[async_trait]
impl Sequences for Store {
    async fn sequence(&self, tenant: &TenantId, event: &EventId, now: DateTime<Utc>) -> Result<u64> {
        let key = sequence_partition(tenant).key(&["EVENT", event.as_str()]);
        if let Some(NumberRow { number }) = self.get(&key, Consistency::Strong).await? {
            return Ok(number);
        }
        // Two steps and no transaction: events of one tenant come in bursts, and a transaction on
        // the counter would collide with all of them. A number that is drawn in vain is a gap.
        let number = self.draw_number(tenant).await?;
        let item = Item::of(key, &NumberRow { number })?.expiring(now + NUMBERED);
        Ok(self.keep_number(item).await?.unwrap_or(number))
    }
}

impl Store {
    async fn draw_number(&self, tenant: &TenantId) -> Result<u64> {
        let answer = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_attributes(&sequence_partition(tenant).key(&["COUNTER"]))))
            .update_expression("SET #entity = :entity, #schema = :schema ADD #number :one")
            .expression_attribute_names("#entity", "entity")
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_names("#number", "number")
            .expression_attribute_values(":entity", text(NumberRow::ENTITY))
            .expression_attribute_values(":schema", number(NumberRow::SCHEMA))
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::AllNew);
        let answer = answer.send().await.map_err(failure)?;
        let NumberRow { number } = row(answer.attributes.unwrap_or_default())?;
        Ok(number)
    }

    /// Keeps the number of an event, or returns the one that another delivery has kept before.
    async fn keep_number(&self, item: Item) -> Result<Option<u64>> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item.attributes))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = put.send().await else { return Ok(None) };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(refused)) if refused.item().is_some() => {
                let NumberRow { number } = row(refused.item().cloned().unwrap_or_default())?;
                Ok(Some(number))
            }
            _ => Err(failure(error)),
        }
    }
}
