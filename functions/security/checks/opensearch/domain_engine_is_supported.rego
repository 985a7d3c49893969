# METADATA
# title: OpenSearch domains run a version with standard support
# description: >-
#   Compares the version of OpenSearch or Elasticsearch with the day on which AWS ends its standard
#   support.
# custom:
#   severity: medium
#   risk: >-
#     The version gets only the most urgent patches, for more money, and in the end none.
#   remediation:
#     text: >-
#       Upgrade to a version of OpenSearch that has standard support.
#     cli: >-
#       aws opensearch upgrade-domain --domain-name <domain> --target-version OpenSearch_2.19
#     cloudformation: |
#       EngineVersion: OpenSearch_2.19
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         engine_version = "OpenSearch_2.19"
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
package pantheon.checks.opensearch.domain_engine_is_supported

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

# The last days of standard support, of versions whose end AWS has told.
ends["2025-11-07"] contains version if {
	some version in [
		"Elasticsearch_1.5",
		"Elasticsearch_2.3",
		"Elasticsearch_5.1",
		"Elasticsearch_5.3",
		"Elasticsearch_5.5",
		"Elasticsearch_5.6",
		"Elasticsearch_6.0",
		"Elasticsearch_6.2",
		"Elasticsearch_6.3",
		"Elasticsearch_6.4",
		"Elasticsearch_6.5",
		"Elasticsearch_6.7",
		"Elasticsearch_7.1",
		"Elasticsearch_7.4",
		"Elasticsearch_7.7",
		"Elasticsearch_7.8",
		"OpenSearch_1.0",
		"OpenSearch_1.1",
		"OpenSearch_1.2",
		"OpenSearch_2.3",
		"OpenSearch_2.5",
		"OpenSearch_2.7",
		"OpenSearch_2.9",
	]
}

ends["2027-11-07"] contains version if {
	some version in ["Elasticsearch_7.9", "Elasticsearch_7.10"]
}

deny contains sprintf("Standard support of %s ended on %s.", [version, end]) if {
	version := input.properties.EngineVersion
	some end, versions in ends
	version in versions
	lib.past(end)
}
