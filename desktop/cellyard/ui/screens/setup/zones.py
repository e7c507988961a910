"""Set up, zones and slots: the grid of the yard as it stands, changed in place."""

from cellyard.domain.registers import Zone
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up import zones
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.zone_grid import ZoneGrid
from cellyard.words import N_, _, ngettext


class ZonesSection(Section):
    """Only zones that differ are published. A zone that is left out keeps its name, without slots.

    Zones whose slots are no plain grid (from a CSV) stay as they are until a CSV replaces them.
    """

    key = "zones"
    title = N_("Zones and slots")
    icon = "ph.squares-four"
    right = "slots"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._standing: list[Zone] = []
        self._saving = False
        self._grid = ZoneGrid([], "", home=frame.station)
        self._grid.changed.connect(self.changed)
        self.middle, self.side = self._grid, self._grid.side

    def shown(self) -> None:
        self._grid.set_enabled(enabled=self.allowed)
        self._grid.set_home(self.frame.station, self.frame.centre.jurisdiction)
        self.learn()

    def learn(self) -> None:
        self.ask(lambda q: q.registers.zones(), self._learn)

    def primary(self) -> Primary | None:
        text = _("Save")
        if self._saving:
            return Primary(text, working=_("Saving"))
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        if hindered := self._grid.hindered():
            return Primary(text, not_yet=hindered)
        count = len(self._changed())
        if not count:
            return Primary(text, not_yet=_("Nothing is changed"))
        said = ngettext("{count} zone", "{count} zones", count)
        return Primary(text, said.format(count=count))

    def act(self) -> None:
        primary = self.primary()
        if primary and not primary.not_yet and not primary.working:
            self._saving = True
            self.changed.emit()
            self.publish(self._changed(), self._saved, self._not_saved)

    def back(self) -> bool:
        return self._grid.back()

    def _learn(self, standing: list[Zone]) -> None:
        untouched = not self._standing or not self._changed()
        self._standing = standing
        if untouched:
            self._grid.set_fixed([z for z in standing if z.slots and not zones.typed(z)])
            self._grid.set_rows([r for z in standing if (r := zones.typed(z))])
        self.changed.emit()

    def _changed(self) -> list[Zone]:
        """Return the zones that differ from the register, emptied ones too."""
        made = {zone.key: zone for zone in self._grid.layout_made().zones}
        fixed = {zone.key for zone in self._grid.fixed}
        standing = {zone.key: zone for zone in self._standing}
        changed = [_with_title(zone, standing.get(key)) for key, zone in made.items()]
        left_out = [
            Zone(key=z.key, purpose=z.purpose, title=z.title, slots=())
            for z in self._standing
            if z.slots and z.key not in made and z.key not in fixed
        ]
        return [z for z in (*changed, *left_out) if z != standing.get(z.key)]

    def _saved(self) -> None:
        self._saving = False
        self._grid.say(_("Kept."), _("The yard is so from now on."))
        self.learn()

    def _not_saved(self, said: str) -> None:
        self._saving = False
        self._grid.say_wrong(said)
        self.changed.emit()


def _with_title(zone: Zone, standing: Zone | None) -> Zone:
    """Return the zone with what the grid does not ask: its title and its own limits."""
    if standing is None:
        return zone
    return Zone(
        key=zone.key,
        purpose=zone.purpose,
        title=standing.title,
        outdoors=standing.outdoors if standing.purpose == zone.purpose else zone.outdoors,
        max_kg=standing.max_kg,
        max_kwh=standing.max_kwh,
        slots=zone.slots,
    )
