"""The tools behind the Makefile: set up, build, start a local AWS, deploy to it, check everything."""
