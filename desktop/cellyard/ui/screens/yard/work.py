"""What is done with a watched battery: read it, hold it, and what takes two people."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.yard import hold, observation
from cellyard.jobs import labels
from cellyard.jobs.station import Station
from cellyard.ui import photos
from cellyard.ui.asking import Asking
from cellyard.ui.photos import Photos
from cellyard.ui.screen import Frame, Heard
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.survey import Stored
from cellyard.words import _, number

Doing = Literal["", "read", "hold", "release", "better"]


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What the next badge agrees to: a hold lifted for a reason, or a better verdict by a photo."""

    battery: str
    reason: str = ""
    photo: str = ""


class Work:
    """One thing at a time. `over` comes when it is done or given up, to show what is chosen."""

    def __init__(self, frame: Frame, asking: Asking, over: Callable[[], None]) -> None:
        self._frame, self._asking, self._over = frame, asking, over
        self.doing: Doing = ""
        self.stored: Stored | None = None
        self.reason = ""
        self.photo: Path | None = None
        self._writing = False
        self._photos = Photos(self._photographed)

    def begin(self, doing: Doing, stored: Stored) -> None:
        """Begin one of them on a battery."""
        self.doing, self.stored, self.reason, self.photo = doing, stored, "", None
        if doing == "better":
            self._photos.watch(self._frame.settings.photos)

    def give_up(self) -> bool:
        """Step back; False when nothing was begun."""
        begun = bool(self.doing)
        self._end()
        return begun

    def _end(self) -> None:
        self.doing, self.stored, self.reason, self.photo = "", None, "", None
        self._writing = False
        self._over()

    # --- reading ------------------------------------------------------------------------------

    def write_look(self, order: observation.Observing) -> None:
        """Write a look; a worse verdict is told, and its label printed anew."""
        if self._writing or self.stored is None:
            return
        self._writing, stored = True, self.stored
        done = partial(self._looked, stored, order.reading)
        self._frame.record(observation.observe, order, done=done, refused=self._refused)

    def _looked(self, stored: Stored, reading: Reading, recorded: tuple[Recorded, ...]) -> None:
        worse = any(isinstance(r.fact, f.Triaged) for r in recorded)
        value = reading.value
        words = _("no reading") if value is None else f"{number(value)} °C"  # type: ignore[arg-type]
        slot = stored.battery.slot or ""
        self._end()
        if worse:
            self._relabel(stored)
            self._frame.note(slot, _("The verdict is worse now"))
        else:
            self._frame.heard(slot, words)

    def _relabel(self, stored: Stored) -> None:
        """Print the label anew: the old verdict stands on it still."""
        target, by = self._frame.settings.label_target, self._frame.person.id
        id_ = stored.battery.id
        self._frame.work(lambda station: labels.print_label(station, id_, target=target, by=by))

    # --- holds and better verdicts --------------------------------------------------------------

    def give_reason(self, reason: str) -> None:
        """Take the reason: a hold stands at once, its end waits for a second badge."""
        stored = self.stored
        if stored is None or self._writing:
            return
        if self.doing == "hold":
            self._writing = True
            order = hold.Holding(battery=stored.battery.id, reason=reason)  # pyright: ignore[reportArgumentType] - one of the page's words
            self._frame.record(hold.hold, order, done=self._held, refused=self._refused)
        elif self.doing == "release":
            self.reason = reason
            self._over()

    def _held(self, _recorded: tuple[Recorded, ...]) -> None:
        self._written(_("On hold. Two people lift it."))

    def _written(self, words: str) -> None:
        stored = self.stored
        self._end()
        if stored is not None:
            self._frame.heard(stored.battery.slot or said.code(stored), words)

    def look_for_photo(self) -> None:
        """Take a picture that the camera has dropped since."""
        if self.doing == "better" and self.photo is None:
            self._photos.look()

    def drop(self, pictures: Sequence[Path]) -> None:
        """Take a picture that was dropped, if one is asked for."""
        if self.doing == "better" and pictures:
            self._photographed(pictures[-1])

    def _photographed(self, path: Path) -> None:
        self.photo = path
        self._over()

    def agreement(self) -> Agreed | None:
        """Return what the next badge agrees to, None while it signs somebody in."""
        if self.stored is None:
            return None
        id_ = self.stored.battery.id
        if self.doing == "release" and self.reason:
            return Agreed(battery=id_, reason=self.reason)
        if self.doing == "better" and self.photo is not None:
            return Agreed(battery=id_, photo=str(self.photo))
        return None

    def badge(self, heard: Heard, otherwise: Callable[[], object]) -> bool:
        """Let a badge agree; False when none is called for, or the scan can be none."""
        what = self.agreement()
        return what is not None and self._asking.badge(
            heard, lambda who: self._agreed(what, who.id), otherwise
        )

    def _agreed(self, what: Agreed, second: str) -> None:
        if self.agreement() != what or self._writing:
            return
        self._writing = True
        if what.reason:
            order = hold.Releasing(battery=what.battery, reason=what.reason, second=second)  # pyright: ignore[reportArgumentType] - one of the page's words
            self._frame.record(
                hold.release_hold,
                order,
                done=lambda _r: self._written(_("The hold is lifted")),
                refused=self._refused,
            )
            return
        by = self._frame.person.id
        self._frame.work(
            lambda station: _better(station, what, second, by),
            done=self._bettered,
            refused=self._refused,
        )

    def _bettered(self, _nothing: None) -> None:
        stored = self.stored
        self._written(_("A better verdict is written. Print its label anew."))
        if stored is not None:
            self._relabel(stored)

    def _refused(self, no: Refused) -> None:
        self._writing = False
        self._frame.refuse(no)


def _better(station: Station, what: Agreed, second: str, by: str) -> None:
    blob = photos.kept(station, Path(what.photo))
    order = observation.Downgrading(battery=what.battery, second=second, photo=blob)
    station.record(observation.downgrade, order, by=by)
