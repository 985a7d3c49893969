//! What differs between two documents, for people to read.

use serde::Serialize;
use serde_json::{Map, Value};

/// One place where two documents differ.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// Where, as a JSON pointer (RFC 6901).
    pub path: String,
    /// What was there; left out where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub before: Option<Value>,
    /// What is there; left out where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub after: Option<Value>,
}

/// Lists the places where two documents differ, in the order of their paths.
///
/// A list is one place: most lists of AWS are sets in some order, and what came or went says more
/// beside the whole list than under the numbers of its members.
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare(String::new(), before, after, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn compare(path: String, before: &Value, after: &Value, found: &mut Vec<Change>) {
    match (before, after) {
        (before, after) if before == after => {}
        (Value::Object(before), Value::Object(after)) => compare_members(&path, before, after, found),
        (before, after) => found.push(Change { path, before: Some(before.clone()), after: Some(after.clone()) }),
    }
}

fn compare_members(path: &str, before: &Map<String, Value>, after: &Map<String, Value>, found: &mut Vec<Change>) {
    for (name, was) in before {
        let path = format!("{path}/{}", escape(name));
        match after.get(name) {
            Some(is) => compare(path, was, is, found),
            None => found.push(Change { path, before: Some(was.clone()), after: None }),
        }
    }
    let added = after.iter().filter(|(name, _)| !before.contains_key(*name));
    found.extend(added.map(|(name, is)| Change {
        path: format!("{path}/{}", escape(name)),
        before: None,
        after: Some(is.clone()),
    }));
}

/// Writes the name of a member as a part of a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_map, prelude::*};
    use serde_json::json;

    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0_u8..3).prop_map(Value::from),
            prop::collection::vec(0_u8..3, 0..3).prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            btree_map("[ab/~]{0,2}", inner, 0..4).prop_map(|members| Value::Object(members.into_iter().collect()))
        })
    }

    proptest! {
        #[test]
        fn there_are_none_only_between_equals(before in document(), after in document()) {
            prop_assert_eq!(changes(&before, &after).is_empty(), before == after);
        }

        #[test]
        fn each_says_what_stands_at_its_path(before in document(), after in document()) {
            for change in changes(&before, &after) {
                prop_assert_eq!(before.pointer(&change.path), change.before.as_ref());
                prop_assert_eq!(after.pointer(&change.path), change.after.as_ref());
                prop_assert_ne!(change.before, change.after);
            }
        }

        #[test]
        fn backwards_they_are_the_same_places(before in document(), after in document()) {
            let paths = |changes: Vec<Change>| changes.into_iter().map(|change| change.path).collect::<Vec<_>>();

            prop_assert_eq!(paths(changes(&before, &after)), paths(changes(&after, &before)));
        }
    }

    #[test]
    fn takes_a_list_as_one_place() {
        let before = json!({ "tags": { "a/b": "1", "kept": "x" }, "groups": ["sg-1", "sg-2"] });
        let after = json!({ "tags": { "kept": "x" }, "groups": ["sg-2"], "size": 2 });

        let found = changes(&before, &after);

        let paths: Vec<_> = found.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["/groups", "/size", "/tags/a~1b"]);
        assert_eq!(found[0].after, Some(json!(["sg-2"])));
        assert_eq!(serde_json::to_value(&found[1]).unwrap(), json!({ "path": "/size", "after": 2 }));
    }
}
