"""Fitting of what the style engine ships: run by hand, on corpora that stay outside."""
