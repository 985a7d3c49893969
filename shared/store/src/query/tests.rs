use super::*;
use crate::{Item, Key, local};
use pantheon_core::page::PageSize;
use pantheon_testing::tenant;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    name: String,
    text: String,
}

impl Row for Note {
    const ENTITY: &'static str = "note";
}

fn notes() -> Partition {
    Partition::of_tenant(&tenant(), &["NOTES"])
}

fn note(sort: &[&str], text: &str) -> Item {
    Item::of(notes().key(sort), &Note { name: sort.join(" "), text: text.to_owned() }).unwrap()
}

async fn names(store: &Store, query: &Query) -> Vec<String> {
    let rows: Vec<Note> = store.query_all(query).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

fn page(size: i64, after: Option<Position>) -> PageRequest {
    PageRequest { size: PageSize::of(size).unwrap(), after }
}

#[tokio::test]
async fn takes_whole_parts_for_a_beginning() {
    let store = local::store().await;
    let keys: [&[&str]; 6] = [&["a", "1"], &["a", "2"], &["ab", "1"], &["a"], &["a#", "1"], &["b", "1"]];
    store.put_all(keys.iter().map(|sort| note(sort, "")).collect()).await.unwrap();

    assert_eq!(names(&store, &Query::of(&notes()).beginning(&["a"])).await, ["a 1", "a 2"]);
    assert_eq!(names(&store, &Query::of(&notes()).beginning(&["a"]).descending(true)).await, ["a 2", "a 1"]);
    assert_eq!(names(&store, &Query::of(&notes()).beginning(&[])).await.len(), 6);
    assert_eq!(names(&store, &Query::of(&notes()).from(&["a", "2"]).consistent()).await, ["a 2", "ab 1", "b 1"]);
    let other = Partition::of_tenant(&tenant(), &["NOTE"]);
    assert_eq!(names(&store, &Query::of(&other)).await, Vec::<String>::new());
}

#[tokio::test]
async fn fills_pages_beyond_what_one_read_returns() {
    let store = local::store().await;
    // Together 3 MB; one read returns 1 MB.
    let large = "x".repeat(100_000);
    let items = (0..30).map(|number| note(&[&format!("{number:02}")], &large)).collect();
    store.put_all(items).await.unwrap();

    let first: Page<Note> = store.query(&Query::of(&notes()), &page(25, None)).await.unwrap();
    let second: Page<Note> = store.query(&Query::of(&notes()), &page(25, first.next)).await.unwrap();

    assert_eq!((first.items.len(), second.items.len(), second.next), (25, 5, None));
    assert_eq!(names(&store, &Query::of(&notes())).await.len(), 30);
}

#[tokio::test]
async fn pages_through_the_index() {
    let store = local::store().await;
    let index = Partition::of_tenant(&tenant(), &["NOTES", "ALL"]);
    // All at the same place of the index, so that only the table's own key tells them apart.
    let items = ["a", "b", "c"].map(|name| note(&[name], "").indexed(&index.key(&["same"])));
    store.put_all(items.to_vec()).await.unwrap();
    store.put_all(vec![note(&["not indexed"], "")]).await.unwrap();

    let mut found = Vec::new();
    let mut after = None;
    loop {
        let read: Page<Note> = store.query(&Query::index(&index), &page(1, after)).await.unwrap();
        found.extend(read.items.into_iter().map(|row| row.name));
        after = read.next;
        if after.is_none() {
            break;
        }
    }

    found.sort();
    assert_eq!(found, ["a", "b", "c"]);
}

#[tokio::test]
async fn ends_a_page_although_a_filter_leaves_nothing() {
    let store = local::store().await;
    let items = (0..40).map(|number| note(&[&format!("{number:02}")], &"x".repeat(60_000)));
    store.put_all(items.collect()).await.unwrap();
    let filter = |name: &str| Expression::new("#name = :name").name("#name", "name").text(":name", name);

    let last: Page<Note> = store.query(&Query::of(&notes()).only(filter("39")), &page(1, None)).await.unwrap();
    let none: Page<Note> = store.query(&Query::of(&notes()).only(filter("x")), &page(1, None)).await.unwrap();

    assert_eq!((last.items.len(), last.next), (1, None));
    assert_eq!((none.items.len(), none.next), (0, None));
}

#[tokio::test]
async fn never_leaves_the_partition_of_the_query() {
    let store = local::store().await;
    let secret = Key::of_tenant(&pantheon_testing::stranger(), &["NOTES"], &["a"]);
    let theirs = Note { name: "theirs".to_owned(), text: String::new() };
    store.put_all(vec![Item::of(secret, &theirs).unwrap(), note(&["b"], "")]).await.unwrap();

    let forged = Position("[\"\"]".to_owned());
    let read = store.query::<Note>(&Query::of(&notes()), &page(9, Some(forged))).await;
    assert!(read.is_err());
    let forged = Position("[\"a\"]".to_owned());
    let read: Page<Note> = store.query(&Query::of(&notes()), &page(9, Some(forged))).await.unwrap();

    assert_eq!(read.items.into_iter().map(|row| row.name).collect::<Vec<_>>(), ["b"]);
}
