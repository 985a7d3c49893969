# What checks of alarms share: whether somebody hears of what a trail records.
package pantheon.lib.cloudwatch

import data.pantheon.lib
import data.pantheon.lib.cloudtrail
import rego.v1

# The log groups of the account into which trails of all regions write.
log_groups := {{"name": parts[6], "region": parts[3]} |
	some trail in cloudtrail.complete
	parts := split(object.get(trail.properties, "CloudWatchLogsLogGroupArn", ""), ":")
	count(parts) > 6
	parts[4] == input.account_id
}

# What is not known of the trails, where no log group is known.
unknown := {sentence |
	count(log_groups) == 0
	some sentence in cloudtrail.unknown(["EventSelectors", "IsLogging"])
}

# The metric filters of those log groups.
filters := {filter |
	some filter in lib.present("AWS::Logs::MetricFilter")
	{"name": filter.properties.LogGroupName, "region": filter.region} in log_groups
}

# The pattern of a filter without what may be written in several ways.
pattern(filter) := regex.replace(object.get(filter.properties, "FilterPattern", ""), `[\s"']`, "")

# The filters that ask for all of some terms.
asking(terms) := {filter |
	some filter in filters
	text := pattern(filter)
	every term in terms {
		contains(text, term)
	}
}

# The filters that find all of some events of a service: by name, or because they find all that it does.
finding(source, events) := {filter |
	some filter in filters
	names := names_in(filter)
	every event in events {
		some name in names
		lib.fits(event, name)
	}
} | {filter |
	some filter in filters
	count(names_in(filter)) == 0
	contains(pattern(filter), sprintf("$.eventSource=%s", [source]))
}

names_in(filter) := {trim_prefix(found, "$.eventName=") |
	some found in regex.find_n(`[$][.]eventName=[A-Za-z0-9*]+`, pattern(filter), -1)
}

# Why nobody hears of what some filters find; nothing if somebody does.
unheard(found) := {"No trail of all regions writes into a log group of the account."} if count(log_groups) == 0

unheard(found) := {sprintf("No metric filter of %s finds it.", [names])} if {
	count(log_groups) > 0
	count(found) == 0
	names := concat(", ", sort({group.name | some group in log_groups}))
}

unheard(found) := {sprintf("No alarm tells anybody of what the metric filter %s finds.", [names])} if {
	count(found) > 0
	not told(found)
	names := concat(", ", sort({filter.properties.FilterName | some filter in found}))
}

unheard(found) := set() if told(found)

told(found) if {
	some filter in found
	some made in object.get(filter.properties, "MetricTransformations", [])
	some alarm in lib.present("AWS::CloudWatch::Alarm")
	alarm.region == filter.region
	watches(alarm, made)
	tells(alarm)
}

watches(alarm, made) if {
	alarm.properties.MetricName == made.MetricName
	alarm.properties.Namespace == made.MetricNamespace
}

watches(alarm, made) if {
	some query in object.get(alarm.properties, "Metrics", [])
	query.MetricStat.Metric.MetricName == made.MetricName
	query.MetricStat.Metric.Namespace == made.MetricNamespace
}

# Whether an alarm does something of which somebody hears; a topic of the account needs a subscription.
tells(alarm) if {
	object.get(alarm.properties, "ActionsEnabled", true) == true
	some action in object.get(alarm.properties, "AlarmActions", [])
	heard(action)
}

heard(action) if not is_own_topic(action)

heard(action) if {
	some subscription in lib.present("AWS::SNS::Subscription")
	subscription.properties.TopicArn == action
}

is_own_topic(action) if {
	parts := split(action, ":")
	parts[2] == "sns"
	parts[4] == input.account_id
}
