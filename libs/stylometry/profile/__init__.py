"""A writer's fingerprint in words: bands, reliability, differences, deviations."""
