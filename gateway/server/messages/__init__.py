"""JSON, path and query of an HTTP request as one message of the contract."""
