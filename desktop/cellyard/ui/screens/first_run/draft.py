"""What was typed in First run so far: kept in the folder at each change, forgotten when done."""

from contextlib import suppress
from pathlib import Path

import msgspec

from cellyard import settings
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre, Instrument
from cellyard.domain.yard import Layout, zones_from_csv
from cellyard.jobs import membership
from cellyard.jobs.founding import Founding
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import identity
from cellyard.ui.setting_up import outlets, zones
from cellyard.ui.setting_up.outlets import OutletRow
from cellyard.ui.setting_up.zones import ZoneRow

FILE = "first-run.json"


class Draft(msgspec.Struct, kw_only=True):
    """Texts as typed, right or wrong. PINs are not among them: no PIN lies on a disk."""

    step: str = "centre"
    name: str = ""
    jurisdiction: str = "CN"
    uscc: str = ""
    station: str = ""
    training: bool = False
    administrator: str = ""
    badge: str = ""
    outlets: list[OutletRow] = []
    outlets_from: str = ""
    zones: list[ZoneRow] = []
    zones_csv: str = ""
    instruments: list[Instrument] = []
    label_target: str = ""
    been: list[str] = []
    # A station comes out of a backup instead: which one, see `first_run.backup`.
    restoring: bool = False
    backup: str = ""
    # A station joins a centre that there is already, see `first_run.join`.
    joining: bool = False
    recovering: bool = False
    hub_url: str = ""
    hub_proxy: str = ""

    def layout(self) -> Layout:
        """Return the zones as typed, from the grid or from the CSV that stands in its place."""
        if self.zones_csv:
            return zones_from_csv(self.zones_csv, home=self.station.strip())
        return zones.layout(self.zones, home=self.station.strip())

    def founding(self, pin: str) -> Founding:
        """Return what the station is founded with."""
        station = self.station.strip()
        return Founding(
            centre=Centre(
                name=self.name.strip(),
                jurisdiction=self.jurisdiction,
                uscc=self.uscc.strip().upper(),
                training=self.training,
            ),
            station=station,
            administrator=NewPerson(
                name=self.administrator, badge=self.badge, pin=pin, roles=("administrator",)
            ),
            partners=outlets.partners(self.outlets),
            zones=self.layout().zones,
            instruments=tuple(
                msgspec.structs.replace(i, station=station) for i in self.instruments
            ),
        )


def load(folder: Path) -> Draft:
    """Return what was typed before a crash, or the beginning: the sample yard, nothing else.

    What cannot be read is begun anew: it holds nothing that was ever acknowledged.
    """
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Draft)
    except (OSError, msgspec.MsgspecError):
        return Draft(zones=zones.sample())


def recovery(folder: Path) -> Draft:
    """Return the beginning of a recovery: as the station was called, where its hub was."""
    draft = Draft(step="stopped", joining=True, recovering=True)
    with suppress(Refused):  # a spoiled file is asked for again
        hub = membership.read(folder)
        draft.hub_url = hub.url if hub else ""
        draft.station = identity(folder).station
        draft.hub_proxy = settings.load(folder).hub_proxy
    return draft


def save(folder: Path, draft: Draft) -> None:
    """Keep what is typed: a crash of the program loses nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE}.part"
    part.write_bytes(msgspec.json.encode(draft))
    part.replace(folder / FILE)


def forget(folder: Path) -> None:
    """The station stands: what was typed is in it."""
    (folder / FILE).unlink(missing_ok=True)
