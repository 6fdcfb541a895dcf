"""HTTP requests and replies."""
