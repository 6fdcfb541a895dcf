"""Kernels over tags and dependencies."""
