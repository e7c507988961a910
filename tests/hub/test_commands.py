"""The hub's commands as an administrator gives them: what they say, do, and refuse."""

import json
import re
import shlex
import sqlite3
import stat
from pathlib import Path

import pytest
from bare_chain import BareChain
from hub_process import HubProcess
from source import ROOT

from cellyard import files, words
from cellyard.domain import fingerprint
from cellyard.hub import arguments, cli, enrolling, keys, opening, remembered
from cellyard.hub.opening import Home
from cellyard.hub.serving import bound

SERVICE = "installers/linux/cellyard-hub.service"


def said(capsys: pytest.CaptureFixture[str], folder: Path, *given: str) -> str:
    assert cli.main([given[0], "--data", str(folder), *given[1:]]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], folder: Path, *given: str) -> str:
    assert cli.main([given[0], "--data", str(folder), *given[1:]]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    return err


def enrolled(folder: Path, *names: str, centre: str = "CENTRE") -> list[BareChain]:
    """Enrol stations without a network; the hub is closed when this returns."""
    hub = opening.opened(Home(folder=folder))
    found = [BareChain(name, centre) for name in names]
    for one in found:
        with hub.store.writing() as connection:
            code = enrolling.give_code(connection, "", one.name, now=hub.clock())
        one.enrol(hub.answer, code)
        one.hello()
    hub.store.close()
    return found


def test_a_code_is_given_out_in_words_and_as_json(capsys, tmp_path: Path) -> None:
    text = said(capsys, tmp_path, "enrol-code", "--station", "Intake 1")
    given = json.loads(said(capsys, tmp_path, "enrol-code", "--station", "Intake 1", "--json"))
    assert "15 minutes" in text
    assert given["fingerprint"] in text
    assert given["code"] not in text  # a new one each time
    assert (given["minutes"], given["centre"]) == (15, "")
    chinese = said(capsys, tmp_path, "enrol-code", "--station", "x", "--language", "zh_CN")
    assert "15 分钟" in chinese
    words.use("en")


def test_several_centres_are_named(capsys, tmp_path: Path) -> None:
    enrolled(tmp_path, "Intake 1", centre="A")
    assert (
        json.loads(said(capsys, tmp_path, "enrol-code", "--station", "x", "--json"))["centre"]
        == "A"
    )
    enrolled(tmp_path, "Intake 1", centre="B")
    assert "2 centres" in refused(capsys, tmp_path, "enrol-code", "--station", "x")
    given = said(capsys, tmp_path, "enrol-code", "--station", "x", "--centre", "B", "--json")
    assert json.loads(given)["centre"] == "B"
    assert "No centre C" in refused(
        capsys, tmp_path, "enrol-code", "--station", "x", "--centre", "C"
    )
    found = json.loads(said(capsys, tmp_path, "status", "--json"))
    assert [c["centre"] for c in found["centres"]] == ["A", "B"]


def test_status_tells_of_each_station(capsys, tmp_path: Path) -> None:
    assert "No centre yet" in said(capsys, tmp_path, "status")
    enrolled(tmp_path, "Intake 1", "Intake 2")
    text = said(capsys, tmp_path, "status")
    assert "Centre CENTRE: 3 facts" in text
    assert "Intake 1" in text
    assert "0 facts" in text
    assert "last contact" in text
    assert text.splitlines()[0].startswith("cellyard ")


def test_the_six_words_are_those_of_the_station(capsys, tmp_path: Path) -> None:
    (one,) = enrolled(tmp_path, "Intake 1")
    wanted = fingerprint.six_words(one.asking._hub_key, one.key.public_key)
    assert " ".join(wanted) in said(capsys, tmp_path, "words", "--station", "Intake 1")
    (found,) = json.loads(said(capsys, tmp_path, "words", "--station", "Intake 1", "--json"))
    assert found == {"station": "Intake 1", "epoch": one.epoch, "words": list(wanted)}
    assert "No enrolment" in refused(capsys, tmp_path, "words", "--station", "Intake 2")


def test_an_enrolment_is_taken_back_once(capsys, tmp_path: Path) -> None:
    enrolled(tmp_path, "Intake 1")
    words_ = ("revoke", "--station", "Intake 1", "--reason", "lost")
    assert "kept apart" in said(capsys, tmp_path, *words_)
    assert "taken back" in said(capsys, tmp_path, "status")
    assert "No enrolment" in refused(capsys, tmp_path, *words_)
    assert "No enrolment" in refused(
        capsys, tmp_path, "revoke", "--station", "hub", "--reason", "lost"
    )


def test_restored_begins_anew(capsys, tmp_path: Path) -> None:
    enrolled(tmp_path, "Intake 1")
    before = json.loads(said(capsys, tmp_path, "status", "--json"))["centres"][0]
    assert "1 centre begins anew" in said(capsys, tmp_path, "restored")
    after = json.loads(said(capsys, tmp_path, "status", "--json"))["centres"][0]
    assert after["origin"] != before["origin"]
    assert after["size"] == before["size"] + 1


def test_a_database_that_was_set_back_is_noticed_at_the_start(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        one = BareChain("Intake 1", "CENTRE")
        one.enrol(hub.carry, hub.code(one.name))
        one.hello()
        one.push(one.write(5))
        assert hub.stop() == 0
        older = database(tmp_path)
        hub.start()
        before = one.hello()
        one.push(one.write(5))
        assert hub.stop() == 0
        put_back(tmp_path, older)
        assert "begins anew" in hub.run("status").stderr
        hub.start()
        after = one.hello(seq=5, hash="00" * 32)
        assert after.origin != before.origin
        assert after.acked == 5
        assert hub.stop() == 0
        hub.start()  # noticed once
        assert one.hello().origin == after.origin


def database(folder: Path) -> bytes:
    """Return the database as a backup has it."""
    connection = sqlite3.connect(folder / "hub.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return (folder / "hub.db").read_bytes()


def put_back(folder: Path, content: bytes) -> None:
    for name in ("hub.db-wal", "hub.db-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "hub.db").write_bytes(content)


def test_what_is_remembered_is_compared_with_its_own_log_only(tmp_path: Path) -> None:
    enrolled(tmp_path, "Intake 1")
    hub = opening.opened(Home(folder=tmp_path))
    path = tmp_path / remembered.FILE
    text = path.read_text()
    size = json.loads(text)["CENTRE"]["size"]
    path.write_text(text.replace(f'"size":{size}', f'"size":{size + 1}'))
    assert remembered.settle(hub, tmp_path) == ["CENTRE"]
    path.write_text(text.replace(f'"size":{size}', f'"size":{size + 9}'))  # of the old origin
    assert remembered.settle(hub, tmp_path) == []
    hub.store.close()


def test_keys_are_their_owners_alone(capsys, tmp_path: Path) -> None:
    said(capsys, tmp_path, "status")
    for name in (keys.SEAL, keys.BOX):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    (tmp_path / keys.SEAL).chmod(0o640)
    assert "chmod 600" in refused(capsys, tmp_path, "status")
    (tmp_path / keys.SEAL).chmod(0o600)
    (tmp_path / keys.SEAL).write_text("no key")
    assert "holds no key" in refused(capsys, tmp_path, "status")
    (tmp_path / keys.SEAL).write_text("ab" * 32)
    assert "another" in refused(capsys, tmp_path, "status")


def test_an_address_of_a_database_is_never_repeated(capsys, tmp_path: Path) -> None:
    for url in ("mysql://u:geheim@h/d", "geheim", "sqlite://"):
        assert "geheim" not in refused(capsys, tmp_path, "status", "--database", url)
    file = tmp_path / "url"
    file.write_text("postgresql://u:geheim@127.0.0.1:1/d\n")
    sentence = refused(capsys, tmp_path, "status", "--database-file", str(file))
    assert "cannot be reached" in sentence
    assert "geheim" not in sentence


def test_what_cannot_be_served_is_refused_at_once(capsys, tmp_path: Path) -> None:
    with bound("127.0.0.1", 0) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert address in refused(capsys, tmp_path, "serve", "--listen", address)
    for name in ("c.pem", "k.pem"):
        (tmp_path / name).write_text("no certificate")
    pair = ("--certificate", str(tmp_path / "c.pem"), "--key", str(tmp_path / "k.pem"))
    assert "c.pem" in refused(capsys, tmp_path, "serve", *pair)
    for wrong in (pair[:2], ("--listen", "8470"), ("--workers", "0")):
        with pytest.raises(SystemExit) as no:
            cli.main(["serve", "--data", str(tmp_path), *wrong])
        assert no.value.code == 2
    capsys.readouterr()


def test_every_command_that_is_written_down_is_one() -> None:
    texts = [files.text(f"guide/{language}/central_server.md") for language in words.LANGUAGES]
    texts += [(ROOT / name).read_text("utf-8") for name in ("README.md", SERVICE)]
    found = [
        line
        for text in texts
        for line in re.findall(
            r"cellyard-hub ((?:serve|enrol-code|words|status|revoke)\b[^`\n#]*)", text
        )
    ]
    assert len(found) > 12
    for line in found:
        assert arguments.parser(cli.COMMANDS).parse_args(shlex.split(line)).command, line
