"""The match between a text and a writer's fingerprint: comparison, calibration, evidence."""
