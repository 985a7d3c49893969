# METADATA
# title: Secrets whose rotation is on are rotated in time
# description: >-
#   Looks whether a secret was rotated within the days that its schedule says, and a week. Schedules that name days
#   of the calendar (cron) are not reckoned with.
# custom:
#   severity: medium
#   risk: >-
#     Everybody counts on the rotation, and it has failed for months.
#   remediation:
#     text: >-
#       Read the logs of the function that rotates: mostly it may not reach the database or the secret any more. Then
#       rotate at once.
#     cli: >-
#       aws secretsmanager rotate-secret --secret-id <secret>
#   resource_types: [AWS::SecretsManager::Secret]
#   frameworks:
#     fsbp: [SecretsManager.2]
package pantheon.checks.secretsmanager.secret_rotation_succeeds

import data.pantheon.lib
import data.pantheon.lib.secretsmanager
import rego.v1

skip if secretsmanager.is_replica

skip if object.get(input.properties, "RotationEnabled", false) != true

skip if not secretsmanager.interval

deny contains sprintf("It was rotated %v days ago, and should be every %v days.", [idle, secretsmanager.interval]) if {
	idle := lib.days_since_week(input.properties.LastRotatedWeek)
	idle > secretsmanager.interval + 7
}

deny contains sprintf("It was never rotated in %v days, and should be every %v.", [age, secretsmanager.interval]) if {
	not input.properties.LastRotatedWeek
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > secretsmanager.interval + 7
}
