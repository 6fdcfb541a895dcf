"""Streaming methods over HTTP: server-sent events, and conversations in both directions."""
