# What checks of distributions share.
package pantheon.lib.cloudfront

import data.pantheon.lib
import rego.v1

config := object.get(input.properties, "DistributionConfig", {})

# A distribution that is switched off answers nobody.
is_off if config.Enabled == false

unread := lib.unread(["DistributionConfig"])

origins := object.get(config, "Origins", [])

certificate := object.get(config, "ViewerCertificate", {"CloudFrontDefaultCertificate": true})

# What is done with requests, for each pattern of paths; the default is for all others.
behaviors := array.concat(
	[object.union(object.get(config, "DefaultCacheBehavior", {}), {"PathPattern": "*"})],
	object.get(config, "CacheBehaviors", []),
)

# The bucket behind an origin, whichever of the names of S3 it has; access points are no buckets.
bucket_of(origin) := name if {
	regex.match(address, origin.DomainName)
	name := regex.replace(origin.DomainName, address, "${1}")
	not endswith(name, "-s3alias")
	not endswith(name, "--ol-s3")
	not endswith(name, ".accesspoint")
}

address := concat("", [
	"^(.+?)[.]s3",
	"([.-](dualstack[.])?[a-z0-9-]+|-website[.-][a-z0-9-]+)?",
	"[.]amazonaws[.]com([.]cn)?$",
])
