"""Calls between processes: who calls, access tokens, access rules, channels, statuses, pages."""
