"""The command `brief`: what it writes without a browser or a server, how it exits, and what it refuses in which words."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from openpyxl import load_workbook

from community_policing.briefing.archive import Archive
from community_policing.briefing.model import Note
from community_policing.briefing.scope_query import scope_of
from community_policing.cli import commands
from community_policing.core.languages import LANGUAGES
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import open_releases
from community_policing.dataset.releases.subject_note import SubjectNote
from community_policing.measure.programme import Programme, Scope
from tests.conftest import FIXTURE
from tests.registries import FILE, PLACES

Run = Callable[..., tuple[int, str, str]]
FIRST = ("brief", "--preset", "donor", "--data", FIXTURE, "--only", "xlsx")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function: words of the command -> exit code, what it printed, and what it complained of; nothing is published."""
    for name in (*PLACES, "CPF_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def ran(*words: object) -> tuple[int, str, str]:
        code = commands.main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def made(run: Run, *words: object) -> dict[str, Any]:
    """The answer in JSON of a command that was accepted."""
    code, out, err = run(*FIRST, "--out", "out", "--json", *words)
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def said(file: str) -> list[object]:
    """Every cell of a workbook."""
    book = load_workbook(io.BytesIO(Path(file).read_bytes()))
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_all_outputs_without_anything_else(run: Run, tmp_path: Path) -> None:
    """Preset and folder are enough: five files of one id, whose names are printed; nothing else is left behind, and no
    registry is made."""
    code, out, err = run("brief", "--preset", "donor", "--out", tmp_path / "new" / "out")
    first, *files = out.splitlines()
    identifier = first.split()[1].rstrip(":")
    assert (code, err, first) == (0, "", f"Briefing {identifier}: Community policing in Iraq, as of 30 Nov 2016.")
    stem = tmp_path / "new" / "out" / f"cpf-briefing-2016-11-30-{identifier}"
    assert files == [f"{stem}{end}" for end in (".html", ".pptx", ".pdf", "-handout.pdf", ".xlsx")]
    assert sorted(map(str, (tmp_path / "new" / "out").iterdir())) == sorted(files)
    assert [each.name for each in tmp_path.iterdir()] == ["new"]
    assert all(identifier.encode() in Path(file).read_bytes() for file in files[:1])


def test_what_is_answered_in_json(run: Run) -> None:
    """The answer has the shape of every other, and says the briefing's id, hash and files; an output is made once."""
    answer = made(run, "--only", "xlsx, xlsx", "--by", "Rana")
    about = answer["briefing"]
    assert (answer["outcome"], answer["issues"], answer["effect"]) == ("accept", [], {})
    assert (about["preset"], about["audience"], about["as_of"], about["release"], about["kept"]) == (
        "donor", "donor", "2016-11-30", None, False,
    )  # fmt: skip
    assert answer["files"] == [f"out/cpf-briefing-2016-11-30-{about['id']}.xlsx"]
    assert {about["id"], about["sha256"], "Rana"} <= set(said(answer["files"][0]))


def test_a_choice_as_in_an_address(programme: Programme) -> None:
    """Keys and names of the data, any spelling of a governorate, a whole address: each is the choice of the page that has it."""
    assert [scope_of(programme, words) for words in (
        "governorate=Ninewa&governorate=IQG08", "http://localhost:8501/map?governorate=Nineveh&phase=p2&as_of=2016-06-30",
        "phase=Phase 1&phase=P2&donor=DE", "established_by=Local police", "established_by=iom&established_by=police", "",
    )] == [
        Scope(governorates=("IQG08", "IQG15")), Scope(date(2016, 6, 30), ("IQG15",), ("P2",)),
        Scope(phases=("P1", "P2"), donors=("DE",)), Scope(established_by=("police",)), Scope(), Scope(),
    ]  # fmt: skip
    assert scope_of(programme, "as_of=2016-06-30", "2016-07-31") == Scope(date(2016, 7, 31))


def test_the_choice_is_made(run: Run) -> None:
    """What was chosen is what is briefed on."""
    answer = made(run, "--scope", "governorate=Nineveh&phase=p2", "--as-of", "2015-12-31")
    cells = said(answer["files"][0])
    assert (answer["briefing"]["as_of"], cells[cells.index("Selection") + 1]) == (
        "2015-12-31", "Governorate: Ninewa; Phase: Phase 2",
    )  # fmt: skip


def test_a_governorate_briefing(run: Run) -> None:
    """Governorates are named as people spell them; each has its slide."""
    words = ("brief", "--preset", "governorate", "--data", FIXTURE, "--only", "xlsx", "--out", "out", "--json")
    code, out, _ = run(*words, "--governorate", "Nineveh", "IQG08")
    book = load_workbook(io.BytesIO(Path(json.loads(out)["files"][0]).read_bytes()))
    assert (code, "governorate-IQG08" in book.sheetnames, "governorate-IQG15" in book.sheetnames) == (0, True, True)
    assert run(*words)[0] == 2


REFUSED = (
    (("--preset", "mayor"), "There is no briefing “mayor”.", "Choose one of: chief, donor, governorate."),
    (("--only", "odt"), "There is no output “odt”.", "Choose one of: html, pptx, brief, handout, xlsx."),
    (("--language", "xx"), "There is no language “xx”.", "Choose one of: en"),
    (("--scope", "place=x"), "There is no filter “place”.", ("The filters are: as_of, period, governorate, district, phase, donor, "
                                                         "established_by.")),
    (("--scope", "nonsense"), "There is no filter “nonsense”.", "The filters are"),
    (("--scope", "phase=P9"), "There is no phase “P9” in these data.", "There are: Phase 1 (P1), Phase 2 (P2)."),
    (("--scope", "donor=x"), "There is no donor “x” in these data.", "There are: "),
    (("--scope", "governorate=Ninewah"), "Ninewa", ""),
    (("--governorate", "Mosulistan"), "Mosulistan", ""),
    (("--as-of", "30/11/2016"), "“30/11/2016” is not a day.", "Write it as in 2016-11-30."),
    (("--as-of", "2030-01-01"), "The data end on 30 Nov 2016, so nothing is known about 1 Jan 2030.", "Choose an earlier day."),
    (("--data", "nowhere"), "nowhere", ""),
)  # fmt: skip


def test_what_is_refused(run: Run, tmp_path: Path) -> None:
    """What does not exist is refused with what there is, exit code 2, and no file is written."""
    for words, problem, remedy in REFUSED:
        code, out, err = run(*FIRST, "--out", "out", *words)
        assert (code, out, problem in err, remedy in err) == (2, "", True, True), (words, err)
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "file").write_text("mine")
    code, _, err = run(*FIRST, "--out", "file")
    assert (code, err.splitlines()) == (
        2, ["file cannot be written (File exists).", "Name a folder that you can write to, with enough space."],
    )  # fmt: skip
    code, out, err = run(*FIRST, "--out", "out", "--preset", "mayor", "--json")
    assert (code, json.loads(out)["outcome"], err) == (2, "refuse", "")


def test_one_output_that_cannot_be_built(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name and the reason are told with exit code 2, and the other outputs that were asked for are written."""

    def refuse(*_: object, **__: object) -> bytes:
        raise typst.TypstError("odd sign")

    monkeypatch.setattr(typst, "compile", refuse)
    code, out, err = run(*FIRST, "--out", "out", "--only", "handout,html")
    (file,) = (tmp_path / "out").iterdir()
    assert (code, out, file.suffix) == (2, "", ".html")
    assert err.splitlines() == [
        "“Handout, 16:9 (PDF)” cannot be built (odd sign).",
        f"Written: {Path('out') / file.name}.",
        "Change the text that the reason names, or use another output.",
    ]


def test_a_release_and_what_is_kept(run: Run, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where data were published the current release is briefed on, or the one that is named; with --keep the briefing is in
    the archive, and the next one looks back to it and opens with what is still to be done."""
    releases = open_releases()
    releases.publish(dataset, note="November", by="Rana", source=FILE, base=None, effect={})
    words = ("brief", "--preset", "chief", "--out", "out", "--only", "xlsx", "--json")
    first = json.loads(run(*words, "--keep", "--by", "Rana")[1])["briefing"]
    archive = Archive(open_releases())
    kept = archive.open(first["id"])
    assert (kept.release, kept.sha256, kept.made_by, first["kept"]) == (1, first["sha256"], "Rana", True)
    archive.note(Note("n1", first["id"], "", "", "action", "Agree a date", "PM", "", "2016-12-01T00:00:00+00:00", "x"))
    second = json.loads(run(*words, "--release", "1")[1])
    assert "Agree a date" in said(second["files"][0])
    assert load_workbook(second["files"][0]).sheetnames[1:3] == ["answer", "actions"]
    assert [each.id for each in archive.history()] == [first["id"]]
    assert run(*words, "--release", "9")[0] == 2
    assert json.loads(run(*words, "--data", FIXTURE)[1])["briefing"]["release"] is None


def test_notes_on_the_same_data_are_on_the_risk_slide(
    run: Run, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of releases in a briefing on one, those of CPF_DATA in one on that folder; none in a donor's or of other data."""
    releases = open_releases()
    releases.publish(dataset, note="November", by="Rana", source=FILE, base=None, effect={})
    for key in ("releases", "own"):
        target = SubjectNote(
            "", 0, key, "target", "fora_established_iom/2016-12-31/", f"On {key}", "chief", written_by="x"
        )
        releases.notes.add(target)

    def told(*words: object) -> list[str]:
        answer = json.loads(run("brief", "--out", "out", "--only", "html", "--json", *words)[1])
        page = Path(answer["files"][0]).read_text("utf-8")
        return [key for key in ("releases", "own") if f"On {key} · Chief of Mission" in page]

    assert (told("--preset", "chief"), told("--preset", "donor")) == (["releases"], [])
    assert told("--preset", "chief", "--data", FIXTURE) == []
    monkeypatch.setenv("CPF_DATA", str(FIXTURE))
    assert told("--preset", "chief", "--data", FIXTURE) == ["own"]


def test_one_set_of_numbers_in_every_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each language has its files, of one id and another name, and the hash of their numbers is the same; the content's is not."""
    monkeypatch.setattr(commands.brief, "languages", lambda: tuple(LANGUAGES))
    code, out, err = run("brief", "--preset", "chief", "--data", FIXTURE, "--only", "xlsx", "--out", "out", "--json",
                         "--language", "all")  # fmt: skip
    assert (code, err) == (0, "")
    answer = json.loads(out)
    told = [answer["briefing"], *answer["in_other_languages"]]
    first = answer["briefing"]["id"]
    assert [each["language"] for each in told] == list(LANGUAGES)
    assert [each["id"] for each in told] == [first, *(f"{first}-{code}" for code in list(LANGUAGES)[1:])]
    assert answer["files"] == [f"out/cpf-briefing-2016-11-30-{each['id']}.xlsx" for each in told]
    assert len({each["numbers_sha256"] for each in told}) == 1
    assert len({each["sha256"] for each in told}) == len(LANGUAGES)
