"""Use cases: they know the domain and the ports, and neither protobuf nor SQL."""
