"""Background jobs of a service, in tables of its own schema (PgQueuer).

A job is put in the queue in the transaction of the change that asks for it, and runs at least once after that commits:

    queue = JobQueue("registry")
    async with database.transaction(tenant_id) as connection:
        ...
        await queue.enqueue(connection, "deliver_event", payload)

    worker = Worker(queue, url, entrypoints=[Entrypoint("deliver_event", deliver)], schedules=[...])
    async with worker:          # runs beside the server; leaving the block waits for running jobs
        await server.serve()

A job that fails is tried again, later each time; one that has failed too often, or with FutileError, is held:
`queue.list_dead` shows it and `queue.replay` gives it another chance.
"""

from libs.servicekit.jobs.queue import DeadJob, JobQueue
from libs.servicekit.jobs.retrying import Entrypoint, FutileError, Job
from libs.servicekit.jobs.worker import Schedule, Worker

__all__ = ["DeadJob", "Entrypoint", "FutileError", "Job", "JobQueue", "Schedule", "Worker"]
