//! Lists in pages.

use crate::{Error, Result};

/// How many items a page holds at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageSize(u16);

impl PageSize {
    /// The size of a page when nobody asks for another.
    pub const DEFAULT: Self = Self(50);
    /// The largest page; larger wishes are cut to it.
    pub const LARGEST: Self = Self(1_000);

    /// Takes a wish: zero and negative sizes are refused, too large ones are cut.
    pub fn of(wish: i64) -> Result<Self> {
        match u16::try_from(wish) {
            Ok(0) => Err(Error::invalid("page_size", "must be at least 1")),
            Ok(size) => Ok(Self(size.min(Self::LARGEST.0))),
            Err(_) if wish < 0 => Err(Error::invalid("page_size", "must be at least 1")),
            Err(_) => Ok(Self::LARGEST),
        }
    }

    /// Returns the number of items.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// Where a page ends, in the words of the store; callers see it only inside a signed cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position(pub String);

/// Which page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most.
    pub size: PageSize,
    /// The end of the page before, or `None` for the first page.
    pub after: Option<Position>,
}

impl PageRequest {
    /// Asks for the first page of the given size.
    pub fn first(size: PageSize) -> Self {
        Self { size, after: None }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// Where this page ends, or `None` if the list ends with it.
    pub next: Option<Position>,
}

impl<T> Page<T> {
    /// Turns each item into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}
