"""Facts that answer what facts could not agree on: one thing or two, and tasks of any kind."""

from cellyard.domain.facts.payload import Payload


class Merged(Payload, frozen=True, kw_only=True):
    """A person looked: this is the same thing as `into`, booked in twice.

    Written of the battery with the later id, which keeps its line and counts no more.
    """

    into: str


class Resolved(Payload, frozen=True, kw_only=True):
    """A person has answered a task: `answer` is a word, `seen` the facts that were shown with it.

    Written of a load, of a battery, or of `conflict/KIND/ABOUT` where a task is about more than
    one of them. Further evidence opens the task again.
    """

    task: str
    answer: str
    seen: tuple[str, ...] = ()


AnsweringFact = Merged | Resolved
