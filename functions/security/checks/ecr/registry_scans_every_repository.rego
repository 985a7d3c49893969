# METADATA
# title: ECR registries scan every repository
# description: >-
#   Looks whether a rule of a registry that has rules makes it scan all repositories. A registry that nobody ever
#   set up is looked at by its repositories.
# custom:
#   severity: low
#   risk: >-
#     Repositories that are made later, or are named differently, are not scanned, and nobody notices.
#   remediation:
#     text: >-
#       Add a rule for all repositories.
#     cli: >-
#       aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules file://rules.json
#     terraform: |
#       resource "aws_ecr_registry_scanning_configuration" "this" {
#         scan_type = "ENHANCED"
#         rule {
#           scan_frequency = "CONTINUOUS_SCAN"
#           repository_filter {
#             filter      = "*"
#             filter_type = "WILDCARD"
#           }
#         }
#       }
#   resource_types: [AWS::ECR::RegistryScanningConfiguration]
package pantheon.checks.ecr.registry_scans_every_repository

import data.pantheon.lib
import rego.v1

deny contains "No rule makes it scan all repositories." if not complete

complete if {
	some rule in lib.get(input.properties, "Rules", [])
	rule.ScanFrequency in {"CONTINUOUS_SCAN", "SCAN_ON_PUSH"}
	some filter in lib.get(rule, "RepositoryFilters", [])
	filter.Filter == "*"
}
