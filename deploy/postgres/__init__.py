"""A PostgreSQL server of our own, run from the binaries of an installed wheel."""
