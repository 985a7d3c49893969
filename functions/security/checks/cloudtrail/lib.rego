# What checks of trails share: which events a trail records.
package pantheon.lib.cloudtrail

import data.pantheon.lib
import rego.v1

trails := lib.present("AWS::CloudTrail::Trail")

# The trails of the account that are on.
logging := {trail |
	some trail in trails
	trail.properties.IsLogging == true
}

# Those that record what is done in every region, both what reads and what writes.
complete := {trail |
	some trail in logging
	trail.properties.IsMultiRegionTrail == true
	records_management(trail, "read")
	records_management(trail, "write")
}

# What is not known of the trails, which matters unless one is known that does what is asked for.
unknown(names) := of_organization | {sprintf("The %s of the trail %s could not be read.", [name, trail.native_id]) |
	some trail in trails
	some name in names
	name in object.get(trail.properties, "Unread", [])
}

# A trail of the organization lives in another account, and is seen here by the role of CloudTrail alone.
of_organization := {"A trail of the organization may record the account." |
	count(trails) == 0
	lib.has_role("AWSServiceRoleForCloudTrail")
}

selectors(trail) := object.get(trail.properties, "EventSelectors", [])

advanced(trail) := object.get(trail.properties, "AdvancedEventSelectors", [])

# A trail to which nobody said what to record takes all that is done to resources, but nothing of their data.
records_management(trail, _) if {
	count(selectors(trail)) == 0
	count(advanced(trail)) == 0
}

records_management(trail, kind) if {
	some selector in selectors(trail)
	object.get(selector, "IncludeManagementEvents", true) == true
	takes(selector, kind)
}

records_management(trail, kind) if {
	some selector in advanced(trail)
	equals(selector, "eventCategory", "Management")
	takes_in_fields(selector, kind)
}

# Whether a trail records what is done to the objects of all buckets.
records_objects(trail, kind) if {
	some selector in selectors(trail)
	takes(selector, kind)
	some resource in object.get(selector, "DataResources", [])
	resource.Type == "AWS::S3::Object"
	some value in object.get(resource, "Values", [])
	regex.match("^arn:aws[a-z-]*:s3(:::)?$", value)
}

records_objects(trail, kind) if {
	some selector in advanced(trail)
	equals(selector, "eventCategory", "Data")
	equals(selector, "resources.type", "AWS::S3::Object")
	takes_in_fields(selector, kind)
	not narrowed(selector)
}

takes(selector, _) if object.get(selector, "ReadWriteType", "All") == "All"

takes(selector, "read") if selector.ReadWriteType == "ReadOnly"

takes(selector, "write") if selector.ReadWriteType == "WriteOnly"

takes_in_fields(selector, _) if count(fields(selector, "readOnly")) == 0

takes_in_fields(selector, "read") if equals(selector, "readOnly", "true")

takes_in_fields(selector, "write") if equals(selector, "readOnly", "false")

fields(selector, name) := [field |
	some field in object.get(selector, "FieldSelectors", [])
	field.Field == name
]

equals(selector, name, value) if {
	some field in fields(selector, name)
	value in object.get(field, "Equals", [])
}

# Whether a selector takes only some resources or some events; leaving a few out is no such thing.
narrowed(selector) if {
	some field in object.get(selector, "FieldSelectors", [])
	not field.Field in {"eventCategory", "readOnly", "resources.type"}
	some comparison in ["EndsWith", "Equals", "StartsWith"]
	count(object.get(field, comparison, [])) > 0
}

# The services whose events a trail leaves out.
left_out(trail) := {source |
	some selector in selectors(trail)
	some source in object.get(selector, "ExcludeManagementEventSources", [])
} | {source |
	some selector in advanced(trail)
	equals(selector, "eventCategory", "Management")
	some field in fields(selector, "eventSource")
	some source in object.get(field, "NotEquals", [])
}
