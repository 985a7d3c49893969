//! Where the Internet comes in.

use crate::resource::Resource;
use serde_json::Value;

/// Tells whether strangers on the Internet can reach a resource, as far as its own document says.
///
/// Whether a security group or a policy then turns them away is the business of checks.
pub fn faces_internet(resource: &Resource) -> bool {
    let properties = &resource.properties;
    match resource.id.resource_type.as_str() {
        "AWS::CloudFront::Distribution" | "AWS::EC2::InternetGateway" | "AWS::Cognito::UserPool" => true,
        "AWS::ApiGateway::RestApi" => !has(&properties["EndpointConfiguration"]["Types"], "PRIVATE"),
        "AWS::ApiGatewayV2::Api" => properties["DisableExecuteApiEndpoint"] != Value::Bool(true),
        "AWS::ElasticLoadBalancing::LoadBalancer" | "AWS::ElasticLoadBalancingV2::LoadBalancer" => {
            properties["Scheme"] == "internet-facing"
        }
        "AWS::EC2::EIP" => properties["PublicIp"].is_string() && !resource.dependencies.is_empty(),
        "AWS::EC2::Instance" => properties["PublicIpAddress"].is_string(),
        "AWS::Lambda::Function" => properties["FunctionUrlConfig"]["AuthType"] == "NONE",
        "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" | "AWS::Redshift::Cluster" => {
            properties["PubliclyAccessible"] == Value::Bool(true)
        }
        "AWS::EKS::Cluster" => properties["ResourcesVpcConfig"]["EndpointPublicAccess"] == Value::Bool(true),
        "AWS::OpenSearchService::Domain" => properties["VPCOptions"].is_null(),
        _ => false,
    }
}

fn has(list: &Value, wanted: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|value| value == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples::resource;
    use serde_json::json;

    #[test]
    fn reads_the_document() {
        let cases = [
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", json!({"Scheme": "internet-facing"}), true),
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", json!({"Scheme": "internal"}), false),
            ("AWS::RDS::DBInstance", json!({"PubliclyAccessible": true}), true),
            ("AWS::RDS::DBInstance", json!({}), false),
            ("AWS::ApiGateway::RestApi", json!({"EndpointConfiguration": {"Types": ["PRIVATE"]}}), false),
            ("AWS::ApiGateway::RestApi", json!({}), true),
            ("AWS::EC2::Instance", json!({"PublicIpAddress": "203.0.113.9"}), true),
            ("AWS::EC2::EIP", json!({"PublicIp": "203.0.113.9"}), false),
            ("AWS::EC2::Volume", json!({"PubliclyAccessible": true}), false),
        ];
        for (resource_type, properties, expected) in cases {
            let document = crate::resource::Resource { properties, ..resource(resource_type, "x", &[]) };
            assert_eq!(faces_internet(&document), expected, "{resource_type} {}", document.properties);
        }
    }
}
