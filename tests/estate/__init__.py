"""The demo organization Olympus: what it is, and the program that makes it."""
