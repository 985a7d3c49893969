# METADATA
# title: Secrets are rotated by themselves
# description: >-
#   Looks whether the rotation of a secret is on. Replicas, and secrets that another service of AWS looks after, are
#   left out.
# custom:
#   severity: medium
#   risk: >-
#     A password that leaked years ago, or that somebody took along who left, still works.
#   remediation:
#     text: >-
#       Turn rotation on: for databases with the functions that AWS offers, or let RDS or Redshift manage the
#       password; else with one of your own.
#     cli: >-
#       aws secretsmanager rotate-secret --secret-id <secret> --rotation-lambda-arn <function> --rotation-rules
#       AutomaticallyAfterDays=30
#     cloudformation: |
#       Type: AWS::SecretsManager::RotationSchedule
#       Properties:
#         SecretId: !Ref Secret
#         RotationLambdaARN: !GetAtt Rotation.Arn
#         RotationRules:
#           AutomaticallyAfterDays: 30
#     terraform: |
#       resource "aws_secretsmanager_secret_rotation" "this" {
#         secret_id           = aws_secretsmanager_secret.this.id
#         rotation_lambda_arn = aws_lambda_function.rotation.arn
#         rotation_rules {
#           automatically_after_days = 30
#         }
#       }
#   resource_types: [AWS::SecretsManager::Secret]
#   frameworks:
#     fsbp: [SecretsManager.1]
package pantheon.checks.secretsmanager.secret_rotates

import data.pantheon.lib.secretsmanager
import rego.v1

skip if secretsmanager.is_replica

skip if secretsmanager.of_service

deny contains "Rotation is off." if object.get(input.properties, "RotationEnabled", false) != true
