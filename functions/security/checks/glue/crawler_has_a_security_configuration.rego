# METADATA
# title: Glue crawlers have a security configuration
# description: >-
#   Looks whether the crawler has a security configuration, which decides with which key its logs are
#   encrypted. What the configuration says is not collected.
# custom:
#   severity: medium
#   risk: >-
#     What is written to buckets, logs and bookmarks is not encrypted with a key that you decide about.
#   remediation:
#     text: >-
#       Make a security configuration with keys of KMS for S3, CloudWatch Logs and bookmarks, and assign it.
#     cli: >-
#       aws glue create-security-configuration --name <name> --encryption-configuration
#       file://encryption.json
#     cloudformation: |
#       CrawlerSecurityConfiguration: !Ref Strict
#     terraform: |
#       resource "aws_glue_crawler" "this" {
#         security_configuration = aws_glue_security_configuration.strict.name
#       }
#   resource_types: [AWS::Glue::Crawler]
package pantheon.checks.glue.crawler_has_a_security_configuration

import rego.v1

deny contains "There is no security configuration." if {
	object.get(input.properties, "CrawlerSecurityConfiguration", "") == ""
}
