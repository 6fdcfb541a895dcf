"""Silence of a process that should send heartbeats, as its supervisor measures it."""

from libs.servicekit.serving.readiness import BEAT_SECONDS

LIVENESS_SECONDS = 15.0
SHORTEST_LIVENESS_SECONDS = 3 * BEAT_SECONDS
# Time for the stack dump of a process that hangs; then it is killed.
DUMP_SECONDS = 3.0
TICK_SECONDS = 0.5


class Silence:
    """Seconds since the last heartbeat, without the pauses of the supervisor itself.

    A supervisor that was suspended (Ctrl-Z, a laptop's lid, a machine under load) finds its timers due before it has
    read what arrived meanwhile. Each look at the clock therefore counts for two ticks at most.
    """

    def __init__(self, now: float) -> None:
        self.seconds = 0.0
        self._looked = now

    def beat(self) -> None:
        """Record a sign of life."""
        self.seconds = 0.0

    def look(self, now: float) -> None:
        """Add the time since the last look."""
        self.seconds += min(now - self._looked, 2 * TICK_SECONDS)
        self._looked = now
