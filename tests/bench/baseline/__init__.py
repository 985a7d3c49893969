"""What the figures are held against: an estate on a mock of AWS, and an inventory in plain boto3."""
