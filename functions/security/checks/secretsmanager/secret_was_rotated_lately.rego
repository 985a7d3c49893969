# METADATA
# title: Secrets were rotated within 90 days
# description: >-
#   Looks in which week a secret was rotated last. One that was never rotated counts from when it was made; a new
#   value that somebody puts in by hand is no rotation.
# custom:
#   severity: low
#   risk: >-
#     The longer a password lives, the more people and files have seen it.
#   remediation:
#     text: >-
#       Rotate the secret now, and let it be rotated every 90 days or more often.
#     cli: >-
#       aws secretsmanager rotate-secret --secret-id <secret>
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
#     fsbp: [SecretsManager.4]
package pantheon.checks.secretsmanager.secret_was_rotated_lately

import data.pantheon.lib
import data.pantheon.lib.secretsmanager
import rego.v1

skip if secretsmanager.is_replica

skip if secretsmanager.of_service

deny contains sprintf("It was rotated %v days ago.", [idle]) if {
	idle := lib.days_since_week(input.properties.LastRotatedWeek)
	idle > 90
}

deny contains sprintf("It was never rotated in its %v days.", [age]) if {
	not input.properties.LastRotatedWeek
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > 90
}
