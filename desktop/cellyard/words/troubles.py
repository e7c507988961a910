"""The sentence of every trouble and the word of every lamp: what is, then what to do."""

from cellyard.domain.readings import ChannelState
from cellyard.words.catalogue import N_, _

TROUBLES: dict[str, str] = {
    "adapter_elsewhere": N_(
        "Port {port} now belongs to another adapter than that of {name}. Plug its own back in "
        "where it was, or listen to its port in Set up."
    ),
    "another_instrument": N_(
        "Another instrument answers on port {port}: {heard} instead of {registered}. Connect "
        "{name}, or enter the new serial number in Set up."
    ),
    "line_failed": N_(
        "Reading {name} failed inside the program ({fault}). It tries again; send the report."
    ),
    "load_silent": N_(
        "The load does not answer. Look at its cable and whether it is switched on, then "
        "begin again."
    ),
    "not_understood": N_(
        "{name} sends what “{profile}” does not understand. Check the speed and the profile "
        "of its port in Set up."
    ),
    "port_absent": N_("{name} is not connected: there is no port {port}. Plug it in."),
    "port_denied": N_(
        "Port {port} of {name} may not be opened by this user. Ask the administrator of this "
        "computer for access to serial ports."
    ),
    "port_lost": N_("The connection to {name} has broken off. Look at its cable."),
    "port_taken": N_("Port {port} of {name} is in use by another program. Close that program."),
    "port_unreachable": N_(
        "{name} cannot be reached at {port}. Look at the network cable and the converter."
    ),
    "port_wrong": N_("{port} is no port that can be opened for {name}. Correct it in Set up."),
    "silent": N_("{name} has gone silent. Look at its cable and switch."),
    "tester_silent": N_(
        "The insulation tester does not answer. Look at its cable and whether it is switched on, "
        "then begin again."
    ),
}

STATES: dict[ChannelState, str] = {
    "absent": N_("not connected"),
    "opening": N_("connecting"),
    "identifying": N_("waiting for its first answer"),
    "running": N_("running"),
    "silent": N_("silent"),
    "lost": N_("broken off"),
    "backing_off": N_("trying again"),
}


def state_word(state: ChannelState) -> str:
    """Return the word beside a lamp."""
    return _(STATES[state])
