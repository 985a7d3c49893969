//! Documents of types that nobody here knows: whatever can be read from their properties alone.
//!
//! Which lists are in no order, and which properties move by themselves, is not known of such a
//! type; the lists stay as AWS gives them.

use super::withholding::withheld;
use crate::{
    arn,
    document::{Document, neighbor, tags},
};
use pantheon_core::{
    aws::{ResourceType, TypeName},
    collect::Scope,
    resource::ResourceId,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the identifiers of the network begin with, whatever property they stand in.
const NETWORK: &[(&str, TypeName)] = &[
    ("sg-", TypeName::new("AWS::EC2::SecurityGroup")),
    ("subnet-", TypeName::new("AWS::EC2::Subnet")),
    ("vpc-", TypeName::new("AWS::EC2::VPC")),
];

/// Makes the document of a resource, without what may be a secret.
pub(super) fn document(scope: &Scope, resource_type: &ResourceType, identifier: &str, properties: Value) -> Document {
    let mut properties = properties;
    let tags = properties.as_object_mut().and_then(take_tags).unwrap_or_default();
    let properties = withheld(properties);
    let kind = resource_type.as_str().rsplit("::").next().unwrap_or_default();
    let own = |suffix: &str| {
        let named = properties[suffix].as_str().or_else(|| properties[format!("{kind}{suffix}")].as_str());
        named.map(ToOwned::to_owned)
    };
    let (name, arn, needed) = (own("Name"), own("Arn"), needed(scope, &properties));
    Document::new(resource_type.clone(), scope, identifier)
        .arn(arn.as_deref().or_else(|| identifier.starts_with("arn:").then_some(identifier)))
        .name(name.as_deref())
        .tags(tags)
        .needs(needed)
        .properties(properties)
}

/// Takes the tags out of the properties, where they are either a list or a map.
fn take_tags(properties: &mut Map<String, Value>) -> Option<BTreeMap<String, String>> {
    let given = properties.remove("Tags")?;
    Some(match &given {
        Value::Array(pairs) => tags(pairs.iter().map(|pair| (pair["Key"].as_str(), pair["Value"].as_str()))),
        Value::Object(entries) => tags(entries.iter().map(|(key, value)| (key.as_str(), value.as_str()))),
        _ => BTreeMap::new(),
    })
}

/// Names the resources whose names or identifiers stand anywhere in the properties.
fn needed(scope: &Scope, properties: &Value) -> Vec<ResourceId> {
    let mut found = Vec::new();
    visit(properties, &mut |text| found.extend(arn::resource(text).or_else(|| in_network(scope, text))));
    // A pattern names nothing in particular.
    found.retain(|id| !id.native_id.contains(['*', '?']));
    found
}

fn in_network(scope: &Scope, text: &str) -> Option<ResourceId> {
    let hexadecimal = |rest: &str| (8..=17).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (_, resource_type) = NETWORK.iter().find(|(prefix, _)| text.strip_prefix(prefix).is_some_and(hexadecimal))?;
    Some(neighbor(scope, *resource_type, text))
}

fn visit(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| visit(item, see)),
        Value::Object(entries) => entries.values().for_each(|entry| visit(entry, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;
    use serde_json::json;

    fn of(properties: Value) -> Value {
        let resource_type = "AWS::KinesisFirehose::DeliveryStream".parse().unwrap();
        let (found, _) = document(&scope("cloudcontrol"), &resource_type, "clicks", properties).finish();
        json!(found)
    }

    #[test]
    fn finds_names_tags_and_edges_in_properties_of_any_type() {
        let properties = json!({
            "DeliveryStreamName": "clicks",
            "Arn": "arn:aws:firehose:eu-west-1:111111111111:deliverystream/clicks",
            "Tags": [{"Key": "env", "Value": "prod"}],
            "Destination": {
                "RoleARN": "arn:aws:iam::111111111111:role/firehose",
                "Pattern": "arn:aws:dynamodb:eu-west-1:111111111111:table/*",
                "SubnetIds": ["subnet-0123456789abcdef0"],
                "Text": "sg-and other words",
            },
        });

        let document = of(properties);

        assert_eq!(document["name"], "clicks");
        assert_eq!(document["arn"], "arn:aws:firehose:eu-west-1:111111111111:deliverystream/clicks");
        assert_eq!(document["tags"], json!({"env": "prod"}));
        assert_eq!(document["properties"].get("Tags"), None);
        assert_eq!(
            document["dependencies"],
            json!([
                "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-0123456789abcdef0",
                "111111111111:global:AWS.IAM.Role:firehose",
            ])
        );
    }

    #[test]
    fn takes_tags_as_a_map_and_properties_without_any() {
        assert_eq!(of(json!({"Tags": {"env": "prod"}}))["tags"], json!({"env": "prod"}));
        assert_eq!(of(json!({}))["tags"], json!({}));
    }
}
