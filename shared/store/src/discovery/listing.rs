//! Lists of resources: which keys to read, and what to leave out of what was read.

use super::{inventory, inventory_by_type};
use crate::{Expression, Query};
use pantheon_core::{
    Error, Result,
    aws::{AccountId, Region, ResourceType},
    id::TenantId,
    scan::{ResourceFilter, ResourceSort},
};
use serde::Serialize;

/// Builds the list that a filter asks for.
///
/// As much of the filter as the keys allow is a condition on them; the rest is looked at item by
/// item. Resources of one type have the same order in the table and in the index.
pub(super) fn list(tenant: &TenantId, filter: &ResourceFilter) -> Result<Query> {
    let account = filter.account_id.as_ref().map(AccountId::as_str);
    let region = filter.region.as_ref().map(Region::as_str);
    let resource_type = filter.resource_type.as_ref().map(ResourceType::as_str);

    let table = Query::of(&inventory(tenant));
    let index = Query::index(&inventory_by_type(tenant));
    let query = match (account, region, resource_type, filter.sort) {
        (Some(account), Some(region), Some(resource_type), _) => table.beginning(&[account, region, resource_type]),
        (Some(account), None, Some(resource_type), _) => index.beginning(&[resource_type, account]),
        (None, _, Some(resource_type), _) => index.beginning(&[resource_type]),
        (Some(account), Some(region), None, ResourceSort::Account) => table.beginning(&[account, region]),
        (Some(account), None, None, ResourceSort::Account) => table.beginning(&[account]),
        (None, _, None, ResourceSort::Account) => table,
        (_, _, None, ResourceSort::ResourceType) => index,
    };
    Ok(query.descending(filter.descending).only(condition(filter)?))
}

fn condition(filter: &ResourceFilter) -> Result<Expression> {
    let ResourceFilter { account_id, region, resource_type: _, state, owner_agent, tag, sort: _, descending: _ } =
        filter;
    let mut condition = match state {
        // What is gone is listed only where somebody looks for it.
        Some(state) => equal("state", state)?,
        None => Expression::new("attribute_not_exists(#removed_at)").name("#removed_at", "removed_at"),
    };
    if let Some(account_id) = account_id {
        condition = condition.and(equal("account_id", account_id)?);
    }
    if let Some(region) = region {
        condition = condition.and(equal("region", region)?);
    }
    if let Some(owner_agent) = owner_agent {
        condition = condition.and(equal("owner_agent", owner_agent)?);
    }
    match tag {
        Some((key, Some(value))) => {
            let tagged = Expression::new("#tags.#tag = :tag").name("#tags", "tags").name("#tag", key);
            condition = condition.and(tagged.text(":tag", value));
        }
        Some((key, None)) => {
            let tagged = Expression::new("attribute_exists(#tags.#tag)").name("#tags", "tags").name("#tag", key);
            condition = condition.and(tagged);
        }
        None => {}
    }
    Ok(condition)
}

fn equal(attribute: &str, value: &impl Serialize) -> Result<Expression> {
    let (name, placeholder) = (format!("#{attribute}"), format!(":{attribute}"));
    let value = serde_dynamo::to_attribute_value(value).map_err(Error::internal)?;
    Ok(Expression::new(format!("{name} = {placeholder}")).name(&name, attribute).value(&placeholder, value))
}
