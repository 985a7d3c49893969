# What checks of secrets share.
package pantheon.lib.secretsmanager

import rego.v1

# A replica is what its primary in another region is, which is where it can be changed.
is_replica if object.get(input.properties, "PrimaryRegion", input.region) != input.region

# Secrets that another service of AWS makes, rotates and deletes.
of_service if object.get(input.properties, "OwningService", "") != ""

policy := object.get(input.properties, "ResourcePolicy", {})

# After how many days a secret is to be rotated, where that is said in days.
interval := input.properties.RotationRules.AutomaticallyAfterDays

interval := days if {
	not input.properties.RotationRules.AutomaticallyAfterDays
	parts := regex.find_n(`^rate[(][0-9]+`, object.get(input.properties.RotationRules, "ScheduleExpression", ""), 1)
	number := to_number(trim_prefix(parts[0], "rate("))
	days := ceil(number / per_day)
}

per_day := 24 if contains(input.properties.RotationRules.ScheduleExpression, "hour")

per_day := 1 if contains(input.properties.RotationRules.ScheduleExpression, "day")
