"""A service that a test adds to the stack: its own contract, schema, RPC, job, schedule and events."""
