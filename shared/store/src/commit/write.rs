//! Changes in the words of the SDK.

use crate::{
    expression::{Expression, if_any},
    item::{Item, key_attributes},
    keys::Key,
    transaction::{Change, Write, outbox_item},
};
use aws_sdk_dynamodb::{
    error::BuildError,
    types::{ConditionCheck, Delete, Put, TransactWriteItem, Update},
};
use pantheon_core::{Error, Result, event::Event};

/// Builds one change of a transaction.
pub(super) fn change(table: &str, change: &Change) -> Result<TransactWriteItem> {
    let condition = change.condition.clone();
    let write = match &change.write {
        Write::Put(item) => put(table, item, condition),
        Write::Delete(key) => delete(table, key, condition),
        Write::Update(key, expression) => update(table, key, expression.clone(), condition),
        Write::Check(key) => check(table, key, condition),
    };
    write.map_err(Error::internal)
}

/// Builds the row of the outbox that an event waits in.
pub(super) fn announcement(table: &str, event: &Event) -> Result<TransactWriteItem> {
    put(table, &outbox_item(event)?, None).map_err(Error::internal)
}

/// Takes an optional condition apart: DynamoDB refuses empty texts and maps.
fn parts(condition: Option<Expression>) -> (Option<String>, Expression) {
    let condition = condition.unwrap_or_default();
    ((!condition.text.is_empty()).then(|| condition.text.clone()), condition)
}

fn put(table: &str, item: &Item, condition: Option<Expression>) -> Result<TransactWriteItem, BuildError> {
    let (text, Expression { names, values, .. }) = parts(condition);
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(item.attributes.clone()))
        .set_condition_expression(text)
        .set_expression_attribute_names(if_any(names))
        .set_expression_attribute_values(if_any(values));
    Ok(TransactWriteItem::builder().put(put.build()?).build())
}

fn delete(table: &str, key: &Key, condition: Option<Expression>) -> Result<TransactWriteItem, BuildError> {
    let (text, Expression { names, values, .. }) = parts(condition);
    let delete = Delete::builder()
        .table_name(table)
        .set_key(Some(key_attributes(key)))
        .set_condition_expression(text)
        .set_expression_attribute_names(if_any(names))
        .set_expression_attribute_values(if_any(values));
    Ok(TransactWriteItem::builder().delete(delete.build()?).build())
}

fn update(
    table: &str,
    key: &Key,
    update: Expression,
    condition: Option<Expression>,
) -> Result<TransactWriteItem, BuildError> {
    let (text, condition) = parts(condition);
    let Expression { text: update, names, values } = update.sharing(condition);
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key_attributes(key)))
        .update_expression(update)
        .set_condition_expression(text)
        .set_expression_attribute_names(if_any(names))
        .set_expression_attribute_values(if_any(values));
    Ok(TransactWriteItem::builder().update(update.build()?).build())
}

fn check(table: &str, key: &Key, condition: Option<Expression>) -> Result<TransactWriteItem, BuildError> {
    let (text, Expression { names, values, .. }) = parts(condition);
    let check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(key_attributes(key)))
        .set_condition_expression(text)
        .set_expression_attribute_names(if_any(names))
        .set_expression_attribute_values(if_any(values));
    Ok(TransactWriteItem::builder().condition_check(check.build()?).build())
}
