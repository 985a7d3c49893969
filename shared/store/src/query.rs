//! Lists: the items of one partition in order, in pages.

#[cfg(test)]
mod tests;

use crate::{
    Store,
    expression::{Expression, if_any},
    failure::failure,
    item::{self, Attributes, Row, text},
    keys::{Partition, join},
    store::Consistency,
};
use aws_sdk_dynamodb::types::AttributeValue;
use pantheon_core::{
    Error, Result,
    page::{Page, PageRequest, Position},
};

/// How many items one read of a filtered list looks at most.
const LOOKED_AT: usize = 1_000;
/// After how many reads a page ends, full or not.
const READS_PER_PAGE: usize = 20;

/// Which items are wanted, and in which order.
#[derive(Clone, Debug)]
pub struct Query {
    partition: String,
    index: bool,
    sort: Sort,
    descending: bool,
    consistency: Consistency,
    filter: Option<Expression>,
}

#[derive(Clone, Debug)]
enum Sort {
    All,
    Prefix(String),
    From(String),
}

impl Query {
    /// Lists a partition of the table.
    pub fn of(partition: &Partition) -> Self {
        Self {
            partition: partition.as_str().to_owned(),
            index: false,
            sort: Sort::All,
            descending: false,
            consistency: Consistency::Eventual,
            filter: None,
        }
    }

    /// Lists a partition of the index; the index always lags behind a little.
    pub fn index(partition: &Partition) -> Self {
        Self { index: true, ..Self::of(partition) }
    }

    /// Keeps only the items whose sort key begins with these parts; at least one more must follow.
    #[must_use]
    pub fn beginning(mut self, parts: &[&str]) -> Self {
        self.sort = if parts.is_empty() { Sort::All } else { Sort::Prefix(format!("{}#", join(parts))) };
        self
    }

    /// Keeps only the items whose sort key is these parts or comes after them.
    #[must_use]
    pub fn from(mut self, parts: &[&str]) -> Self {
        self.sort = Sort::From(join(parts));
        self
    }

    /// Turns the order round.
    #[must_use]
    pub fn descending(mut self, descending: bool) -> Self {
        self.descending = descending;
        self
    }

    /// Sees every write that was answered before; not possible in the index.
    #[must_use]
    pub fn consistent(mut self) -> Self {
        self.consistency = Consistency::Strong;
        self
    }

    /// Keeps only the items for which the expression holds.
    #[must_use]
    pub fn only(mut self, filter: Expression) -> Self {
        self.filter = Some(filter);
        self
    }

    fn condition(&self) -> Expression {
        let (partition, sort) = if self.index { ("gsi1pk", "gsi1sk") } else { ("pk", "sk") };
        let within = Expression::new("#partition = :partition")
            .name("#partition", partition)
            .text(":partition", &self.partition);
        match &self.sort {
            Sort::All => within,
            Sort::Prefix(prefix) => {
                within.and(Expression::new("begins_with(#sort, :sort)").name("#sort", sort).text(":sort", prefix))
            }
            Sort::From(from) => within.and(Expression::new("#sort >= :sort").name("#sort", sort).text(":sort", from)),
        }
    }

    /// Says where an item stands in this list.
    fn position(&self, item: &Attributes) -> Position {
        let names: &[&str] = if self.index { &["gsi1sk", "pk", "sk"] } else { &["sk"] };
        let parts: Vec<&str> =
            names.iter().filter_map(|name| item.get(*name)?.as_s().ok().map(String::as_str)).collect();
        Position(serde_json::Value::from(parts).to_string())
    }

    /// Reads a position back; the partition always comes from the query itself.
    fn start(&self, position: &Position) -> Result<Attributes> {
        let refused = || Error::invalid("cursor", "is not a cursor of this list");
        let parts: Vec<String> = serde_json::from_str(&position.0).map_err(|_| refused())?;
        match (self.index, &parts[..]) {
            (false, [sort]) => Ok(attributes(&[("pk", &self.partition), ("sk", sort)])),
            (true, [index_sort, partition, sort]) => {
                Ok(attributes(&[("gsi1pk", &self.partition), ("gsi1sk", index_sort), ("pk", partition), ("sk", sort)]))
            }
            _ => Err(refused()),
        }
    }
}

fn attributes(parts: &[(&str, &str)]) -> Attributes {
    parts.iter().map(|(name, value)| ((*name).to_owned(), text(*value))).collect()
}

struct Read {
    items: Vec<Attributes>,
    last: Option<Attributes>,
}

impl Store {
    /// Lists the rows of one page.
    ///
    /// A page is shorter than asked for only at the end of the list, or where a filter leaves so
    /// little that the page would take too long to fill; `next` is there whenever more may follow.
    pub async fn query<R: Row>(&self, query: &Query, request: &PageRequest) -> Result<Page<R>> {
        let wanted = request.size.get();
        let mut start = request.after.as_ref().map(|position| query.start(position)).transpose()?;
        let mut found: Vec<Attributes> = Vec::new();
        // One more than wanted tells whether anything follows.
        let mut limit = wanted + 1;
        for _ in 0..READS_PER_PAGE {
            let read = self.read(query, start.take(), Some(limit)).await?;
            found.extend(read.items);
            start = read.last;
            if found.len() > wanted || start.is_none() {
                break;
            }
            // The more the filter throws away, the more the next read looks at.
            limit = (limit * 2).min(LOOKED_AT);
        }
        let next = if found.len() > wanted {
            found.truncate(wanted);
            found.last().map(|item| query.position(item))
        } else {
            start.map(|last| query.position(&last))
        };
        let items = found.into_iter().map(item::row).collect::<Result<_>>()?;
        Ok(Page { items, next })
    }

    /// Lists all rows, however many reads that takes; only for lists that are bounded by nature.
    pub async fn query_all<R: Row>(&self, query: &Query) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        let mut start = None;
        loop {
            let read = self.read(query, start, None).await?;
            for item in read.items {
                rows.push(item::row(item)?);
            }
            start = read.last;
            if start.is_none() {
                return Ok(rows);
            }
        }
    }

    async fn read(&self, query: &Query, start: Option<Attributes>, limit: Option<usize>) -> Result<Read> {
        let condition = query.condition();
        let filter = query.filter.clone();
        let filter_text = filter.as_ref().map(|filter| filter.text.clone());
        let condition = condition.sharing(filter.unwrap_or_default());
        let read = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(query.index.then(|| "gsi1".to_owned()))
            .key_condition_expression(condition.text)
            .set_filter_expression(filter_text)
            .set_expression_attribute_names(if_any(condition.names))
            .set_expression_attribute_values(if_any::<AttributeValue>(condition.values))
            .scan_index_forward(!query.descending)
            .consistent_read(query.consistency == Consistency::Strong)
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .set_exclusive_start_key(start);
        let answer = read.send().await.map_err(failure)?;
        Ok(Read { items: answer.items.unwrap_or_default(), last: answer.last_evaluated_key })
    }
}
