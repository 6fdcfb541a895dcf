"""Counts and sums of a text, all in one vector; the vectors of several texts add up."""
