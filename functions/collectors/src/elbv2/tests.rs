//! The four types hang together, so they are played as one load balancer with everything behind it.

use super::*;
use crate::wire::{Wire, found, refused, scope};
use pantheon_core::collect::GapReason;
use serde_json::json;

const BALANCER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/50dc6c49";
const LISTENER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/50dc6c49/f2f7";
const RULE: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/shop/50dc6c49/f2f7/9683";
const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/73e2";
const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/1";
const OTHER_CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/2";

/// Wraps the inside of an answer as the query protocol does.
fn answer(operation: &str, inside: &str) -> String {
    format!(
        r#"<{operation}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
            <{operation}Result>{inside}</{operation}Result></{operation}Response>"#
    )
}

/// From the API reference of `DescribeLoadBalancers`.
fn balancers() -> String {
    answer(
        "DescribeLoadBalancers",
        &format!(
            "<LoadBalancers><member><LoadBalancerArn>{BALANCER}</LoadBalancerArn><LoadBalancerName>shop</LoadBalancerName>
            <DNSName>shop-1.eu-west-1.elb.amazonaws.com</DNSName><CanonicalHostedZoneId>Z32O12XQLNTSW2</CanonicalHostedZoneId>
            <CreatedTime>2026-01-02T03:04:05.600Z</CreatedTime><Scheme>internet-facing</Scheme><VpcId>vpc-1</VpcId>
            <State><Code>active</Code></State><Type>application</Type><IpAddressType>ipv4</IpAddressType>
            <AvailabilityZones>
                <member><SubnetId>subnet-b</SubnetId><ZoneName>eu-west-1b</ZoneName></member>
                <member><SubnetId>subnet-a</SubnetId><ZoneName>eu-west-1a</ZoneName>
                    <LoadBalancerAddresses><member><AllocationId>eipalloc-1</AllocationId></member></LoadBalancerAddresses></member>
            </AvailabilityZones><SecurityGroups><member>sg-1</member></SecurityGroups></member></LoadBalancers>"
        ),
    )
}

/// From the API reference of `DescribeLoadBalancerAttributes`.
const ATTRIBUTES: &str = "<Attributes>
    <member><Key>deletion_protection.enabled</Key><Value>true</Value></member>
    <member><Key>access_logs.s3.bucket</Key><Value>logs</Value></member>
    <member><Key>access_logs.s3.prefix</Key><Value/></member></Attributes>";

/// From the API reference of `DescribeListeners`.
fn listeners() -> String {
    answer(
        "DescribeListeners",
        &format!(
            "<Listeners><member><LoadBalancerArn>{BALANCER}</LoadBalancerArn><ListenerArn>{LISTENER}</ListenerArn>
            <Protocol>HTTPS</Protocol><Port>443</Port><SslPolicy>ELBSecurityPolicy-TLS13-1-2-2021-06</SslPolicy>
            <Certificates><member><CertificateArn>{CERTIFICATE}</CertificateArn></member></Certificates>
            <DefaultActions>
                <member><Type>forward</Type><Order>2</Order><TargetGroupArn>{GROUP}</TargetGroupArn><ForwardConfig>
                    <TargetGroups><member><TargetGroupArn>{GROUP}</TargetGroupArn><Weight>1</Weight></member></TargetGroups>
                </ForwardConfig></member>
                <member><Type>authenticate-cognito</Type><Order>1</Order><AuthenticateCognitoConfig>
                    <UserPoolArn>arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_1</UserPoolArn>
                    <UserPoolClientId>c1</UserPoolClientId><UserPoolDomain>shop</UserPoolDomain>
                </AuthenticateCognitoConfig></member>
            </DefaultActions></member></Listeners>"
        ),
    )
}

/// From the API reference of `DescribeListenerCertificates`.
fn certificates() -> String {
    answer(
        "DescribeListenerCertificates",
        &format!(
            "<Certificates><member><CertificateArn>{CERTIFICATE}</CertificateArn><IsDefault>true</IsDefault></member>
            <member><CertificateArn>{OTHER_CERTIFICATE}</CertificateArn><IsDefault>false</IsDefault></member></Certificates>"
        ),
    )
}

/// From the API reference of `DescribeRules`.
fn rules() -> String {
    answer(
        "DescribeRules",
        &format!(
            "<Rules><member><RuleArn>{RULE}</RuleArn><Priority>10</Priority><IsDefault>false</IsDefault>
                <Conditions>
                    <member><Field>path-pattern</Field><PathPatternConfig><Values><member>/img/*</member></Values></PathPatternConfig></member>
                    <member><Field>host-header</Field><Values><member>shop.example.com</member></Values></member>
                    <member><Field>http-header</Field><HttpHeaderConfig><HttpHeaderName>X-Origin</HttpHeaderName>
                        <Values><member>hunter2</member></Values></HttpHeaderConfig></member>
                </Conditions>
                <Actions><member><Type>forward</Type><TargetGroupArn>{GROUP}</TargetGroupArn></member></Actions></member>
            <member><RuleArn>{RULE}0</RuleArn><Priority>default</Priority><IsDefault>true</IsDefault></member></Rules>"
        ),
    )
}

/// From the API references of `DescribeTargetGroups` and `DescribeTargetHealth`.
fn groups() -> String {
    answer(
        "DescribeTargetGroups",
        &format!(
            "<TargetGroups><member><TargetGroupArn>{GROUP}</TargetGroupArn><TargetGroupName>web</TargetGroupName>
            <Protocol>HTTP</Protocol><Port>80</Port><VpcId>vpc-1</VpcId><TargetType>instance</TargetType>
            <HealthCheckProtocol>HTTP</HealthCheckProtocol><HealthCheckPort>traffic-port</HealthCheckPort>
            <HealthCheckEnabled>true</HealthCheckEnabled><HealthCheckPath>/</HealthCheckPath>
            <Matcher><HttpCode>200</HttpCode></Matcher>
            <LoadBalancerArns><member>{BALANCER}</member></LoadBalancerArns></member></TargetGroups>"
        ),
    )
}

const HEALTH: &str = "<TargetHealthDescriptions>
    <member><Target><Id>i-2</Id><Port>80</Port></Target><TargetHealth><State>unhealthy</State></TargetHealth></member>
    <member><Target><Id>i-1</Id><Port>80</Port></Target><TargetHealth><State>healthy</State></TargetHealth></member>
    </TargetHealthDescriptions>";

/// From the API reference of `DescribeTags`.
fn tags_of(arn: &str) -> String {
    let tag = "<member><Key>env</Key><Value>prod</Value></member>";
    let told = format!("<member><ResourceArn>{arn}</ResourceArn><Tags>{tag}</Tags></member>");
    answer("DescribeTags", &format!("<TagDescriptions>{told}</TagDescriptions>"))
}

fn shop() -> Wire {
    let one =
        "<Attributes><member><Key>deregistration_delay.timeout_seconds</Key><Value>300</Value></member></Attributes>";
    Wire::default()
        .on(&["Action=DescribeLoadBalancers&"], 200, balancers())
        .on(&["Action=DescribeLoadBalancerAttributes&"], 200, answer("DescribeLoadBalancerAttributes", ATTRIBUTES))
        .on(&["Action=DescribeListeners&"], 200, listeners())
        .on(&["Action=DescribeListenerCertificates&"], 200, certificates())
        .on(&["Action=DescribeRules&"], 200, rules())
        .on(&["Action=DescribeTargetGroups&"], 200, groups())
        .on(&["Action=DescribeTargetGroupAttributes&"], 200, answer("DescribeTargetGroupAttributes", one))
        .on(&["Action=DescribeTargetHealth&"], 200, answer("DescribeTargetHealth", HEALTH))
        .on(&["Action=DescribeTags&", "listener%2F"], 200, tags_of(LISTENER))
        .on(&["Action=DescribeTags&", "listener-rule%2F"], 200, tags_of(RULE))
        .on(&["Action=DescribeTags&", "targetgroup%2F"], 200, tags_of(GROUP))
        .on(&["Action=DescribeTags&"], 200, tags_of(BALANCER))
}

/// How a resource of this region is named in an edge.
fn edge(kind: &str, id: &str) -> String {
    format!("111111111111:eu-west-1:{kind}:{}", id.replace(':', "~3A").replace('/', "~2F"))
}

#[tokio::test]
async fn documents_a_load_balancer() {
    let listing = load_balancer::list(&Context::new(Client::new(&shop().session())), &scope("elbv2")).await;

    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "region": "eu-west-1",
            "native_id": BALANCER,
            "arn": BALANCER,
            "name": "shop",
            "state": "active",
            "native_state": "active",
            "dependencies": [
                edge("AWS.EC2.EIP", "eipalloc-1"),
                edge("AWS.EC2.SecurityGroup", "sg-1"),
                edge("AWS.EC2.Subnet", "subnet-a"),
                edge("AWS.EC2.Subnet", "subnet-b"),
                edge("AWS.EC2.VPC", "vpc-1"),
                edge("AWS.S3.Bucket", "logs"),
            ],
            "tags": {"env": "prod"},
            "created_at": "2026-01-02T03:04:05.600Z",
            "properties": {
                "CanonicalHostedZoneID": "Z32O12XQLNTSW2",
                "DNSName": "shop-1.eu-west-1.elb.amazonaws.com",
                "IpAddressType": "ipv4",
                "LoadBalancerAttributes": [
                    {"Key": "access_logs.s3.bucket", "Value": "logs"},
                    {"Key": "access_logs.s3.prefix"},
                    {"Key": "deletion_protection.enabled", "Value": "true"},
                ],
                "Name": "shop",
                "Scheme": "internet-facing",
                "SecurityGroups": ["sg-1"],
                "SubnetMappings": [
                    {"AllocationIds": ["eipalloc-1"], "AvailabilityZone": "eu-west-1a", "SubnetId": "subnet-a"},
                    {"AvailabilityZone": "eu-west-1b", "SubnetId": "subnet-b"},
                ],
                "Type": "application",
                "VpcId": "vpc-1",
            },
        }])
    );
}

#[tokio::test]
async fn documents_a_listener_with_what_it_does_in_order() {
    let listing = listener::list(&Context::new(Client::new(&shop().session())), &scope("elbv2")).await;

    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::ElasticLoadBalancingV2::Listener",
            "region": "eu-west-1",
            "native_id": LISTENER,
            "arn": LISTENER,
            "name": "shop:443",
            "state": "active",
            "native_state": null,
            "dependencies": [
                edge("AWS.CertificateManager.Certificate", CERTIFICATE),
                edge("AWS.CertificateManager.Certificate", OTHER_CERTIFICATE),
                edge("AWS.Cognito.UserPool", "eu-west-1_1"),
                edge("AWS.Cognito.UserPoolClient", "c1"),
                edge("AWS.ElasticLoadBalancingV2.LoadBalancer", BALANCER),
                edge("AWS.ElasticLoadBalancingV2.TargetGroup", GROUP),
            ],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "AdditionalCertificates": [OTHER_CERTIFICATE],
                "Certificates": [CERTIFICATE],
                "DefaultActions": [
                    {
                        "AuthenticateCognitoConfig": {
                            "UserPoolArn": "arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_1",
                            "UserPoolClientId": "c1", "UserPoolDomain": "shop",
                        },
                        "Type": "authenticate-cognito",
                    },
                    {
                        "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": GROUP, "Weight": 1}]},
                        "TargetGroupArn": GROUP,
                        "Type": "forward",
                    },
                ],
                "LoadBalancerArn": BALANCER,
                "Port": 443,
                "Protocol": "HTTPS",
                "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            },
        }])
    );
}

#[tokio::test]
async fn documents_a_rule_without_the_value_of_its_header() {
    let listing = listener_rule::list(&Context::new(Client::new(&shop().session())), &scope("elbv2")).await;

    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::ElasticLoadBalancingV2::ListenerRule",
            "region": "eu-west-1",
            "native_id": RULE,
            "arn": RULE,
            "name": null,
            "state": "active",
            "native_state": null,
            "dependencies": [
                edge("AWS.ElasticLoadBalancingV2.Listener", LISTENER),
                edge("AWS.ElasticLoadBalancingV2.TargetGroup", GROUP),
            ],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "Actions": [{"TargetGroupArn": GROUP, "Type": "forward"}],
                "Conditions": [
                    {"Field": "host-header", "HostHeaderConfig": {"Values": ["shop.example.com"]}},
                    {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Origin"}},
                    {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/img/*"]}},
                ],
                "ListenerArn": LISTENER,
                "Priority": "10",
            },
        }])
    );
}

#[tokio::test]
async fn documents_a_target_group_with_its_targets_and_without_their_health() {
    let listing = target_group::list(&Context::new(Client::new(&shop().session())), &scope("elbv2")).await;

    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::ElasticLoadBalancingV2::TargetGroup",
            "region": "eu-west-1",
            "native_id": GROUP,
            "arn": GROUP,
            "name": "web",
            "state": "active",
            "native_state": null,
            "dependencies": [
                edge("AWS.EC2.Instance", "i-1"), edge("AWS.EC2.Instance", "i-2"), edge("AWS.EC2.VPC", "vpc-1"),
            ],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "HealthCheckEnabled": true,
                "HealthCheckPath": "/",
                "HealthCheckPort": "traffic-port",
                "HealthCheckProtocol": "HTTP",
                "LoadBalancerArns": [BALANCER],
                "Matcher": {"HttpCode": "200"},
                "Name": "web",
                "Port": 80,
                "Protocol": "HTTP",
                "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "300"}],
                "TargetType": "instance",
                "Targets": [{"Id": "i-1", "Port": 80}, {"Id": "i-2", "Port": 80}],
                "VpcId": "vpc-1",
            },
        }])
    );
}

#[tokio::test]
async fn lists_load_balancers_once_for_all_types() {
    let wire = shop();
    let context = Context::new(Client::new(&wire.session()));

    let listings = sweep(TYPES, &context, &scope("elbv2"), Duration::from_secs(10)).await;

    assert!(listings.iter().all(|listing| listing.gaps.is_empty() && listing.found.len() == 1), "{listings:#?}");
    let asked = |action: &str| wire.requests().iter().filter(|request| request.contains(action)).count();
    assert_eq!((asked("Action=DescribeLoadBalancers&"), asked("Action=DescribeListeners&")), (1, 1));
}

#[tokio::test]
async fn a_load_balancer_that_is_gone_is_no_gap_and_a_refusal_is() {
    let with = |code: &str, status: u16| {
        let first = Wire::default().on(&["Action=DescribeListeners&"], status, refused(code));
        shop().merged_after(&first)
    };
    let look = async |wire: Wire| -> (usize, Option<GapReason>) {
        let listing = listener::list(&Context::new(Client::new(&wire.session())), &scope("elbv2")).await;
        (listing.found.len(), listing.gaps.first().map(|gap| gap.reason))
    };

    assert_eq!(look(with("LoadBalancerNotFound", 400)).await, (0, None));
    assert_eq!(look(with("AccessDenied", 403)).await, (0, Some(GapReason::Denied)));
}
