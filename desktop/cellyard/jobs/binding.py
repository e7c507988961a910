"""Which port an instrument is on now, told by its adapter, and whether who answers there is it."""

import re
from collections.abc import Sequence

from cellyard.devices import profile
from cellyard.domain.readings import Health, PortFound
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs import ports

# Serial numbers that a maker writes into every adapter: they tell none of them from another.
FACTORY = frozenset({"", "0001", "0000", "00000000", "12345678", "0123456789ABCDEF"})


def resolve(instrument: Instrument, found: Sequence[PortFound]) -> str:
    """Return the port that an instrument is on now; its registered one is only a hint.

    An adapter is told by its vendor, product, serial number and place (VID:PID:serial:location).
    One with a serial number of its own is known in any socket; of those with a maker's one number
    (CP210x: 0001), or none, the place tells. Raises Trouble("adapter_elsewhere") when another
    adapter has the registered port name, or nothing tells which of several it is.
    """
    if not instrument.identity:
        return instrument.port
    there = [p.device for p in found if p.identity == instrument.identity]
    if instrument.port in there:
        return instrument.port
    if not there:
        there = [p.device for p in found if _same_adapter(p.identity, instrument.identity)]
    if len(there) == 1:
        return there[0]
    # Several that nothing tells apart are as good as none.
    if there or any(p.device == instrument.port and p.identity for p in found):
        raise Trouble("adapter_elsewhere", port=instrument.port)
    return instrument.port


def bound(instrument: Instrument, port: PortFound) -> bool:
    """Tell whether an instrument is bound to this port: by its adapter, else by its name."""
    if instrument.identity and port.identity:
        same = instrument.identity == port.identity
        return same or _same_adapter(instrument.identity, port.identity)
    return instrument.port == port.device


def _same_adapter(one: str, other: str) -> bool:
    """Tell whether two identities are one adapter in two places: by a number of its own."""
    adapter, serial = _adapter(one)
    return bool(one) and serial not in FACTORY and adapter == _adapter(other)[0]


def _adapter(identity: str) -> tuple[str, str]:
    """Return an identity without its place, and the serial number in it."""
    vendor, product, serial, *_place = [*identity.split(":"), "", ""]
    return f"{vendor}:{product}:{serial}", serial


def find(instrument: Instrument) -> str:
    """Return the port that an instrument is on among those of this machine, as `resolve`."""
    return resolve(instrument, ports.ports())


def another(instrument: Instrument, health: Health, port: str) -> Trouble | None:
    """Return the trouble when who answers is not whom the register names, by its serial number.

    What an instrument says of itself may hold more than that (`*IDN?`: maker, type, serial
    number, version), and people type a number with spaces. One that never says its number cannot
    be told from another of its type.
    """
    who = profile.load(instrument.profile).identify
    if who is None or "serial" not in who.names:
        return None
    registered, said = _bare(instrument.serial), health.identity
    parts = {_bare(part) for part in re.split(r"[,;\s]", said)} | {_bare(said)}
    if not registered or not _bare(said) or registered in parts:
        return None
    return Trouble(
        "another_instrument",
        name=health.name,
        port=port,
        heard=said.strip(),
        registered=instrument.serial,
    )


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).casefold()
