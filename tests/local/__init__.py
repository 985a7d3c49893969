"""Drives the deployed platform from outside, over HTTP and WebSocket, with IAM enforced."""
