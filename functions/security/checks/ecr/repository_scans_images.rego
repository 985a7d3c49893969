# METADATA
# title: ECR repositories scan their images
# description: >-
#   Looks whether images are scanned for known flaws when they are pushed or all the time, by the setting of the
#   repository or by a rule of the registry.
# custom:
#   severity: medium
#   risk: >-
#     Images with known flaws are shipped, and nobody hears of flaws that are found later.
#   remediation:
#     text: >-
#       Let the registry scan all repositories, best continuously.
#     cli: >-
#       aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules
#       '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'
#     cloudformation: |
#       ImageScanningConfiguration:
#         ScanOnPush: true
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
#   resource_types: [AWS::ECR::Repository]
#   reads: [AWS::ECR::RegistryScanningConfiguration]
#   frameworks:
#     fsbp: [ECR.1]
package pantheon.checks.ecr.repository_scans_images

import data.pantheon.lib
import rego.v1

deny contains "Its images are not scanned." if {
	not lib.get(input.properties, ["ImageScanningConfiguration", "ScanOnPush"], false) == true
	not scanned_by_registry
}

scanned_by_registry if {
	some registry in lib.present("AWS::ECR::RegistryScanningConfiguration")
	registry.region == input.region
	some rule in lib.get(registry.properties, "Rules", [])
	rule.ScanFrequency in {"CONTINUOUS_SCAN", "SCAN_ON_PUSH"}
	some filter in lib.get(rule, "RepositoryFilters", [])
	chosen(lib.get(filter, "Filter", ""))
}

chosen(filter) if lib.fits(input.properties.RepositoryName, filter)

# A filter without an asterisk fits every name that contains it.
chosen(filter) if {
	not contains(filter, "*")
	contains(input.properties.RepositoryName, filter)
}
