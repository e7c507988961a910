"""What a rule says no to: an expected answer with what to do next, never a crash."""


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
