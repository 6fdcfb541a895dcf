"""Counting: each module reads a Document and names the sums it adds to a text's statistics."""
