"""HTTP routes, made from the contracts."""
