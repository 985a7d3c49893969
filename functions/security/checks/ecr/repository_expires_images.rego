# METADATA
# title: ECR repositories delete old images
# description: >-
#   Looks whether the repository has a lifecycle policy.
# custom:
#   severity: low
#   risk: >-
#     Old images with known flaws stay ready to be started by mistake, and are paid for without end.
#   remediation:
#     text: >-
#       Add a policy that keeps the images that are needed and deletes the others.
#     cli: >-
#       aws ecr put-lifecycle-policy --repository-name <repository> --lifecycle-policy-text file://policy.json
#     cloudformation: |
#       LifecyclePolicy:
#         LifecyclePolicyText: |
#           {"rules": [{"rulePriority": 1, "action": {"type": "expire"}, "selection": {
#             "tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}}]}
#     terraform: |
#       resource "aws_ecr_lifecycle_policy" "this" {
#         repository = aws_ecr_repository.this.name
#         policy     = file("lifecycle.json")
#       }
#   resource_types: [AWS::ECR::Repository]
#   frameworks:
#     fsbp: [ECR.3]
package pantheon.checks.ecr.repository_expires_images

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["LifecyclePolicy"])

deny contains "It has no lifecycle policy." if not input.properties.LifecyclePolicy
