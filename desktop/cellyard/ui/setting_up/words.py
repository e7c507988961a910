"""Words for what is set up: duties of instruments, names of ports."""

from urllib.parse import urlsplit

from cellyard.domain.readings import PortFound
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


def described(found: PortFound) -> str:
    """Return what the system knows of a port beyond its name, "" for nothing."""
    told = found.description
    return "" if told in {found.device, "n/a"} else told


def port_name(port: str) -> str:
    """Return the short name of a port: `ttyUSB0`, `COM5`, or host and number of a network one."""
    if "://" in port:
        return urlsplit(port).netloc or port
    return port.rpartition("/")[2] or port
