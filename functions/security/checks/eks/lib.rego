# What checks of EKS share: how long AWS supports each version of Kubernetes.
package pantheon.lib.eks

import rego.v1

# When the standard support of a version ended or will end, by its minor number
# (docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html).
ends := {
	23: "2023-10-11",
	24: "2024-01-31",
	25: "2024-05-01",
	26: "2024-06-11",
	27: "2024-07-24",
	28: "2024-11-26",
	29: "2025-03-23",
	30: "2025-07-23",
	31: "2025-11-26",
	32: "2026-03-23",
	33: "2026-07-29",
	34: "2026-12-02",
	35: "2027-03-27",
}

oldest := 23

# What is wrong with a version, in a sentence.
outdated(version) := sprintf("The standard support of Kubernetes %s ended on %s.", [version, ends[minor(version)]]) if {
	ends[minor(version)] < substring(input.now, 0, 10)
}

outdated(version) := sprintf("The support of Kubernetes %s ended years ago.", [version]) if minor(version) < oldest

minor(version) := to_number(split(version, ".")[1]) if regex.match("^1[.][0-9]+$", version)
