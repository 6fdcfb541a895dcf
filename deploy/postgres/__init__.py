"""Embedded PostgreSQL server, run from the binaries of an installed wheel."""
