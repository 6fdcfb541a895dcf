"""The process of a service: settings, logs, health, readiness, the gRPC server."""
