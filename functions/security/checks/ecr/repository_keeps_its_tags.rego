# METADATA
# title: Tags of ECR repositories cannot be moved
# description: >-
#   Looks whether a tag, once pushed, stays at its image. Exceptions are let pass, unless they except every tag.
# custom:
#   severity: medium
#   risk: >-
#     Whoever can push replaces the image behind a tag that others trust, and the next start runs it.
#   remediation:
#     text: >-
#       Make tags immutable, with exceptions for the few that have to move.
#     cli: >-
#       aws ecr put-image-tag-mutability --repository-name <repository> --image-tag-mutability IMMUTABLE
#     cloudformation: |
#       ImageTagMutability: IMMUTABLE
#     terraform: |
#       resource "aws_ecr_repository" "this" {
#         name                 = "shop"
#         image_tag_mutability = "IMMUTABLE"
#       }
#   resource_types: [AWS::ECR::Repository]
#   frameworks:
#     fsbp: [ECR.2]
package pantheon.checks.ecr.repository_keeps_its_tags

import data.pantheon.lib
import rego.v1

deny contains "Its tags can be moved to other images." if {
	not lib.get(input.properties, "ImageTagMutability", "MUTABLE") in {"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"}
}

deny contains "All its tags are excepted from being immutable." if {
	input.properties.ImageTagMutability == "IMMUTABLE_WITH_EXCLUSION"
	some exception in lib.get(input.properties, "ImageTagMutabilityExclusionFilters", [])
	trim(lib.get(exception, "ImageTagMutabilityExclusionFilterValue", ""), "*") == ""
}
