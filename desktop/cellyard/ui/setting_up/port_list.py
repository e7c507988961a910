"""The ports of this machine: what hangs on each, and any other port by its name."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.readings import PortFound
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs import binding, ports
from cellyard.jobs.instruments import Attached
from cellyard.ui import form
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.words import described, port_name
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _
from cellyard.words.instruments import instrument_name
from cellyard.words.troubles import state_word


class PortList(QObject):
    """`chosen` with a port to be heard, `known` with the key of an instrument."""

    chosen = Signal(object)
    known = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._found: list[PortFound] = []
        self._instruments: list[Instrument] = []
        self._states: dict[str, Attached] = {}
        self._list = LineList()
        self._list.line_chosen.connect(self._choose)
        none = _("No serial port is there. Plug one in, then look again.")
        self._none = Label(none, "sub", colour="text_muted", wrap=True)
        self._other = Field(hint="socket://192.168.1.40:4001", mono=True)
        self._other.setAccessibleName(_("Another port"))
        self._other.returnPressed.connect(self._take_other)
        self.middle = self._middle()

    def shown(self) -> None:
        """Look which ports there are now; may take a second, on a thread of its own."""
        self._list.choose("")
        self._show()
        errand(self, "ports", ports.ports, self._learn, lambda _no: None)

    def set_instruments(
        self, instruments: Sequence[Instrument], attached: Sequence[Attached] = ()
    ) -> None:
        """Show which instruments there are, and how their lines stand."""
        self._instruments = list(instruments)
        self._states = {a.instrument.key: a for a in attached}
        self._show()

    def set_training(self, *, training: bool) -> None:
        """Say what to do here; in training there is nothing to do."""
        what = _("Choose a port to hear what it says. A silent one is asked what it is.")
        played = _("In training, scale and scanner are played by the program. Go on.")
        self._sub.setText(played if training else what)

    def port(self, key: str) -> PortFound:
        """Return a port of this machine, or one that was only named."""
        named = PortFound(device=key, description="")
        return next((p for p in self._found if p.device == key), named)

    def _middle(self) -> QWidget:
        head, _first, self._sub = heading(_("Ports"), "")
        self.set_training(training=False)
        listen = Button(_("Listen"))
        listen.clicked.connect(self._take_other)
        again = Button(_("Look again"), icon="ph.arrow-counter-clockwise")
        again.clicked.connect(self.shown)
        hint = _("A scanner that types like a keyboard needs no port: it works already.")
        none = form.column(self._none, margins=18)
        self._empty = form.holder(none)
        inside = form.column(self._empty, (form.column(self._list), 1), gap=0)
        return form.holder(
            form.column(
                head,
                (form.holder(inside, kind="card"), 1),
                form.row((self._other, 1), listen, again, gap=12),
                Label(hint, "desk_body", colour="text_muted", wrap=True),
                gap=12,
            )
        )

    def _learn(self, found: list[PortFound]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        on = {self._where(i): i for i in self._instruments if i.port}
        lines = [self._line(p, on.pop(p.device, None)) for p in self._found]
        lines += [self._line(PortFound(device=port, description=""), i) for port, i in on.items()]
        self._list.set_lines(lines)
        self._empty.setVisible(not lines)

    def _where(self, instrument: Instrument) -> str:
        """Return the port that an instrument is on now, "@" and its key when it is on none."""
        try:
            return binding.resolve(instrument, self._found)
        except Trouble:
            return f"@{instrument.key}"

    def _on(self, port: str) -> Instrument | None:
        return next((i for i in self._instruments if i.port and self._where(i) == port), None)

    def _line(self, found: PortFound, instrument: Instrument | None) -> Line:
        name = port_name(found.device)
        if instrument is None:
            second = described(found) or found.device
            return Line(key=found.device, title=name, second=second, shape="todo")
        attached = self._states.get(instrument.key)
        state = state_word(attached.state) if attached else described(found)
        absent = found.device.startswith("@")
        return Line(
            key=found.device,
            title=port_name(instrument.port) if absent else name,
            second=_told(instrument, found),
            right=instrument_name(instrument),
            right_second=state,
            shape="caution" if absent else "done",
        )

    def _choose(self, key: str) -> None:
        if instrument := self._on(key):
            self.known.emit(instrument.key)
        else:
            self.chosen.emit(self.port(key))

    def _take_other(self) -> None:
        port = self._other.text().strip()
        self._other.clear()
        if port:
            self._choose(port)


def _told(instrument: Instrument, found: PortFound) -> str:
    """Return the profile of an instrument, and what its adapter was told by."""
    if found.device.startswith("@"):
        words = _("{profile}, its adapter is not plugged in")
    elif not instrument.identity or not found.identity:
        return instrument.profile
    elif instrument.port == found.device:
        words = _("{profile}, known by its adapter")
    else:
        words = _("{profile}, known by its adapter, was {port}")
    return words.format(profile=instrument.profile, port=port_name(instrument.port))
