//! Reading a struct from a JSON object, and from nothing else.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use std::{fmt, marker::PhantomData};

/// Reads a field of a body from an object alone: a derived reader would take its members out of a
/// list as well. For `#[serde(deserialize_with = …)]`.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Members(PhantomData))
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Point {
        x: u8,
        y: u8,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Drawing {
        #[serde(deserialize_with = "object")]
        middle: Point,
    }

    #[test]
    fn takes_an_object_and_no_list() {
        let read = |middle| serde_json::from_value::<Drawing>(json!({ "middle": middle }));

        assert_eq!(read(json!({ "x": 1, "y": 2 })).unwrap().middle, Point { x: 1, y: 2 });
        for other in [json!([1, 2]), json!(null), json!("1, 2")] {
            assert!(read(other.clone()).is_err(), "{other}");
        }
    }
}
