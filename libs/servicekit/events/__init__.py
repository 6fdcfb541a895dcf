"""Events between services: a transactional outbox and an inbox."""
