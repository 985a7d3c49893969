# What checks of GuardDuty share.
package pantheon.lib.guardduty

import rego.v1

# A detector that is off is what the account is told about; of one that could not be read nothing is known.
is_off if input.properties.Enable == false

# Whether a feature of the detector is on.
has(name) if {
	some feature in object.get(input.properties, "Features", [])
	feature.Name == name
	feature.Status == "ENABLED"
}
