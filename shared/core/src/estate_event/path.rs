//! Paths to identifiers in what an event says, such as `response.instancesSet.items[].instanceId`.
//!
//! A step is the name of a field, or `name[]` for each item of a list. After the steps may stand one
//! filter: `|last` keeps what is behind the last slash, `|name` what is behind the last colon.

use serde_json::Value;
use std::collections::BTreeSet;

/// The longest identifier that is believed; AWS has none of this length.
const LONGEST: usize = 2_048;

/// Finds every identifier at the end of a path.
pub fn find(said: &Value, path: &str) -> BTreeSet<String> {
    let (steps, filter) = path.split_once('|').unwrap_or((path, ""));
    let mut found = vec![said];
    for step in steps.split('.') {
        found = match step.strip_suffix("[]") {
            Some(name) => found.iter().flat_map(|value| value[name].as_array().into_iter().flatten()).collect(),
            None => found.iter().map(|value| &value[step]).collect(),
        };
    }
    let texts = found.into_iter().filter_map(Value::as_str).map(|text| filtered(text, filter));
    texts.filter(|text| (1..=LONGEST).contains(&text.len())).map(ToOwned::to_owned).collect()
}

fn filtered<'a>(text: &'a str, filter: &str) -> &'a str {
    match filter {
        "last" => text.rsplit('/').next().unwrap_or(text),
        "name" => text.rsplit(':').next().unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn found(said: &Value, path: &str) -> Vec<String> {
        find(said, path).into_iter().collect()
    }

    #[test]
    fn follows_fields_and_lists() {
        let said = json!({"request": {"items": [{"id": "i-2"}, {"id": "i-1"}, {"name": "x"}], "one": "arn:aws:x:y/z"}});

        assert_eq!(found(&said, "request.items[].id"), ["i-1", "i-2"]);
        assert_eq!(found(&said, "request.one|last"), ["z"]);
        assert_eq!(found(&said, "request.one|name"), ["y/z"]);
        assert_eq!(found(&said, "request.items.id"), [""; 0]);
        assert_eq!(found(&said, "response.items[].id"), [""; 0]);
    }

    #[test]
    fn takes_the_items_of_a_list_of_texts() {
        assert_eq!(found(&json!({"resources": ["a", 1, "b"]}), "resources[]"), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn takes_whatever_is_said(text in ".{0,60}", path in "[a-z.\\[\\]|]{0,20}") {
            let said = serde_json::from_str(&text).unwrap_or(Value::String(text));

            prop_assert!(find(&said, &path).iter().all(|found| !found.is_empty()));
        }
    }
}
