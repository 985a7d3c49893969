# METADATA
# title: Secrets were read within 90 days
# description: >-
#   Looks in which week anybody read a secret last. One that was never read counts from when it was made. Replicas
#   are left out, since the primary may be what is read.
# custom:
#   severity: low
#   risk: >-
#     Nobody misses a secret that nobody reads, and the password in it still works.
#   remediation:
#     text: >-
#       Find out what the secret opens, close that, and delete the secret.
#     cli: >-
#       aws secretsmanager delete-secret --secret-id <secret> --recovery-window-in-days 30
#   resource_types: [AWS::SecretsManager::Secret]
#   frameworks:
#     fsbp: [SecretsManager.3]
package pantheon.checks.secretsmanager.secret_is_used

import data.pantheon.lib
import data.pantheon.lib.secretsmanager
import rego.v1

skip if secretsmanager.is_replica

deny contains sprintf("Nobody read it for %v days.", [idle]) if {
	idle := lib.days_since_week(input.properties.LastUsedWeek)
	idle > 90
}

deny contains sprintf("Nobody ever read it in its %v days.", [age]) if {
	not input.properties.LastUsedWeek
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > 90
}
