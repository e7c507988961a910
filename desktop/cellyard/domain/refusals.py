"""What is said no to and what goes wrong outside: expected answers, never crashes."""


class Refused(Exception):
    """An act the rules do not allow.

    `code` names the sentence in `words.refusals`; `shown` are the values it speaks of
    (Decimals, codes, slot names). Nothing was written when this is raised.
    """

    def __init__(self, code: str, **shown: object) -> None:
        super().__init__(code)
        self.code = code
        self.shown = shown

    def __str__(self) -> str:
        return f"{self.code} {self.shown}" if self.shown else self.code


class Trouble(Exception):
    """A device or a network that does not do its part now: retried, and shown as a state.

    `code` names the sentence in `words.troubles`; `shown` are the values it speaks of.
    """

    def __init__(self, code: str, **shown: object) -> None:
        super().__init__(code)
        self.code = code
        self.shown = shown

    def __str__(self) -> str:
        return f"{self.code} {self.shown}" if self.shown else self.code


def as_refused(no: Refused | Trouble | OSError) -> Refused:
    """Return whatever kept an act from being done as the answer to who wanted it.

    An OSError is that of the disk, which does not take the file of a run.
    """
    if isinstance(no, Refused):
        return no
    if isinstance(no, Trouble):
        return Refused(no.code, **no.shown)
    return Refused("run_not_kept", why=no.strerror or str(no))
