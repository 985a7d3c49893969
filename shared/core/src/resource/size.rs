//! How much of a resource is kept: an item of DynamoDB holds 400 KB, and tags, names and keys need
//! their share of it.
//!
//! What is cut leaves a mark in its place: `{"Truncated": {"Bytes": …, "Sha256": …}}` where a
//! property was, and `"Truncated": {"Dependencies": …}` beside the properties where edges were left
//! out. The digest is that of the JSON text, so a change of what was cut is still seen.

use super::ResourceId;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The most bytes of properties that are kept, as JSON text.
pub const LARGEST_PROPERTIES: usize = 220_000;
/// The most bytes of the names of dependencies that are kept.
pub const LARGEST_DEPENDENCIES: usize = 80_000;

/// Cuts dependencies and properties to what can be kept.
pub(super) fn fitting(dependencies: Vec<ResourceId>, properties: Value) -> (Vec<ResourceId>, Value) {
    let all = dependencies.len();
    let dependencies = first(dependencies);
    let mut properties = cut(properties);
    if dependencies.len() < all {
        let mark = json!({ "Dependencies": all });
        match &mut properties {
            Value::Object(members) => drop(members.insert("Truncated".to_owned(), mark)),
            _ => properties = json!({ "Truncated": mark }),
        }
    }
    (dependencies, properties)
}

/// Keeps as many of the first dependencies as fit.
fn first(mut dependencies: Vec<ResourceId>) -> Vec<ResourceId> {
    let mut bytes = 0;
    let fit = dependencies.iter().take_while(|id| {
        bytes += id.to_string().len();
        bytes <= LARGEST_DEPENDENCIES
    });
    let fit = fit.count();
    dependencies.truncate(fit);
    dependencies
}

/// Puts marks in the place of the largest properties until the rest fits.
fn cut(properties: Value) -> Value {
    let text = properties.to_string();
    let mut bytes = text.len();
    if bytes <= LARGEST_PROPERTIES {
        return properties;
    }
    let Value::Object(mut members) = properties else { return mark(&text) };
    for name in largest_first(&members) {
        let Some(value) = members.get_mut(&name) else { continue };
        let before = value.to_string();
        let marked = mark(&before);
        if bytes <= LARGEST_PROPERTIES || size(&marked) >= before.len() {
            break;
        }
        bytes = bytes - before.len() + size(&marked);
        *value = marked;
    }
    // Of very many small ones, marks would take more room than they do.
    if bytes <= LARGEST_PROPERTIES { Value::Object(members) } else { mark(&text) }
}

fn largest_first(members: &Map<String, Value>) -> Vec<String> {
    let mut sizes: Vec<(usize, &String)> = members.iter().map(|(name, value)| (size(value), name)).collect();
    sizes.sort_by(|one, other| other.cmp(one));
    sizes.into_iter().map(|(_, name)| name.clone()).collect()
}

fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// Makes the mark for a JSON text that is cut.
fn mark(text: &str) -> Value {
    json!({ "Truncated": { "Bytes": text.len(), "Sha256": hex::encode(Sha256::digest(text)) } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_map, prelude::*};

    fn id(number: usize) -> ResourceId {
        format!("111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-{number:017}").parse().unwrap()
    }

    #[test]
    fn keeps_what_fits_as_it_is() {
        let properties = json!({ "PolicyDocument": "x".repeat(LARGEST_PROPERTIES - 100), "Name": "a" });

        assert_eq!(fitting(vec![id(1)], properties.clone()), (vec![id(1)], properties));
    }

    #[test]
    fn cuts_the_largest_property_and_says_so() {
        let properties = |letter: &str| json!({ "Template": letter.repeat(300_000), "Name": "a" });

        let (_, cut) = fitting(Vec::new(), properties("x"));

        assert_eq!(cut["Name"], "a");
        assert_eq!(cut["Template"]["Truncated"]["Bytes"], 300_002);
        assert_ne!(cut, fitting(Vec::new(), properties("y")).1, "a change of what was cut is seen");
    }

    #[test]
    fn says_how_many_dependencies_there_were() {
        let (kept, properties) = fitting((0..5_000).map(id).collect(), json!({ "Name": "a" }));

        assert!(kept.len() < 5_000 && kept.len() > 1_000, "{}", kept.len());
        assert_eq!(properties, json!({ "Name": "a", "Truncated": { "Dependencies": 5_000 } }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn always_fits(sizes in btree_map("[a-z]{1,6}", 0_usize..150_000, 0..6), many in 0_usize..20_000) {
            let mut members: Map<String, Value> =
                sizes.into_iter().map(|(name, bytes)| (name, "x".repeat(bytes).into())).collect();
            members.extend((0..many).map(|number| (format!("Small{number}"), number.into())));

            let kept = cut(Value::Object(members.clone()));

            prop_assert!(size(&kept) <= LARGEST_PROPERTIES);
            prop_assert_eq!(kept == Value::Object(members.clone()), size(&Value::Object(members)) <= LARGEST_PROPERTIES);
        }
    }
}
