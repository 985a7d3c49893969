"""What proves the platform: contracts, the demo estate, the local deployment, the tools that run them."""
