# What checks of buckets share.
package pantheon.lib.s3

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

policy := object.get(input.properties, "PolicyDocument", {})

# How everybody may do one of these actions, or something that one of these permissions grants.
public_ways(acts, permissions) := ways_by_policy(acts) | ways_by_grant(permissions)

ways_by_policy(acts) := {sprintf("%s of the bucket policy lets everybody do %s.", [name, deeds]) |
	not policy_is_void
	some act in acts
	some statement in policies.open_to(policy, act)
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}

ways_by_grant(permissions) := {sprintf("The access control list grants %s to %s.", [grant.Permission, group]) |
	not grants_are_void
	some grant in object.get(input.properties, "Grants", [])
	grant.Permission in permissions
	group := public_groups[grant.Grantee.URI]
}

public_groups := {
	"http://acs.amazonaws.com/groups/global/AllUsers": "everybody",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "every account of AWS",
}

# S3 heeds no public policy of such a bucket.
policy_is_void if input.properties.PublicAccessBlockConfiguration.RestrictPublicBuckets == true

# S3 heeds no public access control list of such a bucket, or none at all.
grants_are_void if input.properties.PublicAccessBlockConfiguration.IgnorePublicAcls == true

grants_are_void if lists_are_off

# Whether the bucket has no access control lists any more.
lists_are_off if {
	some rule in object.get(input.properties, "OwnershipControls", {}).Rules
	rule.ObjectOwnership == "BucketOwnerEnforced"
}

# What would have to be read to know who everybody is let in by.
unread_ways contains sentence if some sentence in lib.unread(["PublicAccessBlockConfiguration"])

unread_ways contains sentence if {
	not policy_is_void
	some sentence in lib.unread(["PolicyDocument"])
}

unread_ways contains sentence if {
	not grants_are_void
	some sentence in lib.unread(["Grants", "OwnershipControls"])
}

# Whether a service of AWS delivers into the bucket.
takes_from(service) if {
	some statement in policies.with_effect(policy, "Allow")
	service in lib.as_list(statement.Principal.Service)
	policies.covers_action(statement, "s3:putobject")
}

# The rules of the life cycle that are in force.
lifecycle_rules := [rule |
	some rule in object.get(object.get(input.properties, "LifecycleConfiguration", {}), "Rules", [])
	rule.Status == "Enabled"
]

versioning := object.get(object.get(input.properties, "VersioningConfiguration", {}), "Status", "Off")
