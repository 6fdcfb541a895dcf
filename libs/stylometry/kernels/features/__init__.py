"""Kernels that compute the features of a text."""
