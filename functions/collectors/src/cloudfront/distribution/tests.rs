use super::*;
use crate::wire::{Wire, found, refused, scope};
use pantheon_core::collect::GapReason;

/// From the API reference of `ListDistributions`, shortened to what is read of it.
const DISTRIBUTIONS: &str = r#"<DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
    <Marker/><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>1</Quantity>
    <Items><DistributionSummary>
        <Id>EDFDVBD6EXAMPLE</Id><ARN>arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE</ARN>
        <Status>Deployed</Status><LastModifiedTime>2026-01-02T03:04:05Z</LastModifiedTime>
        <DomainName>d111111abcdef8.cloudfront.net</DomainName>
        <Aliases><Quantity>2</Quantity><Items><CNAME>www.example.com</CNAME><CNAME>example.com</CNAME></Items></Aliases>
        <Comment/><PriceClass>PriceClass_All</PriceClass><Enabled>true</Enabled><WebACLId/>
        <HttpVersion>http2</HttpVersion><IsIPV6Enabled>true</IsIPV6Enabled><Staging>false</Staging>
    </DistributionSummary></Items>
</DistributionList>"#;

/// From the API reference of `GetDistributionConfig`.
const CONFIG: &str = r#"<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
    <CallerReference>1</CallerReference><DefaultRootObject>index.html</DefaultRootObject>
    <Aliases><Quantity>2</Quantity><Items><CNAME>www.example.com</CNAME><CNAME>example.com</CNAME></Items></Aliases>
    <Origins><Quantity>2</Quantity><Items>
        <Origin><Id>files</Id><DomainName>site.s3.eu-west-1.amazonaws.com</DomainName><OriginPath/>
            <CustomHeaders><Quantity>0</Quantity></CustomHeaders>
            <S3OriginConfig><OriginAccessIdentity/></S3OriginConfig><OriginAccessControlId>E327</OriginAccessControlId></Origin>
        <Origin><Id>api</Id><DomainName>api.example.com</DomainName>
            <CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader>
                <HeaderName>X-Origin</HeaderName><HeaderValue>hunter2</HeaderValue></OriginCustomHeader></Items></CustomHeaders>
            <CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>
                <OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols>
            </CustomOriginConfig></Origin>
    </Items></Origins>
    <DefaultCacheBehavior><TargetOriginId>files</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>
        <AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></AllowedMethods>
        <Compress>true</Compress>
        <LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation>
            <LambdaFunctionARN>arn:aws:lambda:us-east-1:111111111111:function:headers:3</LambdaFunctionARN>
            <EventType>viewer-response</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations>
        <CachePolicyId>658327ea</CachePolicyId></DefaultCacheBehavior>
    <CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><PathPattern>/api/*</PathPattern>
        <TargetOriginId>api</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></CacheBehavior></Items></CacheBehaviors>
    <Comment/><Logging><Enabled>true</Enabled><IncludeCookies>false</IncludeCookies>
        <Bucket>logs.s3.amazonaws.com</Bucket><Prefix>site/</Prefix></Logging>
    <PriceClass>PriceClass_All</PriceClass><Enabled>true</Enabled>
    <ViewerCertificate><ACMCertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/1</ACMCertificateArn>
        <SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion></ViewerCertificate>
    <Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction></Restrictions>
    <WebACLId>arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/1a2b</WebACLId>
    <HttpVersion>http2</HttpVersion><IsIPV6Enabled>true</IsIPV6Enabled>
</DistributionConfig>"#;

/// From the API reference of `ListTagsForResource`.
const TAGS: &str = r#"<Tags xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
    <Items><Tag><Key>env</Key><Value>prod</Value></Tag></Items></Tags>"#;

const ASKED_FOR_LIST: &[&str] = &["GET", "/2020-05-31/distribution?"];
const ASKED_FOR_CONFIG: &[&str] = &["/distribution/EDFDVBD6EXAMPLE/config"];
const ASKED_FOR_TAGS: &[&str] = &["/2020-05-31/tagging?Resource="];

async fn look(wire: Wire) -> Listing {
    let wire = wire.on(&["GET", "/2020-05-31/distribution "], 200, DISTRIBUTIONS);
    list(&Client::new(&wire.session()), &scope("cloudfront")).await
}

#[tokio::test]
async fn documents_a_distribution_without_the_values_of_its_headers() {
    let wire = Wire::default().on(ASKED_FOR_CONFIG, 200, CONFIG).on(ASKED_FOR_TAGS, 200, TAGS);

    let listing = look(wire.on(ASKED_FOR_LIST, 200, DISTRIBUTIONS)).await;

    assert!(!listing.found[0].properties.to_string().contains("hunter2"));
    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::CloudFront::Distribution",
            "region": "global",
            "native_id": "EDFDVBD6EXAMPLE",
            "arn": "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE",
            "name": "example.com",
            "state": "active",
            "native_state": "Deployed",
            "dependencies": [
                "111111111111:eu-west-1:AWS.S3.Bucket:site",
                "111111111111:global:AWS.CloudFront.OriginAccessControl:E327",
                "111111111111:global:AWS.WAFv2.WebACL:site~7C1a2b~7CCLOUDFRONT",
                "111111111111:us-east-1:AWS.CertificateManager.Certificate:arn~3Aaws~3Aacm~3Aus-east-1~3A111111111111~3Acertificate~2F1",
                "111111111111:us-east-1:AWS.Lambda.Function:headers",
            ],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "DistributionConfig": {
                    "Aliases": ["example.com", "www.example.com"],
                    "CacheBehaviors": [
                        {"PathPattern": "/api/*", "TargetOriginId": "api", "ViewerProtocolPolicy": "https-only"}
                    ],
                    "DefaultCacheBehavior": {
                        "AllowedMethods": ["GET", "HEAD"],
                        "CachePolicyId": "658327ea",
                        "Compress": true,
                        "LambdaFunctionAssociations": [{
                            "EventType": "viewer-response",
                            "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111111111111:function:headers:3",
                        }],
                        "TargetOriginId": "files",
                        "ViewerProtocolPolicy": "redirect-to-https",
                    },
                    "DefaultRootObject": "index.html",
                    "Enabled": true,
                    "HttpVersion": "http2",
                    "IPV6Enabled": true,
                    "Logging": {"Bucket": "logs.s3.amazonaws.com", "IncludeCookies": false, "Prefix": "site/"},
                    "Origins": [
                        {
                            "CustomOriginConfig": {
                                "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
                                "OriginSSLProtocols": ["TLSv1.2"],
                            },
                            "DomainName": "api.example.com",
                            "Id": "api",
                            "OriginCustomHeaderNames": ["X-Origin"],
                        },
                        {
                            "DomainName": "site.s3.eu-west-1.amazonaws.com",
                            "Id": "files",
                            "OriginAccessControlId": "E327",
                        },
                    ],
                    "PriceClass": "PriceClass_All",
                    "Restrictions": {"GeoRestriction": {"RestrictionType": "none"}},
                    "ViewerCertificate": {
                        "AcmCertificateArn": "arn:aws:acm:us-east-1:111111111111:certificate/1",
                        "MinimumProtocolVersion": "TLSv1.2_2021",
                        "SslSupportMethod": "sni-only",
                    },
                    "WebACLId": "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/1a2b",
                },
                "DomainName": "d111111abcdef8.cloudfront.net",
            },
        }])
    );
}

#[tokio::test]
async fn keeps_a_distribution_whose_configuration_it_may_not_read() {
    let wire = Wire::default().on(ASKED_FOR_CONFIG, 403, refused("AccessDenied")).on(ASKED_FOR_TAGS, 200, TAGS);

    let listing = look(wire.on(ASKED_FOR_LIST, 200, DISTRIBUTIONS)).await;

    assert_eq!(listing.found[0].properties["Unread"], json!(["DistributionConfig"]));
    assert_eq!(listing.gaps[0].reason, GapReason::Denied);
}

#[test]
fn names_a_bucket_only_with_its_region() {
    let named = |domain| bucket(&scope("cloudfront"), domain).map(|id| id.to_string());

    let cases = [
        ("a.b.s3.eu-west-1.amazonaws.com", Some("111111111111:eu-west-1:AWS.S3.Bucket:a.b")),
        ("www.s3-website.eu-central-1.amazonaws.com", Some("111111111111:eu-central-1:AWS.S3.Bucket:www")),
        ("a.s3.amazonaws.com", None),
        ("example.com", None),
    ];
    for (domain, id) in cases {
        assert_eq!(named(domain).as_deref(), id, "{domain}");
    }
}
