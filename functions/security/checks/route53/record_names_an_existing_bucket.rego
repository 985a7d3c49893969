# METADATA
# title: DNS records name buckets that exist
# description: >-
#   Looks whether the bucket behind a record that leads to S3 is one of this account. A bucket of another account of
#   the company is not seen.
# custom:
#   severity: medium
#   risk: >-
#     If the bucket is gone, anybody can make one of that name and then speaks to customers under the name of the
#     company.
#   remediation:
#     text: >-
#       Delete the record, or make the bucket again at once, before somebody else does.
#     cli: >-
#       aws route53 change-resource-record-sets --hosted-zone-id <zone> --change-batch file://delete.json
#   resource_types: [AWS::Route53::RecordSet]
#   reads: [AWS::S3::Bucket]
package pantheon.checks.route53.record_names_an_existing_bucket

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	some bucket in buckets
	not there(bucket)
	what := [host(input.properties.Name), bucket]
	sentence := sprintf("%s leads to the bucket %s, which is not of this account.", what)
}

host(name) := trim_suffix(lower(name), ".")

# A website is kept in the bucket that has the name of the record.
buckets contains host(input.properties.Name) if {
	target := host(lib.get(input.properties, ["AliasTarget", "DNSName"], ""))
	regex.match("^s3-website[.-]", target)
}

buckets contains bucket if {
	input.properties.Type == "CNAME"
	some value in lib.get(input.properties, "ResourceRecords", [])
	parts := regex.find_n("^.+[.]s3[.-]([a-z0-9.-]+[.])?amazonaws[.]com", host(value), 1)
	bucket := regex.replace(parts[0], "[.]s3[.-]([a-z0-9.-]+[.])?amazonaws[.]com$", "")
}

there(name) if {
	some bucket in lib.present("AWS::S3::Bucket")
	bucket.native_id == name
}
