package pantheon.checks.cloudtrail.lib_test

import data.pantheon.lib.cloudtrail
import rego.v1

classic(selector) := {"properties": {"EventSelectors": [selector]}}

advanced(fields) := {"properties": {"AdvancedEventSelectors": [{"FieldSelectors": [field |
	some name, comparison in fields
	field := object.union({"Field": name}, comparison)
]}]}}

management := {"eventCategory": {"Equals": ["Management"]}}

objects := {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": ["AWS::S3::Object"]}}

test_management_events if {
	every trail in [
		{"properties": {}},
		classic({"IncludeManagementEvents": true, "ReadWriteType": "All"}),
		advanced(management),
	] {
		cloudtrail.records_management(trail, "read")
		cloudtrail.records_management(trail, "write")
	}
}

test_management_events_of_one_kind if {
	every trail in [
		classic({"IncludeManagementEvents": true, "ReadWriteType": "WriteOnly"}),
		advanced(object.union(management, {"readOnly": {"Equals": ["false"]}})),
	] {
		not cloudtrail.records_management(trail, "read")
		cloudtrail.records_management(trail, "write")
	}
}

test_no_management_events if {
	not cloudtrail.records_management(classic({"IncludeManagementEvents": false}), "write")
	not cloudtrail.records_management(advanced(objects), "write")
}

test_objects_of_all_buckets if {
	every value in ["arn:aws:s3", "arn:aws:s3:::", "arn:aws-us-gov:s3"] {
		selector := {"DataResources": [{"Type": "AWS::S3::Object", "Values": [value]}], "ReadWriteType": "All"}
		cloudtrail.records_objects(classic(selector), "read")
	}
	cloudtrail.records_objects(advanced(objects), "read")
	cloudtrail.records_objects(advanced(objects), "write")
	but_logs := {"resources.ARN": {"NotStartsWith": ["arn:aws:s3:::logs/"]}}
	cloudtrail.records_objects(advanced(object.union(objects, but_logs)), "write")
}

test_objects_of_some_buckets if {
	one := {"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"]}], "ReadWriteType": "All"}
	not cloudtrail.records_objects(classic(one), "read")
	one_prefix := {"resources.ARN": {"StartsWith": ["arn:aws:s3:::logs/"]}}
	not cloudtrail.records_objects(advanced(object.union(objects, one_prefix)), "write")
	deleting := {"eventName": {"Equals": ["DeleteObject"]}}
	not cloudtrail.records_objects(advanced(object.union(objects, deleting)), "write")
	not cloudtrail.records_objects(advanced(management), "write")
	reading := {"readOnly": {"Equals": ["true"]}}
	not cloudtrail.records_objects(advanced(object.union(objects, reading)), "write")
}

test_left_out if {
	cloudtrail.left_out(classic({"ExcludeManagementEventSources": ["kms.amazonaws.com"]})) == {"kms.amazonaws.com"}
	sources := {"eventSource": {"NotEquals": ["kms.amazonaws.com", "rdsdata.amazonaws.com"]}}
	all := advanced(object.union(management, sources))
	cloudtrail.left_out(all) == {"kms.amazonaws.com", "rdsdata.amazonaws.com"}
	cloudtrail.left_out({"properties": {}}) == set()
}
