"""What things are called in EPCIS: URNs for batteries, places, parties and papers; nobody's name.

A battery goes by the UUID that it has here: codes are read twice, painted over and changed.
"""

from urllib.parse import quote

# CBV 2.0 has no step for discharging what is to be shipped or taken apart.
DISCHARGING = "urn:cellyard:bizstep:discharging"
PREFIX = "urn:cellyard:"

# Papers as CBV's business transaction types (8.5); what is not here goes without a type.
_PAPERS = {
    "loading-list": "bol",
    "packing-list": "desadv",
    "test-report": "testres",
    "discharge-record": "testres",
    "safety-judgement": "cert",
}


def battery(id_: str) -> str:
    """Return the EPC of a battery of 32 hex digits."""
    parts = (id_[:8], id_[8:12], id_[12:16], id_[16:20], id_[20:])
    return f"urn:uuid:{'-'.join(parts)}"


def place(centre: str, slot: str) -> dict[str, object]:
    """Return a slot of the yard as a location."""
    return {"id": _urn(centre, "slot", slot)}


def station(centre: str, name: str) -> dict[str, object]:
    """Return where a station stands as a read point."""
    return {"id": _urn(centre, "station", name)}


def site(centre: str) -> str:
    """Return a centre as a party."""
    return f"{PREFIX}{_word(centre)}"


def partner(centre: str, key: str) -> str:
    """Return an entry of the partner register as a party."""
    return _urn(centre, "partner", key)


def package(centre: str, load: str, number: int) -> str:
    """Return a package of a load."""
    return _urn(centre, "load", load, "package", str(number))


def load(centre: str, number: str) -> str:
    """Return the transaction that a load is, by its number."""
    return _urn(centre, "load", number)


def paper(centre: str, document: str, number: str) -> dict[str, object]:
    """Return a paper as a business transaction."""
    said: dict[str, object] = {"bizTransaction": _urn(centre, "paper", number)}
    kind = _PAPERS.get(document)
    return {"type": kind, **said} if kind else said


def event(hash_: str, n: int) -> str:
    """Return the id of the n-th event (from 1) that a fact tells, by the fact's hash (hex)."""
    return f"{PREFIX}event:{hash_}" + (f":{n}" if n > 1 else "")


def _urn(centre: str, *words: str) -> str:
    return PREFIX + ":".join(_word(word) for word in (centre, *words))


def _word(word: str) -> str:
    return quote(word, safe="") or "-"
