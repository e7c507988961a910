"""Who may do what: roles and their acts, the shape of a PIN, the delay after wrong ones."""

from typing import Literal, get_args

from cellyard.domain.facts import Role
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused

Act = Literal[
    "receive",
    "identify",
    "weigh",
    "inspect",
    "measure",
    "judge",
    "acknowledge",
    "label",
    "undo",
    "correct",
    "withdraw",
    "take_over",
    "place",
    "move",
    "observe",
    "downgrade",  # a better verdict after observation, by two people
    "hold",
    "release_hold",  # by two people
    "find",
    "correct_stored",  # also: withdrawing what was judged WATCH or STOP
    "overrule",
    "test",
    "grade",
    "ship",
    "release",
    "people",
    "partners",
    "slots",
    "models",
    "instruments",
    "confirm_stop",  # that a hard-wired stop was seen to work
    "editions",
    "prices",
    "backups",
    "look_and_language",
    "notices",
    "export",
    "central_server",
]

_EVERYONE: frozenset[Role] = frozenset(get_args(Role))
_BENCH: frozenset[Role] = frozenset({"technician", "supervisor"})
_SUPERVISOR: frozenset[Role] = frozenset({"supervisor"})
_ADMINISTRATOR: frozenset[Role] = frozenset({"administrator"})
_BOTH = _SUPERVISOR | _ADMINISTRATOR

# The floor's acts are everyone's: whoever stands there acts under their own name.
MAY: dict[Act, frozenset[Role]] = {
    "receive": _EVERYONE,
    "identify": _EVERYONE,
    "weigh": _EVERYONE,
    "inspect": _EVERYONE,
    "measure": _EVERYONE,
    "judge": _EVERYONE,
    "acknowledge": _EVERYONE,
    "label": _EVERYONE,
    "undo": _EVERYONE,
    "correct": _EVERYONE,
    "withdraw": _EVERYONE,
    "take_over": _EVERYONE,
    "place": _EVERYONE,
    "move": _EVERYONE,
    "observe": _EVERYONE,
    "downgrade": _BENCH,
    "hold": _EVERYONE,
    "release_hold": _SUPERVISOR,
    "find": _EVERYONE,
    "correct_stored": _SUPERVISOR,
    "overrule": _SUPERVISOR,
    "test": _BENCH,
    "grade": _BENCH,
    "ship": _SUPERVISOR,
    # The qualification is what counts, whatever else somebody does here.
    "release": _EVERYONE,
    "people": _ADMINISTRATOR,
    "partners": _BOTH,
    "slots": _BOTH,
    "models": _BOTH,
    "instruments": _BOTH,
    "confirm_stop": _ADMINISTRATOR,
    "editions": _ADMINISTRATOR,
    "prices": _ADMINISTRATOR,
    "backups": _BOTH,
    "look_and_language": _EVERYONE,
    "notices": _BOTH,
    "export": _BOTH,
    "central_server": _ADMINISTRATOR,
}

PIN_FIGURES = range(4, 9)
# Five tries, then a growing delay: a PIN of four figures must not be tried through by hand.
TRIES = 5
_DELAYS_S = (30, 60, 120, 300, 900)


def may(roles: frozenset[Role], act: Act) -> bool:
    """Tell whether any of these roles allows the act."""
    return not roles.isdisjoint(MAY[act])


def check_may(known: Known, act: Act) -> None:
    """Refuse an act that the actor's roles do not allow.

    Refused("sign_in_first") when nobody acts, Refused("role_missing") with the act otherwise.
    """
    if not known.actor:
        raise Refused("sign_in_first")
    if not may(known.roles(known.actor), act):
        raise Refused("role_missing", act=act)


def check_pin(pin: str) -> None:
    """Refuse what is no PIN: four to eight figures. Refused("pin_shape")."""
    if len(pin) not in PIN_FIGURES or not (pin.isascii() and pin.isdigit()):
        raise Refused("pin_shape", least=PIN_FIGURES.start, most=PIN_FIGURES.stop - 1)


def tries_left(failures: int) -> int:
    """Return how many wrong PINs more bring no delay yet."""
    return max(0, TRIES - failures)


def lockout_ms(failures: int) -> int:
    """Return how long (ms) sign-in is closed after this many wrong PINs in a row."""
    if failures < TRIES:
        return 0
    return 1000 * _DELAYS_S[min(failures - TRIES, len(_DELAYS_S) - 1)]


def check_not_locked(locked_until: int, now: int) -> None:
    """Refuse while sign-in is closed (ms). Refused("locked_out") with the seconds left."""
    if now < locked_until:
        raise Refused("locked_out", seconds=-(-(locked_until - now) // 1000))
