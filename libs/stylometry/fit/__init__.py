"""Fitting of the shipped weights: run by hand, on corpora outside of the repository."""
