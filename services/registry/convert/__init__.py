"""Contract messages to domain values and back, in pairs x_to_pb and x_from_pb, by noun as the contracts are."""
