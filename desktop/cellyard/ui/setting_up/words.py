"""Words for what is set up: duties of instruments, names of ports."""

from urllib.parse import urlsplit

from cellyard.domain.readings import Link, PortFound
from cellyard.words import N_, _

DUTIES: dict[str, str] = {
    "scale": N_("Scale"),
    "scanner": N_("Scanner"),
    "meter": N_("Meter"),
    "label_printer": N_("Label printer"),
}


def duty_word(duty: str) -> str:
    """Return what an instrument is for, in the language spoken now."""
    return _(DUTIES[duty])


def port_has_speed(port: str) -> bool:
    """Tell whether a port has settings of its own: a network socket has none."""
    return "://" not in port or port.startswith("rfc2217:")


def speed_words(link: Link) -> str:
    """Return how a port is set."""
    return _("{baud} baud, {character}").format(baud=link.baud, character=link.character)


def described(found: PortFound) -> str:
    """Return what the system knows of a port beyond its name, "" for nothing."""
    told = found.description
    return "" if told in {found.device, "n/a"} else told


def port_name(port: str) -> str:
    """Return the short name of a port: `ttyUSB0`, `COM5`, or host and number of a network one."""
    if "://" in port:
        return urlsplit(port).netloc or port
    return port.rpartition("/")[2] or port
