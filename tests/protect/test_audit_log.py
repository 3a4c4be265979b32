"""The audit log, on SQLite and on PostgreSQL: every event is kept once, whatever is away, and none is ever changed."""

import ast
import json
import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from community_policing.dataset.releases import RegistryUnavailable, Releases
from community_policing.dataset.releases.connection import Connection
from community_policing.protect import audit_log, sign_outs
from community_policing.protect.audit_log import AuditEntry, AuditLog, Tally
from tests.conftest import ROOT
from tests.hostile_text import STRINGS
from tests.registries import Place

NOON = datetime(2016, 12, 1, 12, tzinfo=UTC)
ENTRY = AuditEntry("a" * 16, "2016-12-01T12:00:00.000000+00:00", "export", "https://login.example.org|7", "donor", "map.csv",
              "governorate: Ninewa", 3)  # fmt: skip


@pytest.fixture
def log(place: Place, tmp_path: Path) -> AuditLog:
    """A log in which nothing was ever written."""
    return AuditLog(tmp_path / "audit", place.open)


@pytest.fixture
def here(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AuditLog:
    """The log of this process, where there is a registry."""
    for name, value in {"CPF_RELEASES": str(tmp_path), "CPF_DATABASE_URL": place.url, "CPF_STORE": place.files}.items():
        monkeypatch.setenv(name, value)
    return audit_log.log()


def test_an_event_is_kept_once_and_whole(log: AuditLog) -> None:
    """It waits in a file that others cannot read, then it is a row, equal in every field; handed over again it is one row."""
    log.add(ENTRY)
    (file,) = log.waiting()
    text, mode = file.read_bytes(), file.stat().st_mode & 0o777
    assert (log.hand_over(), log.waiting(), log.entries(), mode) == (1, (), (ENTRY,), 0o600)
    file.write_bytes(text)  # as if the process had died before it could delete the file
    assert (log.hand_over(), log.hand_over(), log.entries()) == (1, 0, (ENTRY,))


def test_calls_of_the_api_wait_for_the_next_look(log: AuditLog) -> None:
    """They may come many a second: they are on disk at once, and go on together; any other event is handed over at once."""
    log.add(replace(ENTRY, id="1", what="api"))
    assert (log.woken.is_set(), len(log.waiting())) == (False, 1)
    log.add(replace(ENTRY, id="2"))
    assert (log.woken.is_set(), log.hand_over()) == (True, 2)


def test_the_newest_comes_first(log: AuditLog) -> None:
    """By when it happened, not by when it was handed over; as many as were asked for."""
    days = [replace(ENTRY, id=f"{n}", at=ENTRY.at.replace("12-01", f"12-0{n}")) for n in (2, 3, 1)]
    for each in days:
        log.add(each)
        log.hand_over()
    assert [each.id for each in log.entries()] == ["3", "2", "1"]
    assert [each.id for each in log.entries(2)] == ["3", "2"]
    assert days[0].moment == datetime(2016, 12, 2, 12, tzinfo=UTC)


def test_a_choice_and_the_tally_of_all(log: AuditLog) -> None:
    """Of one kind, of one account, of both; how many of each there are and since when, in one look."""
    assert log.tally() == ()
    moments = [ENTRY.at.replace("12-01", f"12-0{day}") for day in (1, 2, 3, 4)]
    told = [("export", "a"), ("publish", "a"), ("export", "a"), ("export", "b")]
    for number, (moment, (what, account)) in enumerate(zip(moments, told, strict=True)):
        log.add(replace(ENTRY, id=f"{number}", at=moment, what=what, account=account))
    log.hand_over()
    ids = {
        chosen: [each.id for each in log.entries(2, *chosen)]
        for chosen in (("", ""), ("export", ""), ("", "a"), ("export", "a"), ("publish", "b"))
    }
    assert ids == {
        ("", ""): ["3", "2"], ("export", ""): ["3", "2"], ("", "a"): ["2", "1"], ("export", "a"): ["2", "0"], ("publish", "b"): [],
    }  # fmt: skip
    assert log.tally() == (
        Tally("export", "a", 2, moments[0], moments[2]),
        Tally("export", "b", 1, moments[3], moments[3]),
        Tally("publish", "a", 1, moments[1], moments[1]),
    )


def test_events_wait_while_the_registry_is_away(place: Place, tmp_path: Path) -> None:
    """What cannot be handed over stays on disk, also for a process that begins later, and is handed over whole."""
    away = True

    def opened() -> Releases:
        if away:
            raise RegistryUnavailable("away", "wait")
        return place.open()

    log = AuditLog(tmp_path / "audit", opened)
    log.add(ENTRY)
    log.add(replace(ENTRY, id="b"))
    for attempt in (log.hand_over, log.entries, lambda: log.signed_out(NOON)):
        with pytest.raises(RegistryUnavailable):
            attempt()
    assert len(log.waiting()) == 2
    away = False
    later = AuditLog(tmp_path / "audit", opened)
    assert (later.hand_over(), {each.id for each in later.entries()}) == (2, {ENTRY.id, "b"})


def test_many_processes_may_hand_over_one_folder(place: Place, tmp_path: Path) -> None:
    """Four at once, forty events: each is there once, and nobody fails."""
    logs = [AuditLog(tmp_path / "audit", place.open) for _ in range(4)]
    for number in range(40):
        logs[0].add(replace(ENTRY, id=f"{number:02}"))
    failed: list[BaseException] = []

    def work(log: AuditLog) -> None:
        try:
            log.hand_over()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, logs[0].waiting()) == ([], ())
    assert sorted(each.id for each in logs[0].entries()) == [f"{number:02}" for number in range(40)]


def test_the_database_refuses_to_change_what_was_done(place: Place, log: AuditLog) -> None:
    """Neither an update nor a deletion, by whoever has the connection."""
    log.add(ENTRY)
    log.hand_over()
    for change in ("UPDATE audit_log SET account = 'x'", "DELETE FROM audit_log"):
        with pytest.raises(Exception, match="never changed"), Connection(place.url).writing() as connection:
            connection.execute(sa.text(change))
    assert log.entries() == (ENTRY,)


def test_a_damaged_file_is_put_aside(log: AuditLog, caplog: pytest.LogCaptureFixture) -> None:
    """It is named in the server's log, is not lost, and holds nobody up."""
    log.add(ENTRY)
    (file,) = log.waiting()
    for number, text in enumerate(("", "{", "[1]", json.dumps({"id": "x"}), "null")):
        file.with_name(f"0-{number}.json").write_text(text, "utf-8")
    assert (log.hand_over(), log.waiting(), log.entries()) == (1, (), (ENTRY,))
    assert len([*file.parent.glob("*.damaged")]) == 5
    assert caplog.text.count("cannot be read, and was put aside") == 5


def test_what_is_recorded(here: AuditLog, caplog: pytest.LogCaptureFixture) -> None:
    """A line for the operator and an event, of the moment that was told; an event of nobody is a line alone."""
    caplog.set_level(logging.WARNING)
    audit_log.record("publish", "an analyst", "analyst", "book.xlsx", "phase: P2", 4, NOON)
    audit_log.record("sign_in_refused", "", "", "no valid token")
    here.hand_over()
    (kept,) = here.entries()
    assert kept == AuditEntry(kept.id, "2016-12-01T12:00:00.000000+00:00", "publish", "an analyst", "analyst", "book.xlsx",
                         "phase: P2", 4)  # fmt: skip
    assert [message for name, _, message in caplog.record_tuples if name == "audit"] == [
        "publish account='an analyst' role=analyst 'book.xlsx' 'phase: P2' release=4",
        "sign_in_refused account='' role= 'no valid token' '' release=None",
    ]


def test_an_event_is_one_line_whatever_it_speaks_of(here: AuditLog, caplog: pytest.LogCaptureFixture) -> None:
    """60 hostile strings as account, detail and scope: no line break, no control or direction mark, at most 300 characters."""
    for text in STRINGS:
        audit_log.record("export", f"x{text}", "donor", text * 9, text)
    here.hand_over()
    lines = [message for name, _, message in caplog.record_tuples if name == "audit"]
    texts = [text for each in here.entries() for text in (each.account, each.detail, each.scope)]
    assert (len(lines), len(texts)) == (len(STRINGS), 3 * len(STRINGS))
    assert all(line.isprintable() for line in lines)
    assert all(each.replace("\u200c", "").replace("\u200d", "").isprintable() and len(each) <= 300 for each in texts)


def test_without_sign_in_and_registry_there_are_lines_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Looking at the data that ship, and taking files of them, makes no registry."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "none"))
    audit_log.record("export", "this machine", "analyst", "map.csv")
    assert (audit_log.kept(), "map.csv" in caplog.text, (tmp_path / "none").exists()) == (False, True, False)


def test_a_disk_that_refuses_stops_nobody_and_is_told(
    here: AuditLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The event is in the server's log, and a line says that it is kept nowhere else."""
    (tmp_path / "audit").write_text("a file where the folder should be", "utf-8")
    audit_log.record("export", "a donor", "donor", "map.csv")
    assert "export by 'a donor' is kept nowhere else" in caplog.text
    assert here.waiting() == ()


def test_a_sign_out_is_known_at_every_server(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest one of each account since a moment; a server that learns of it never forgets a later one of its own."""
    logs = [AuditLog(tmp_path / name, place.open) for name in ("one", "two")]
    for number, (account, hour) in enumerate([("a", 10), ("a", 13), ("b", 12), ("c", 9)]):
        at = f"2016-12-01T{hour:02}:00:00.000000+00:00"
        logs[0].add(replace(ENTRY, id=str(number), what="sign_out", account=account, at=at))
    logs[0].add(replace(ENTRY, id="other", account="d"))
    logs[0].hand_over()
    noon = NOON.timestamp()
    assert logs[1].signed_out(NOON) == {"a": noon + 3600, "b": noon}
    monkeypatch.setattr(sign_outs, "_OUT", {"b": noon + 60})
    sign_outs.learn(logs[1].signed_out(NOON))
    assert [sign_outs.signed_out(account) for account in "abc"] == [noon + 3600, noon + 60, 0.0]


def test_every_event_that_code_tells_has_its_words() -> None:
    """Each event that has words is told somewhere in the source; one without words is refused at once."""
    told, tells = {audit_log.SIGN_OUT}, {"record", "log", "_log", "_record"}
    for file in (*(ROOT / "community_policing").rglob("*.py"), *(ROOT / "pages").rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if tells & {ast.unparse(each).rpartition(".")[2] for each in (call.func, *call.args[:1])}:
                parts = [part for each in call.args for part in ast.walk(each) if isinstance(part, ast.Constant)]
                told |= {part.value for part in parts if isinstance(part.value, str)} & set(audit_log.WHAT)
    assert told == set(audit_log.WHAT)
    with pytest.raises(AssertionError):
        audit_log.record("another", "a", "")
