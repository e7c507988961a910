"""Words for what is set up: how a port is named, set and described."""

from urllib.parse import urlsplit

from cellyard.domain.readings import Link, PortFound
from cellyard.words import _


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


def channel_options() -> list[tuple[str, str]]:
    """Return the channels of a bench to choose from, none first."""
    return [("", _("none")), *((str(n), str(n)) for n in range(1, 10))]
