"""Values and rules of the analyzer, by noun."""
