# What checks of containers share.
package pantheon.lib.ecs

import data.pantheon.lib
import rego.v1

containers := lib.get(input.properties, "ContainerDefinitions", [])

name(container) := lib.get(container, "Name", "without a name")

# Windows has no privileged containers, no root and no file systems that can be only read.
windows if startswith(lib.get(input.properties, ["RuntimePlatform", "OperatingSystemFamily"], ""), "WINDOWS")

# Whether a container says itself that it runs as root, with or without a group.
root(container) if split(lib.get(container, "User", ""), ":")[0] in {"root", "0"}
