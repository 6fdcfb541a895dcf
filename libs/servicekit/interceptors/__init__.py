"""Interceptors around every call, from the outside in: trace, errors, deadline, authentication, limits, validation."""
