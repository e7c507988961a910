"""Sealed stretches: what is taken out of a store is proven without it, and no byte may differ."""

from pathlib import Path

import msgspec
import pytest
import stores

from cellyard.domain import ids
from cellyard.domain.envelope import ref
from cellyard.domain.facts import Entry, Photographed
from cellyard.domain.refusals import Refused
from cellyard.ledger import custody
from cellyard.ledger.custody import Stretch, before, newest, proven, taken

EPOCH = stores.CHAIN.epoch
SUBJECTS = [ids.battery(stores.battery_id(n)) for n in (1, 2, 3)]
# As `written` has them: what opens the chain, three tickets of five facts, a photo of the first.
PHOTO = 17


def at(seq: int) -> str:
    return ref(stores.CHAIN.station, EPOCH, seq)


def seqs(stretches: tuple[Stretch, ...]) -> list[list[int]]:
    """Return which facts each stretch holds."""
    return [[r.envelope.seq for r in proven([stretch]).facts.values()] for stretch in stretches]


def test_a_fact_comes_with_what_it_follows_and_up_to_its_seal(written: Path):
    assert seqs(taken(written, [at(3)])) == [[2, 3, 4, 5, 6]]
    assert seqs(taken(written, [at(PHOTO)])) == [[2, 3, 4, 5, 6], [PHOTO]]


def test_what_adjoins_is_one_stretch_with_one_seal(written: Path):
    assert seqs(taken(written, [at(6), at(8), at(PHOTO)])) == [list(range(2, 12)), [PHOTO]]
    assert seqs(taken(written, [at(11), at(16), at(1), at(PHOTO)])) == [list(range(1, PHOTO + 1))]


def test_the_newest_facts_lead_to_the_whole_of_a_battery(written: Path):
    heads = newest(written, SUBJECTS)
    assert [[n.ref for n in heads[s]] for s in SUBJECTS] == [[at(PHOTO)], [at(11)], [at(16)]]
    assert newest(written, ["battery/unheard-of"]) == {"battery/unheard-of": ()}
    stretches = taken(written, [n.ref for n in heads[SUBJECTS[0]]])
    found = proven(stretches).facts
    assert found[at(PHOTO)].hash == heads[SUBJECTS[0]][0].hash
    told, missing = before(found, [at(PHOTO)])
    assert (told, missing) == ({at(s) for s in (*range(2, 7), PHOTO)}, set())


def test_concurrent_facts_are_all_named(tmp_path: Path):
    ledger = stores.ledger(tmp_path, clock=stores.ticking())
    stores.write(ledger, *stores.ticket(1))
    ledger.close()
    with stores.unguarded(tmp_path) as connection:
        # As if two facts had been written without knowing each other.
        connection.execute(
            "UPDATE fact SET envelope = CAST(replace(CAST(envelope AS TEXT), ?, ?) AS BLOB)"
            " WHERE seq = 6",
            (f'"after":["{at(5)}"]', f'"after":["{at(4)}"]'),
        )
    assert len(newest(tmp_path, SUBJECTS[:1])[SUBJECTS[0]]) == 2


def test_the_roles_behind_an_act_come_along(tmp_path: Path):
    founded = stores.founded(tmp_path)
    with founded.station as station:
        subject = ids.battery(stores.battery_id(1))
        photo = Photographed(section="case_damage")
        [r] = station.record(
            stores._as_given, [Entry(subject=subject, fact=photo)], by=founded.operator
        )
    found = proven(taken(tmp_path, [r.ref])).facts
    told, missing = before(found, [r.ref])
    assert missing == set()
    assert {found[one].envelope.type for one in told} == {"Photographed", "RoleGranted"}


@pytest.mark.parametrize("seq", [0, PHOTO + 1])
def test_what_is_not_in_the_store_cannot_be_taken(written: Path, seq: int):
    with pytest.raises(Refused) as no:
        taken(written, [at(seq)])
    assert no.value.code == "fact_damaged"


def test_no_byte_of_any_fact_may_differ(written: Path):
    [stretch] = taken(written, [at(3)])
    for number, content in enumerate(map(bytes, stretch.facts)):
        for place in range(0, len(content), 3):
            spoiled = bytearray(content)
            spoiled[place] ^= 1
            facts = list(stretch.facts)
            facts[number] = msgspec.Raw(bytes(spoiled))
            done = msgspec.structs.replace(stretch, facts=tuple(facts))
            found = proven([done])
            assert (found.facts, len(found.faults)) == ({}, 1)


def test_what_is_missing_is_named(written: Path):
    stretches = taken(written, [at(PHOTO)])
    found = proven(stretches[1:]).facts
    assert before(found, [at(PHOTO)])[1] == {at(6)}
    assert custody.proven([]).facts == {}
