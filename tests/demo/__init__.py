"""The demo: the platform at work on the demo organization."""
