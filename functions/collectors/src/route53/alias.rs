//! What an alias of a record stands for, where its name says enough.
//!
//! Network load balancers, websites of buckets, endpoints of networks and other records are named so
//! that they can be told from their address. Distributions and application load balancers are not:
//! their own documents say at which address they answer.

use crate::document::{built_arn, neighbor};
use aws_sdk_route53::types::ResourceRecordSet;
use pantheon_core::{
    aws::{Region, TypeName},
    collect::Scope,
    resource::ResourceId,
};

const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const ENDPOINT: TypeName = TypeName::new("AWS::EC2::VPCEndpoint");
const LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::LoadBalancer");

/// Names the target of an alias in a zone.
pub(super) fn target(scope: &Scope, zone: &str, record: &ResourceRecordSet) -> Option<ResourceId> {
    let alias = record.alias_target()?;
    if alias.hosted_zone_id() == zone {
        let id = super::record_set::native_id(zone, alias.dns_name(), record.r#type().as_str(), None);
        return Some(neighbor(scope, super::record_set::TYPE, &id));
    }
    let host = alias.dns_name().trim_end_matches('.').to_ascii_lowercase();
    let host = host.strip_prefix("dualstack.").unwrap_or(&host).strip_suffix(".amazonaws.com")?;
    network_load_balancer(scope, host)
        .or_else(|| website(scope, host, record.name().trim_end_matches('.')))
        .or_else(|| endpoint(scope, host))
}

/// `name-1a2b.elb.region` is the load balancer `net/name/1a2b`.
fn network_load_balancer(scope: &Scope, host: &str) -> Option<ResourceId> {
    let (label, region) = host.split_once(".elb.")?;
    let (name, number) = label.rsplit_once('-')?;
    let region: Region = region.parse().ok()?;
    let place = Scope { region: region.clone(), ..scope.clone() };
    let arn = built_arn(&place, "elasticloadbalancing", &format!("loadbalancer/net/{name}/{number}"));
    Some(ResourceId { region, ..neighbor(scope, LOAD_BALANCER, &arn) })
}

/// A bucket that is a website has the name of the record.
fn website(scope: &Scope, host: &str, name: &str) -> Option<ResourceId> {
    let region = host.strip_prefix("s3-website-").or_else(|| host.strip_prefix("s3-website."))?;
    Some(ResourceId { region: region.parse().ok()?, ..neighbor(scope, BUCKET, name) })
}

/// `vpce-1-2.service.region.vpce` is the endpoint `vpce-1`.
fn endpoint(scope: &Scope, host: &str) -> Option<ResourceId> {
    let host = host.strip_suffix(".vpce")?;
    let region = host.rsplit('.').next()?;
    let id = host.split('-').nth(1).filter(|_| host.starts_with("vpce-"))?;
    Some(ResourceId { region: region.parse().ok()?, ..neighbor(scope, ENDPOINT, &format!("vpce-{id}")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;
    use aws_sdk_route53::types::{AliasTarget, RrType};
    use proptest::prelude::*;

    fn named(zone: &str, host: &str) -> Option<String> {
        let alias = AliasTarget::builder().hosted_zone_id(zone).dns_name(host).evaluate_target_health(false).build();
        let record = ResourceRecordSet::builder().name("www.example.com.").r#type(RrType::A);
        let record = record.alias_target(alias.unwrap()).build().unwrap();
        target(&scope("route53"), "Z1", &record).map(|id| id.to_string())
    }

    #[test]
    fn names_what_an_address_tells() {
        let balancer =
            "arn~3Aaws~3Aelasticloadbalancing~3Aeu-west-1~3A111111111111~3Aloadbalancer~2Fnet~2Fin-out~2F1a2b";
        let cases = [
            (
                "in-out-1a2b.elb.eu-west-1.amazonaws.com.",
                Some(format!("111111111111:eu-west-1:AWS.ElasticLoadBalancingV2.LoadBalancer:{balancer}")),
            ),
            (
                "s3-website-eu-west-1.amazonaws.com.",
                Some("111111111111:eu-west-1:AWS.S3.Bucket:www.example.com".to_owned()),
            ),
            (
                "vpce-1a2b-3c4d.ec2.eu-west-1.vpce.amazonaws.com.",
                Some("111111111111:eu-west-1:AWS.EC2.VPCEndpoint:vpce-1a2b".to_owned()),
            ),
            ("dualstack.shop-1.eu-west-1.elb.amazonaws.com.", None),
            ("d111111abcdef8.cloudfront.net.", None),
        ];
        for (host, id) in cases {
            assert_eq!(named("Z2", host), id, "{host}");
        }
    }

    #[test]
    fn names_another_record_of_the_zone() {
        let id = "111111111111:global:AWS.Route53.RecordSet:Z1~2Fshop.example.com.~2FA";

        assert_eq!(named("Z1", "shop.example.com.").as_deref(), Some(id));
    }

    proptest! {
        #[test]
        fn takes_whatever_comes(host in "([a-z0-9.-]{0,20}(.elb.|vpce-|.vpce|s3-website-)[a-z0-9.-]{0,20}(.amazonaws.com)?|.{0,40})") {
            if let Some(id) = named("Z2", &host) {
                prop_assert_eq!(id.parse::<ResourceId>().unwrap().to_string(), id);
            }
        }
    }
}
