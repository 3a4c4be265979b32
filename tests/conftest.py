"""A programme that can be counted by hand, and a way to draw another one in a test's docstring.

tests/fixture/, as of 30 November 2016.  P1 began in 2012, P2 in March 2016; US and DE pay.

fora                                                                                   women, men
F1  Baghdad  iom     since 2014-05-10            P1  US-P1         3  9   an ordinary forum
F2  Baghdad  iom     since 2016-04-20            P2  DE-P2;US-P2   5  5   co-funded: under two donors, once in the total
F3  Nineveh  iom     since 2016-10 (month)       P2  DE-P2         -  -   late: planned for 2016-06-30; odd spelling
F4  Basra    iom     2013-02-01 to 2016-09-15    P1  US-P1;US-P2   1  9   closed; two grants of one donor are one donor
F5  Basra    police  since 2016-01-20            -   -             0 18   not IOM's: no phase, no grant
F6  Ninewa   iom     planned for 2016-12-31      P2  DE-P2         -  -   planned is not established
F7  Diyala   iom     planned for 2016-12-31      P2  -             -  -   planned, and nobody pays yet

trainings and their attendance                                              women, men, sex not recorded
E1  Baghdad  training            held 2014-06-03         P1  US-P1        4  8   -   cohort C1: 4 community, 8 police
E2  Baghdad  training            held 2016-05 (month)    P2  DE-P2;US-P2  4  8   -   the same people came again
E3  Ninewa   awareness_campaign  held 2016-07-12         P2  DE-P2       10  -  20   all of them community
E4  -        workshop            held 2016-08-09         P2  DE-P2        6  -   -   civil society; where is not published
E5  Diyala   training            planned for 2016-12-10  P2  DE-P2        -  -   -   not held
E6  Erbil    training            held 2016-09-28         -   -            - 30   -   another agency's: never counted
E7  Basra    workshop            cancelled               P2  DE-P2        -  -   -   not held

infrastructure
I1  -        vehicle                    5  handed over 2016-08-30       P2  DE-P2  where is not published
I2  Baghdad  vehicle                    2  handed over 2016-06-15       P2  DE-P2
I3  Ninewa   technical_equipment        ?  handed over 2016-11 (month)  P2  -      how many is not published
I4  Baghdad  communication_equipment   10  completed 2016-05-05         P2  US-P2
I5  Ninewa   police_station_adaptation  1  completed 2016-10-10         P2  DE-P2  agreed 2016-03-20, due 2016-09-30
I6  Diyala   new_venue                  2  under way                    P2  DE-P2  agreed 2016-04-01, overdue: 2016-10-31
I7  Baghdad  headquarters               1  agreed 2016-03-20            P2  -      due 2017-09-30
I8  -        police_station_adaptation 30  handed over 2016-02-01       -   -      another agency's: never counted
I9  Basra    new_venue                  1  cancelled                    P2  DE-P2  agreed 2016-03-20: no longer counts

survey SV1: baseline 2016-02-01 to 02-18 with 500 people, endline 2016-10 (month) with 520
                                                                percent of n, baseline and endline
trust_in_police     Baghdad  programme         40 of 200  60 of 220   a clear rise, of 20 points
trust_in_police     Basra    programme         50 of 100  54 of 100   no difference that can be seen
trust_in_police     Missan   comparison        40 of 200  44 of 200   Baghdad rose by 16 points more than this
very_safe           Baghdad  programme         15 of 200  30 of 220   asked in other words: not comparable
safe_after_dark     Baghdad  programme  women  25 of 100  30 of 110   weighted, published with 16 to 34 and 21 to 39
would_report_crime  Basra    programme         -          increased   a direction without a number

meetings: women of all at the table
F1  2016-06-14  5 of 13  2016-07-12  4 of 12  2016-08 (month) nobody counted  2016-10-11  5 of 13  2016-11-08  8 of 15  active
F2  2016-05-17  4 of 10  2016-06-21  2 of 10  2016-07-19  police women not counted      dormant for more than three months
F3  has not met yet
F4  2016-02-09  1 of 12  2016-03-15  2 of 10                                          closed since
F5  2016-09-20  0 of 15  2016-11-29  1 of 15                                          active, and not IOM's

concerns                             5 resolved after 1, 0, 5, 2 and 0 months; 6 open, C3, C4 and C9 for over 90 days
C1   F1  water_electricity      2016-06  resolved 2016-07    C7   F2  housing_land_property  2016-05  resolved 2016-10
C2   F1  documents              2016-06  resolved 2016-06    C8   F2  civil_unrest           2016-06  withdrawn
C3   F1  housing_land_property  2016-07  referred            C9   F2  drugs                  2016-07  referred
C4   F1  domestic_violence      2016-08  referred            C10  F4  documents              2016-03  resolved 2016-05
C5   F1  harassment             2016-10  raised              C11  F5  housing_land_property  2016-09  raised
C6   F1  water_electricity      2016-11  raised              C12  F5  water_electricity      2016-11  resolved 2016-11

budgets                              planned, and spent where the quarter is over and told of
US-P1  USD  nothing committed        2015-Q4  -, 25,000
US-P2  USD  1,000,000 committed      2016-Q1  20,000, 10,000    Q2  100,000, 90,000   Q3  150,000, 200,000   Q4  200,000
DE-P2  EUR  4,000,000 committed                                 Q2  500,000, 400,000  Q3  700,000, -         Q4  800,000

targets                                    2012 to 2015: 2; 2016: from 2 to 9, revised to 6
fora_established_iom                       Baghdad 2016: from 1 to 2; Ninewa 2016: from 0 to 2
trainings_and_campaigns_held, attendances  2012 to 2016: 3 and 66
women_share_of_members                     2016 to 2017: from 15 to 30 percent
vehicles_handed_over                       P2, 2016-03-01 to 2016-09-30: 8
headquarters_built                         P2, 2016-03-01 to 2017-09-30: 0, a zero target

facts: IOM at least 3 fora (agrees), police 2 (the rows say 1), 2 planned (agrees), at least 20 people by May 2016
(agrees with the rows of that day), 99 fora of another agency, and the start of the project, which is no figure.
"""

import asyncio
import csv
import json
import os
import re
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner

from community_policing.core import spark
from community_policing.dataset.load import Dataset, Severity, load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from tests.edits import edited as edited  # a fixture

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests" / "fixture"
AS_OF = "2016-11-30"

pytest_plugins = ["tests.registries"]
Row = Mapping[str, str]
Build = Callable[..., Dataset]
Report = Callable[[str], None]
SECRET = "a secret of the tests, and of nobody else"
os.environ.setdefault("CPF_ROUNDING_SECRET", SECRET)  # also for fixtures of a module, which come before the one below
_REPORTED = pytest.StashKey[list[str]]()

# What a machine says against compiled files would let each of some hundred processes compile the dashboard anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What a drawn table need not say.  A value that is a column's name stands for that column's cell.
_UNSAID: Mapping[str, Row] = {
    "phases": {"name": "phase_id"},
    "donors": {"name": "donor_id", "short_name": "donor_id"},
    "grants": {"donor_id": "grant_id", "phase_id": "P2", "implementer": "IOM", "record": "published"},
    "fora": {"name": "forum_id", "governorate": "IQG08", "established_by": "iom", "record": "published"},
    "trainings": {
        "title": "training_id", "kind": "training", "status": "completed", "starts_on": "2016-06-01", "record": "published",
    },
    "attendance": {"participant_group": "community", "sex": "women"},
    "infrastructure": {
        "name": "item_id", "kind": "vehicle", "status": "handed_over", "completed_on": "2016-06-01", "record": "published",
    },
    "targets": {"period_starts_on": "2016-01-01", "due_on": "2016-12-31", "baseline": "0", "record": "illustrative"},
    "facts": {"as_of": AS_OF, "qualifier": "exact", "scope": "iom"},
}  # fmt: skip
_PHASES = ({"phase_id": "P1", "starts_on": "2012"}, {"phase_id": "P2", "starts_on": "2016-03"})


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine returns, in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def parts(result: Result) -> dict[str, float | tuple[float, float | None]]:
    """A Result's parts as numbers, or as (low, high) where they are not exact."""
    return {key: part.low if part.exact else (part.low, part.high) for key, part in result.parts.items()}


def figure(key: str, programme: Programme, day: str = "") -> float:
    """An indicator's figure, which must be exact, on a day."""
    shown = measure(key, programme.within(Scope(date.fromisoformat(day))) if day else programme).value
    assert shown is not None
    assert shown.exact
    return shown.low


def golden(name: str, drawn: Any) -> tuple[Any, Any]:
    """What is drawn and what was reviewed, both without the digests of layers; GOLDEN=write takes the drawn one over."""
    file = FIXTURE / "golden" / f"{name}.json"
    text = re.sub(r"(?<=\?v=)[0-9a-f]{10}", "digest", json.dumps(drawn, ensure_ascii=False, indent=1))
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text + "\n", "utf-8")
    return json.loads(text), json.loads(file.read_text("utf-8"))


@pytest.fixture(autouse=True, scope="session")
def components_scanned_once() -> None:
    """AppTest looks through every installed package for components before a first run, for more time than most pages take;
    what is installed stays the same while tests run."""
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that protected numbers are rounded with, the same in every run."""
    monkeypatch.setenv("CPF_ROUNDING_SECRET", SECRET)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer for its registry's first answer than a reader, or a client of the API, waits for it."""
    monkeypatch.setattr("community_policing.ui.shell.release_watch.PATIENCE", 60.0)


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """A function: a line to be printed at the end of the test run, for what a test measures."""
    return pytestconfig.stash.setdefault(_REPORTED, []).append


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its lines to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["reported"] = session.config.stash.get(_REPORTED, [])


class _Gathering:
    """Takes the workers' lines, where there are workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._lines = config.stash.setdefault(_REPORTED, [])

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._lines += getattr(node, "workeroutput", {}).get("reported", [])


def pytest_configure(config: pytest.Config) -> None:
    """Registers what gathers."""
    config.pluginmanager.register(_Gathering(config))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what tests have measured."""
    lines = terminalreporter.config.stash.get(_REPORTED, [])
    if lines:
        terminalreporter.section("measured by the tests")
    for line in lines:
        terminalreporter.write_line(line)


ON_SPARK = pytest.mark.skipif(not spark.installed(), reason="Spark is not installed: requirements-spark.txt")
ON_EACH = ["pandas", "polars", pytest.param("spark", marks=ON_SPARK)]
ALL_ON_SPARK = os.environ.get("CPF_ENGINES") == "all"  # each drawn table too: some minutes


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """tests/fixture, without an error; its one warning is the zero target's, which leaves no way to go."""
    loaded = load(FIXTURE)
    assert [(i.severity, i.table, i.rule) for i in loaded.issues] == [
        (Severity.WARNING, "targets", "target_is_baseline")
    ]
    return loaded


@pytest.fixture(scope="session")
def programme(dataset: Dataset) -> Programme:
    """tests/fixture as a programme, read by pandas."""
    return Programme.of(dataset)


@pytest.fixture(scope="session", params=ON_EACH)
def on_each_engine(request: pytest.FixtureRequest, dataset: Dataset) -> Programme:
    """tests/fixture as a programme, read by each engine in turn."""
    return Programme.of(dataset, engine=request.param)


@pytest.fixture(scope="session")
def public_record() -> Programme:
    """What was published: a dataset whose basis is facts."""
    return Programme.of(load(ROOT / "data" / "public_record"))


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A function: tables as lists of rows -> Dataset.  Donors and grants are made from the ids that rows name, and
    what a row does not say is filled in; the dataset may have no error."""

    def made(tables: Mapping[str, Sequence[Row]], **package: Any) -> Dataset:
        folder = tmp_path_factory.mktemp("drawn")
        whole = {name: rows for name, rows in {"phases": _PHASES, **_payers(tables), **tables}.items() if rows}
        for name, rows in whole.items():
            _write(folder / f"{name}.csv", [_filled(name, row) for row in rows])
        resources = [{"name": name, "path": f"{name}.csv"} for name in whole]
        about = {"as_of": AS_OF, "synthetic": True, "resources": resources, **package}
        (folder / "datapackage.json").write_text(json.dumps(about))
        loaded = load(folder)
        assert [issue.message for issue in loaded.issues if issue.severity is Severity.ERROR] == []
        return loaded

    return made


@pytest.fixture(params=ON_EACH if ALL_ON_SPARK else ON_EACH[:2])
def drawn(request: pytest.FixtureRequest, build: Build) -> Programme:
    """The tables drawn in the test's own docstring, as a programme, on each engine in turn.

    A table starts with its name and a colon, columns stand between bars, and an empty line ends it.
    """
    return Programme.of(build(_drawn(request.function.__doc__)), engine=request.param)


def _drawn(docstring: str) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    columns: list[str] = []
    name = ""
    for line in docstring.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 1:
            name, columns = cells[0].removesuffix(":"), []
        elif not columns:
            columns = cells
            tables[name] = []
        else:
            tables[name].append(dict(zip(columns, cells, strict=True)))
    return tables


def _payers(tables: Mapping[str, Iterable[Row]]) -> dict[str, list[Row]]:
    named = sorted({g for rows in tables.values() for row in rows for g in row.get("grants", "").split(";") if g})
    return {"donors": [{"donor_id": g} for g in named], "grants": [{"grant_id": g} for g in named]}


def _filled(table: str, row: Row) -> Row:
    unsaid = {name: row.get(value, value) for name, value in _UNSAID.get(table, {}).items()}
    if table == "fora":
        unsaid["status"] = (
            "closed" if row.get("closed_on") else "established" if row.get("established_on") else "planned"
        )
        unsaid["planned_for"] = "2016-12-31" if unsaid["status"] == "planned" else ""
    return unsaid | dict(row)


def _write(file: Path, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
