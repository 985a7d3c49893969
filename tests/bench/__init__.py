"""What the platform costs, in time and memory: `make bench` prints it."""
