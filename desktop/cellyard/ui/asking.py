"""Asking the store by the rules in force now: what a decision taken now would see."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from cellyard.domain import codes
from cellyard.domain.battery import Battery
from cellyard.domain.codes import scans
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.jobs.door import SignedIn, by_badge
from cellyard.ledger.questions import Questions, surviving
from cellyard.ui.screen import Frame, Heard, OnRefused
from cellyard.ui.setting_up.people import badge_number

T = TypeVar("T")
Question = Callable[[Questions, Known], T]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Asking:
    """Asks on the reader's thread; without rules in force the frame says so."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def ask(self, question: Question[T], then: Callable[[T], None], key: str) -> None:
        """Ask; of several questions with one key only the last is answered."""
        station, actor, now = self._frame.station, self._frame.person.id, now_ms()

        def ask(questions: Questions) -> T | Refused:
            try:
                known = questions.known(station=station, actor=actor, now=now)
                return question(questions, known)
            except Refused as no:
                return no

        def answer(found: T | Refused) -> None:
            if isinstance(found, Refused):
                self._frame.refuse(found)
            else:
                then(found)

        self._frame.ask(ask, answer, key=key)

    def battery(
        self,
        scan: scans.Scan,
        then: Callable[[Battery], None],
        refused: OnRefused,
        key: str,
    ) -> bool:
        """Ask which one battery a scan means; False where it is no code of a battery.

        Refused: not_booked_in, code_of_several.
        """
        match scan:
            case scans.OwnLabel(id_, code):
                pass
            case scans.BatteryCode(read):
                id_, code = "", read.code
            case _:
                return False

        def answer(found: Sequence[Battery]) -> None:
            if no := not_one(found, code):
                refused(no)
            else:
                then(found[0])

        self.ask(lambda q, known: by_scan(q, known, id_, code), answer, key)
        return True

    def badge(
        self, heard: Heard, then: Callable[[SignedIn], None], otherwise: Callable[[], object]
    ) -> bool:
        """Learn whose badge a scan is; nobody signs in by it. False where it can be none.

        A badge is our own card or whatever code it carries: `otherwise` where that is nobody's.
        """
        if not isinstance(heard.scan, scans.Badge | scans.BatteryCode):
            return False
        number, ours = badge_number(heard.text), isinstance(heard.scan, scans.Badge)

        def refused(no: Refused) -> None:
            if ours:
                self._frame.refuse(no)
            else:
                otherwise()

        self._frame.work(lambda s: by_badge(s, number, heard.at), done=then, refused=refused)
        return True


def by_scan(questions: Questions, known: Known, id_: str, code: str) -> Sequence[Battery]:
    """Return the batteries that a scan may mean, withdrawn ones left out, the surviving one for
    one that was merged.

    `id_` is that of our own label; else every battery that carries the code.
    """
    one = surviving(questions, id_) if id_ else None
    key = codes.key(code)
    found = [one] if one else list(known.with_code(key)) if key else []
    return [battery for battery in found if not battery.withdrawn]


def not_one(found: Sequence[object], scanned: str) -> Refused | None:
    """Return why a scan means no one battery here, or None when it means exactly one."""
    if not found:
        return Refused("not_booked_in", scanned=scanned)
    if len(found) > 1:
        return Refused("code_of_several", count=len(found), scanned=scanned)
    return None
