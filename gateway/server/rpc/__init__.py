"""gRPC calls to the services."""
