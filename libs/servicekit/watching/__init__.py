"""Watches: the log of changes, notifications, and tokens to resume from."""
