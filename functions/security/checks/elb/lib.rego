# What checks of classic load balancers share.
package pantheon.lib.elb

import data.pantheon.lib
import rego.v1

# All attributes of a load balancer are read at once; what could not be read then stands under the
# first of them.
unread(name) := {sprintf("%s could not be read.", [name]) |
	"AccessLoggingPolicy" in lib.get(input.properties, "Unread", [])
}

listeners := lib.get(input.properties, "Listeners", [])

# Whether what a listener speaks is encrypted.
encrypted(name) if upper(name) in {"HTTPS", "SSL"}
