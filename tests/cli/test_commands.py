"""The command line, run as a person runs it: what it prints, what it leaves, and how it exits."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community_policing.cli import argparse_words, commands
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import connection
from community_policing.dataset.releases.registry import HEAD
from community_policing.dataset.releases.saved_view import SavedView
from tests.bad_input.quick import quicken
from tests.conftest import FIXTURE, ROOT
from tests.registries import FILE, PLACES, Between, Place

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """A function: words of the command -> exit code, what it printed, and what it complained of."""
    monkeypatch.setenv("CPF_DATABASE_URL", place.url)
    monkeypatch.setenv("CPF_STORE", place.files)
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))

    def ran(*words: object) -> tuple[int, str, str]:
        code = commands.main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


@pytest.fixture
def two(place: Place, dataset: Dataset) -> Place:
    """A place with two releases."""
    releases = place.open()
    releases.publish(dataset, note="November", by="Rana", source=FILE, base=None, effect={})
    december = replace(dataset, release="december0000", as_of=date(2016, 12, 31))
    releases.publish(december, note="December", by="Ali", source=FILE, base=1, effect={})
    return place


def test_releases_are_listed(two: Place, run: Run) -> None:
    """Newest first, the current one marked: number, when, who, note and file; in JSON all that a release says."""
    code, out, _ = run("releases")
    lines = [line.split() for line in out.splitlines()]
    assert (code, [(line[0], line[5], *line[6:]) for line in lines]) == (
        0,
        [("2*", "UTC", "Ali", "December", "november.xlsx"), ("1", "UTC", "Rana", "November", "november.xlsx")],
    )
    code, out, _ = run("releases", "--json")
    listed = json.loads(out)["releases"]
    assert (code, [(r["number"], r["current"], r["note"]) for r in listed]) == (
        0, [(2, True, "December"), (1, False, "November")],
    )  # fmt: skip
    assert listed[0] == {**two.open().release(2).as_json(), "current": True}


def test_nothing_was_published_yet(run: Run) -> None:
    """An empty registry says so, and an export of nothing is refused."""
    assert run("releases") == (0, "Nothing was published yet.\n", "")
    assert run("export", "--out", "nowhere") == (2, "", "Nothing was published yet.\nPublish a file first.\n")


def test_rolling_back(two: Place, run: Run) -> None:
    """An earlier release is made current again, by a new one; the current one again is nothing; an unknown one is refused."""
    assert run("rollback", 1, "--note", "Wrong file", "--by", "Rana") == (
        0,
        "Release 1 is current again, as release 3.\n",
        "",
    )
    made = two.open().current()
    assert made is not None
    assert (made.number, made.points_at, made.note, made.published_by) == (3, 1, "Wrong file", "Rana")
    code, out, _ = run("rollback", 1, "--note", "again")
    assert (code, out) == (0, "Release 3, the current one, has the same data. Nothing was published.\n")
    assert run("rollback", 9, "--note", "x") == (
        2,
        "",
        "There is no release 9.\nChoose one from the list.\n",
    )
    assert run("rollback", 2, "--note", " ")[0] == 2
    code, out, err = run("rollback", 9, "--note", "x", "--json")
    assert (code, json.loads(out)["outcome"], err) == (2, "refuse", "")


def test_exporting(two: Place, run: Run, dataset: Dataset, tmp_path: Path) -> None:
    """Any release becomes a folder that load() reads; a folder that holds something is left alone."""
    code, out, _ = run("export", "--release", 1, "--out", tmp_path / "one")
    assert (code, out) == (0, f"Release 1 is in {tmp_path / 'one'}.\n")
    assert load(tmp_path / "one").as_of == dataset.as_of
    assert run("export", "--out", tmp_path / "two")[0] == 0
    assert load(tmp_path / "two").as_of == date(2016, 12, 31)
    assert run("export", "--out", tmp_path / "two")[0] == 2
    assert run("export", "--release", 7, "--out", tmp_path / "seven")[0] == 2


def test_pruning(two: Place, run: Run) -> None:
    """What no release refers to is listed, and deleted when asked."""
    loose = Path(two.files) / f"{'a' * 64}.parquet"
    loose.write_bytes(b"")
    assert run("prune")[1] == "0 files can be deleted: add --delete.\n"
    assert run("prune", "--days", 0)[1] == f"{'a' * 64}\nOne file can be deleted: add --delete.\n"
    assert run("prune", "--days", 0, "--delete")[1] == f"{'a' * 64}\nOne file deleted.\n"
    assert not loose.exists()


def test_migrating(run: Run) -> None:
    """The registry is taken to the newest step, and a second time there is nothing to do."""
    assert run("migrate") == (0, f"The registry went from step 0 to step {HEAD}.\n", "")
    assert run("migrate") == (0, f"The registry is at step {HEAD}, the newest. There was nothing to do.\n", "")


def test_a_check_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was ever published, checking a file makes no registry."""
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert commands.main(["check", str(FIXTURE)]) == 1
    assert list(tmp_path.iterdir()) == []


def test_as_a_person_runs_it(sqlite_place: Place, tmp_path: Path) -> None:
    """`python -m community_policing` in a process of its own; wrong words are refused with how to write them."""

    def ran(*words: str) -> Any:
        return subprocess.run([sys.executable, "-m", "community_policing", *words], cwd=ROOT, env=sqlite_place.settings(),
                              capture_output=True, text=True, timeout=120, check=False)  # fmt: skip

    listed, wrong = ran("releases"), ran("publish", "x")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "Nothing was published yet.\n", "")
    assert (wrong.returncode, "--note" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # what follows the check runs on both above
def test_checking_and_publishing(run: Run, place: Place, tmp_path: Path) -> None:
    """A check says what is wrong and what would change, and publishes nothing; publishing gives the same answer and the
    release; the same file again changes nothing; a large change has to be confirmed by name; a refused file stays out."""
    code, out, _ = run("check", FIXTURE, "--json")
    checked = json.loads(out)
    assert (code, checked["outcome"], set(checked)) == (
        1,
        "warn",
        {"outcome", "questions", "issues", "corrections", "effect"},
    )
    assert [set(issue) for issue in checked["issues"]] == [set(commands._FIELDS)] * len(checked["issues"])
    assert "target_is_baseline" in {issue["rule"] for issue in checked["issues"]}
    assert place.open().current() is None

    code, out, _ = run("publish", FIXTURE, "--note", "First", "--by", "Rana", "--json")
    made = json.loads(out)
    assert (code, made["issues"], made["release"]["number"]) == (1, checked["issues"], 1)
    assert made["release"]["effect"] == made["effect"]
    fewer = tmp_path / "fora.csv"
    with (FIXTURE / "fora.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    with fewer.open("w", encoding="utf-8", newline="") as out_file:
        csv.writer(out_file).writerows([header, *rows[:-2]])
    code, out, _ = run("publish", fewer, "--table", "fora", "--note", "Fewer")
    assert (code, "fora/mode/rows: The file has 5 rows of “Fora”; the release has 7." in out) == (3, True)
    replaced = ("publish", fewer, "--table", "fora", "--mode", "replace", "--note", "Fewer")
    code, _, err = run(*replaced)
    assert (code, "--confirm table:fora: " in err) == (2, True)
    keys = [line.split()[1].rstrip(":") for line in err.splitlines() if line.startswith("  --confirm")]
    words = [word for key in keys for word in ("--confirm", key)]
    assert run(*replaced, *words, "--by", "Rana")[0] in (0, 1)
    sentences = [line.partition(": ")[2] for line in err.splitlines() if line.startswith("  --confirm")]
    confirmed = [(row["account"], row["detail"], row["release"]) for row in place.open().audit.rows(what="confirm")]
    assert confirmed[::-1] == [("Rana", sentence, 2) for sentence in sentences]
    assert len(place.open().dataset(place.open().release(2)).tables["fora"]) == len(rows) - 2

    code, out, _ = run("publish", fewer, "--table", "fora", "--note", "Again")
    assert (code, out) == (0, "Release 2, the current one, has the same data. Nothing was published.\n")

    (tmp_path / "bad.csv").write_text((FIXTURE / "fora.csv").read_text("utf-8-sig").replace("2014-05-10", "2014-02-31"))
    code, out, _ = run("publish", tmp_path / "bad.csv", "--table", "fora", "--note", "Bad", "--json")
    assert (code, json.loads(out)["outcome"]) == (2, "refuse")
    assert run("check", tmp_path / "nothing.csv")[0] == 2
    assert len(place.open().history()) == 2


@pytest.fixture
def lacking(run: Run, place: Place, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of fora without grants, beside release 1, which has them."""
    quicken(monkeypatch)
    place.open().publish(dataset, note="First", by="T", source=FILE, base=None, effect={})
    rows = list(csv.reader((FIXTURE / "fora.csv").read_text("utf-8-sig").splitlines()))
    fewer = tmp_path / "fora.csv"
    fewer.write_text("\n".join(",".join(row[:12] + row[13:]) for row in rows))
    return fewer


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_questions_are_answered_by_a_file(run: Run, place: Place, lacking: Path, tmp_path: Path) -> None:
    """An open question publishes nothing and says what may be answered; answered, the file is read so; what is no answer is
    told."""
    code, out, _ = run("publish", lacking, "--note", "No donors", "--json")
    [asked] = json.loads(out)["questions"]
    assert (code, json.loads(out)["outcome"], asked["id"], list(asked["choices"]), asked["proposed"], asked["rows"]) == (
        3, "ask", "fora/absent/grants", ["keep", "clear"], "keep", 5)  # fmt: skip
    answers = tmp_path / "answers.json"
    for text, told in (("[]", "holds no answers"), ('{"a": 1}', "holds no answers"), ("{", "cannot be read as JSON")):
        answers.write_text(text)
        assert (
            run("check", lacking, "--answers", answers)[0],
            told in run("check", lacking, "--answers", answers)[2],
        ) == (2, True)
    answers.write_text('{"fora/absent/grants": "keep"}')
    assert run("check", lacking, "--answers", answers)[:2] == (
        0, "Nothing changes: every row and every figure stays the same.\nThe file can be published.\n")  # fmt: skip
    answers.write_text('{"fora/absent/grants": "clear"}')
    assert run("publish", lacking, "--note", "No donors", "--answers", answers)[0] == 0
    assert place.open().dataset(place.open().release(2)).tables["fora"]["grants"].notna().sum() == 0


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_cells_are_corrected_by_the_file_of_answers(
    run: Run, place: Place, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction is in force, is listed with what stood there, and stays with the release; what is no correction is told."""
    quicken(monkeypatch)
    place.open().publish(dataset, note="First", by="T", source=FILE, base=None, effect={})
    wrong, answers = tmp_path / "fora.csv", tmp_path / "answers.json"
    text = (FIXTURE / "fora.csv").read_text("utf-8-sig")
    wrong.write_text(text.replace("2014-05-10", "2014-02-31").replace("Forum Baghdad 2", "Forum Baghdad Two"))
    [fault] = json.loads(run("check", wrong, "--json")[1])["issues"]
    correction = {**{name: fault[name] for name in ("sheet", "row", "letter")}, "text": "2014-05-10"}
    for said in ([{"sheet": "fora.csv"}], {}, ["I2"]):
        answers.write_text(json.dumps({"corrections": said}))
        code, _, err = run("check", wrong, "--answers", answers)
        assert (code, "holds corrections that cannot be read" in err) == (2, True)
    answers.write_text(json.dumps({"answers": {}, "corrections": [correction]}))
    code, out, _ = run("check", wrong, "--answers", answers, "--json")
    assert (code, json.loads(out)["corrections"]) == (0, [{**correction, "was": "2014-02-31"}])
    answers.write_text(json.dumps({"corrections": [correction]}))
    assert run("publish", wrong, "--answers", answers, "--note", "Corrected")[0] == 0
    assert place.open().release(2).effect["corrections"] == [{**correction, "was": "2014-02-31"}]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_recipe_answers_for_the_next_file(run: Run, lacking: Path, tmp_path: Path) -> None:
    """Saved under a name, the answers hold for files of the same headers, or by name, or from a file; listed, shown, exported
    and deleted."""
    answers, exported = tmp_path / "answers.json", tmp_path / "recipe.json"
    answers.write_text('{"fora/absent/grants": "keep"}')
    assert run("recipes", "list")[:2] == (0, "No recipe is saved.\n")
    assert run("check", lacking, "--answers", answers, "--save-recipe", "fora month")[0] == 0
    assert run("check", lacking)[0] == run("check", lacking, "--recipe", "fora month")[0] == 0
    assert "fora/absent/grants: keep" in run("recipes", "show", "fora month")[1]
    assert run("recipes", "export", "fora month", "--out", exported)[0] == 0
    assert run("recipes", "export", "fora month", "--out", exported)[0] == 2  # what is there is not replaced
    assert run("recipes", "delete", "fora month")[0] == 0
    assert run("check", lacking)[0] == 3
    assert run("check", lacking, "--recipe", exported)[0] == 0
    assert run("check", lacking, "--recipe", "fora month")[::2] == (
        2, "There is no recipe “fora month”.\n`recipes list` names those there are.\n")  # fmt: skip


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_publishing_on_postgresql(run: Run, place: Place, tmp_path: Path) -> None:
    """On PostgreSQL a person publishes, publishes the same again, rolls back and exports by the command line alone."""
    assert run("publish", FIXTURE, "--note", "First", "--by", "Rana")[0] == 1
    assert run("publish", FIXTURE, "--note", "Again")[:2] == (
        0,
        "Release 1, the current one, has the same data. Nothing was published.\n",
    )
    fewer = tmp_path / "targets.csv"
    fewer.write_text("".join((FIXTURE / "targets.csv").read_text("utf-8-sig").splitlines(keepends=True)[:-1]), "utf-8")
    assert run("publish", fewer, "--table", "targets", "--mode", "replace", "--note", "One target less")[0] == 0
    assert run("rollback", "1", "--note", "The target stands")[0] == 0
    assert [(each.number, each.points_at) for each in place.open().history()] == [(3, 1), (2, None), (1, None)]
    code, listed, _ = run("releases", "--json")
    assert (code, [each["number"] for each in json.loads(listed)["releases"]]) == (0, [3, 2, 1])
    assert run("export", "--release", "2", "--out", tmp_path / "out")[0] == 0
    exported = (tmp_path / "out" / "targets.csv").read_text("utf-8-sig").splitlines()
    assert len(exported) == len(fewer.read_text("utf-8").splitlines())
    events = [(row["what"], row["release"], row["scope"]) for row in reversed(place.open().audit.rows())]
    assert events == [(what, number, "command line") for what, number in
                      (("publish", 1), ("publish", 2), ("rollback", 3), ("export", 2))]  # fmt: skip


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("fault", ["cut", "stalled"])
def test_publishing_over_a_way_that_fails(
    fault: str, between: Between, place: Place, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused in bounded time, with the reason, the way out and no password; nothing was published; later it goes through."""
    monkeypatch.setattr(connection, "WRITE_WITHIN", -8)  # two seconds in all
    through = sa.make_url(between.through).set(password="very-secret")
    monkeypatch.setenv("CPF_DATABASE_URL", through.render_as_string(hide_password=False))
    kept = Place(between.url, place.files)
    assert kept.open().current() is None
    between.proxy.cut(fault == "cut")
    between.proxy.stalled = fault == "stalled"
    code, out, err = run("publish", FIXTURE, "--note", "First")
    assert (code, out) == (2, "")
    assert err.startswith("The registry of releases at postgresql")
    assert "cannot be reached" in err
    assert "secret" not in err
    between.proxy.cut(False)
    between.proxy.stalled = False
    assert kept.open().current() is None
    assert run("publish", FIXTURE, "--note", "First")[0] == 1


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_publication_whose_answer_is_lost(
    between: Between, place: Place, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way breaks after the server has committed: nobody claims that nothing was published, and doing it again shows it."""
    Place(between.url, place.files).open()
    between.proxy.last = b"COMMIT"
    monkeypatch.setenv("CPF_DATABASE_URL", between.through)
    code, out, err = run("publish", FIXTURE, "--note", "First")
    assert (code, out) == (2, "")
    assert err.splitlines()[1] == (
        "Try again in a minute. It was done completely or not at all: `releases` lists what was."
    )
    monkeypatch.setenv("CPF_DATABASE_URL", between.url)
    assert run("publish", FIXTURE, "--note", "First")[:2] == (
        0,
        "Release 1, the current one, has the same data. Nothing was published.\n",
    )


def test_an_answer_has_its_shape_whatever_happens(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In JSON even what nobody foresaw is a refusal of the fixed shape, on stdout alone, without a traceback."""

    def broken(*_: object, **__: object) -> None:
        raise LookupError("no such thing")

    for words in (["check", tmp_path / "nowhere.csv"], ["check", tmp_path], ["check", FIXTURE, "--table", "forums"]):
        code, out, err = run(*words, "--json")
        assert (code, json.loads(out)["outcome"], err) == (2, "refuse", "")
    monkeypatch.setattr("community_policing.dataset.intake.check", broken)
    code, out, err = run("check", FIXTURE, "--json")
    said = json.loads(out)
    assert (code, said["outcome"], said["effect"], err) == (2, "refuse", {}, "")
    assert [tuple(issue) for issue in said["issues"]] == [commands._FIELDS]
    assert said["issues"][0]["rule"] == "unforeseen"
    assert "LookupError: no such thing" in said["issues"][0]["message"]
    assert "Traceback" not in run("check", FIXTURE)[2]


def test_export_hands_on_in_a_format(two: Place, run: Run, tmp_path: Path) -> None:
    """One file a format, named by what it is; a donor's view says so in its name; without a format the CSV files as before."""
    out = tmp_path / "out"
    code, said, _ = run("export", "--format", "hxl", "--format", "ics", "--release", 1, "--out", out)
    assert (code, sorted(map(str, out.iterdir()))) == (0, sorted(said.split()))
    assert [file.suffix for file in sorted(out.iterdir())] == [".csv", ".ics"]
    code, said, _ = run("export", "--format", "hxl", "--seen-by", "US", "--scope", "governorate=Baghdad", "--out", out)
    content = Path(said.strip()).read_text("utf-8-sig")
    assert code == 0
    assert "protected" in Path(said.strip()).name
    assert "Forum in Baghdad" in content
    assert "Forum Baghdad" not in content
    code, _, complaint = run("export", "--format", "hxl", "--seen-by", "Nobody", "--out", out)
    assert (code, "Nobody" in complaint) == (2, True)


def test_the_views_of_an_account_are_exported_and_deleted(place: Place, run: Run, tmp_path: Path) -> None:
    """All of that account and none of another; a file that is there and an account that nobody has are told."""
    views, exported = place.open().views, tmp_path / "views.json"
    assert run("views", "list")[:2] == (0, "No view is saved.\n")
    made = [
        views.save(SavedView("", name, "map", "phase=P2", owner))
        for name, owner in (("a", "rana"), ("b", "rana"), ("c", "ali"))
    ]
    assert [line.split()[:2] for line in run("views", "list")[1].splitlines()] == [[v.id, v.owner] for v in made]
    assert run("views", "export", "--account", "rana", "--out", exported)[:2] == (0, f"2 views are in {exported}.\n")
    assert json.loads(exported.read_text("utf-8")) == [asdict(view) for view in made[:2]]
    assert run("views", "export", "--account", "rana", "--out", exported)[0] == 2  # what is there is not replaced
    assert run("views", "delete")[0] == 2
    assert run("views", "delete", "--account", "rana")[:2] == (0, "2 views are deleted.\n")
    assert run("views", "delete", "--account", "rana")[::2] == (
        2, "“rana” has no saved view.\n`views list` names the accounts there are.\n")  # fmt: skip
    assert views.all() == (made[2],)
    alerts = place.open().alerts
    for account, number in (("rana", 3), ("ali", 4)):
        alerts.see(account, number, datetime.now(UTC))
    marks = "Up to where alerts were seen is deleted, too."
    assert run("views", "delete", "--account", "rana")[:2] == (0, f"0 views are deleted.\n{marks}\n")
    deleted = json.loads(run("views", "delete", "--account", "ali", "--json")[1])
    assert deleted == {"deleted": [made[2].id], "alerts_seen": True}
    assert (alerts.seen("rana"), alerts.seen("ali")) == (None, None)
    logged = [(row["what"], row["detail"], row["scope"]) for row in place.open().audit.rows(3)]
    details = (f"{made[2].id} alerts_seen", "alerts_seen", f"{made[0].id} {made[1].id}")
    assert logged == [("delete_view", detail, "command line") for detail in details]


def test_words_of_argparse_pass_translation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In English they are argparse's own, letter by letter; in another language each is the catalogue's, its values filled in."""
    assert [argparse_words._said(text) for text in argparse_words._WORDS] == list(argparse_words._WORDS)
    monkeypatch.setattr(argparse_words, "t", lambda message, /, **values: f"«{message.format(**values).strip()}»")
    with pytest.raises(SystemExit) as ended:
        commands.main(["rollback", "first"])
    first, *_, last = capsys.readouterr().err.splitlines()
    assert (ended.value.code, first.split()[0], last.partition("error: ")[2]) == (
        2, "«usage:»python", "«argument release: «invalid int value: 'first'»»»",
    )  # fmt: skip
