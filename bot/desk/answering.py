"""What does jobs with the library, wherever it stands: processes of the bot's own, or other machines."""

from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from index import NewsIndex

P = ParamSpec("P")
Result = TypeVar("Result")
Job = Callable[Concatenate[NewsIndex, P], Result]
"""What is done with the library: a function of `bot.desk.jobs`."""


class Answering(Protocol):
    """Does jobs, each wherever there is room."""

    @property
    def processes(self) -> int:
        """How many jobs are done at once."""

    @property
    def lacking(self) -> str:
        """What it lacks to answer just now, in a line; empty for nothing."""

    @property
    def done(self) -> Mapping[str, int]:
        """How many jobs each worker has done, by its name; of those that are there."""

    @property
    def restarts(self) -> int:
        """How often a job had to be begun anew or given up, for whoever watches."""

    @property
    def pending(self) -> int:
        """How many jobs wait or run."""

    async def run(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do a job of the library.

        Raises:
            BusyError: too many wait already.
            WorkerError: it took too long, or whoever did it died over it twice.
            OnRecordError: what the job itself raised.
        """
