"""Programmes that are hostile to their own protection, their twins, and what a reader's visit to a page is sent.

Twins are two truths that a restricted reader must not be able to tell apart: other people, names, towns, points, notes, cohorts,
links, days and order, with the same rows in each cell.  What is due by when is promised in public, and the same in both.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from community_policing.core.geography import districts
from community_policing.core.schema import in_languages
from community_policing.dataset.load import Dataset
from community_policing.protect.policy import Role, User
from community_policing.ui.shell import access, session
from pages import PAGES
from tests.conftest import ROOT, Build, Row

PLACES = ("IQG08", "IQG15")
GROUPS, SEXES = ("police", "community", "judiciary"), ("women", "men")
RESTRICTED = {
    "donor": User("a donor", Role.DONOR, grants=("DE",)),
    "field": User("a field office", Role.FIELD, governorates=("IQG15",)),
    "public": User("somebody", Role.PUBLIC),
}
ANALYST = User("an analyst", Role.ANALYST)
OPEN = tuple(key for key, page in PAGES.items() if User("", Role.PUBLIC).opens(key))
# Each of them as it opens, and the profile that one governorate alone has; page and what is chosen.
VIEWS: tuple[tuple[str, Mapping[str, list[str]]], ...] = (
    *((page, {}) for page in OPEN),
    ("governorate", {"governorate": ["IQG08"]}),
)


def tables(seed: int, twin: bool = False, more: bool = False, kept: Sequence[str] = ()) -> dict[str, list[Row]]:
    """16 events over two years in two governorates, most of them alone in their cell, 1 to 9 people of each group and sex; 8
    fora and 6 works with points; `twin`: the same cells of another truth, but for rows of the governorates `kept`; `more`: one
    more event, and one more person at another, as a later release has them."""
    shape, truth = np.random.default_rng(seed), np.random.default_rng(seed + (1_000 if twin else 0))
    same = np.random.default_rng(seed)
    made = _events(shape, truth, same, kept)
    seats = [
        {"training_id": row["training_id"], "participant_group": group, "sex": sex,
         "attendances": str(_people(row, kept, truth, same))} for row in made for group in GROUPS for sex in SEXES
    ]  # fmt: skip
    if not more:
        made, seats = made[:-1], seats[: -len(GROUPS) * len(SEXES)]
    if more:
        seats[0] = {**seats[0], "attendances": str(int(seats[0]["attendances"]) + 1)}
    found: dict[str, list[Row]] = {
        "donors": [{"donor_id": "DE"}, {"donor_id": "US"}],
        "grants": [{"grant_id": "DE-P2", "donor_id": "DE"}, {"grant_id": "US-P2", "donor_id": "US", "record": "programme",
                    "title": (title := f"Title {truth.integers(10**9)}"), **_in_languages("title", title),
                    "note": f"Note {truth.integers(10**9)}"}],
        "trainings": made, "attendance": seats, "fora": _fora(shape, truth, same, kept),
        "infrastructure": _works(shape, truth, same, kept),
    }  # fmt: skip
    found |= _life(found["fora"], truth, same, kept)
    found |= _said(truth, same, kept)
    found["budgets"] = [_budget("US-P2", f"2016-Q{quarter}", truth) for quarter in range(1 + int(truth.integers(3)), 4)]
    found["budgets"] += [_budget("DE-P2", f"2016-Q{quarter}", same) for quarter in range(1, 4)]
    if twin:  # another order of the file too; what stays as recorded keeps its own
        for name in ("trainings", "fora", "infrastructure"):
            own = [row for row in found[name] if row["governorate"] in kept]
            found[name] = own + [row for row in found[name] if row["governorate"] not in kept][::-1]
    else:
        for name in ("trainings", "fora", "infrastructure"):
            found[name].sort(key=lambda row: row["governorate"] not in kept)
    return found


def _people(row: Row, kept: Sequence[str], truth: np.random.Generator, same: np.random.Generator) -> int:
    drawn = int(truth.integers(1, 10)), int(same.integers(1, 10))
    return drawn[row["governorate"] in kept]


def _names(place: str, kept: Sequence[str], truth: np.random.Generator, same: np.random.Generator) -> str:
    drawn = int(truth.integers(10**9)), int(same.integers(10**9))
    return str(drawn[place in kept])


def _in_languages(column: str, said: str) -> dict[str, str]:
    return dict.fromkeys(in_languages(column), f"اسم {said}")


def _district(place: str, said: str) -> str:
    """One of the districts of a governorate."""
    inside = [code for code in districts() if code.startswith(place)]
    return inside[int(said) % len(inside)]


def _events(
    shape: np.random.Generator, truth: np.random.Generator, same: np.random.Generator, kept: Sequence[str]
) -> list[Row]:
    found = []
    for i in range(17):
        place = str(shape.choice(PLACES))
        said = _names(place, kept, truth, same)
        within = int(said) % 40 if place not in kept else 7
        day = date(2015, (1, 4, 7, 10)[i % 4], 3) + timedelta(days=365 * (i % 8 > 3) + within)
        found.append({
            "training_id": f"X{said}", "title": f"Title {said}", **_in_languages("title", said), "governorate": place,
            "place": f"Town {said}",
            "district": _district(place, said),
            "grants": str(shape.choice(["DE-P2", "US-P2"])), "kind": str(shape.choice(["training", "workshop"])),
            "phase_id": "P2", "note": f"Note {said}", "cohort": f"Cohort {said}" if int(said) % 2 else "",
            "starts_on": day.isoformat(),
        })  # fmt: skip
    return found


def _fora(
    shape: np.random.Generator, truth: np.random.Generator, same: np.random.Generator, kept: Sequence[str]
) -> list[Row]:
    found = []
    for i in range(8):
        place = PLACES[i % 2]
        said = _names(place, kept, truth, same)
        found.append({
            "forum_id": f"X{said}", "name": f"Forum {said}", **_in_languages("name", said), "governorate": place,
            "place": f"Town {said}",
            "district": _district(place, said),
            "latitude": f"33.{int(said) % 9000 + 1000}", "longitude": f"44.{int(said) // 7 % 9000 + 1000}",
            "established_by": "iom" if i < 6 else "police",
            "established_on": f"2016-{1 + 3 * (i // 2 % 3):02}-{int(said) % 27 + 1:02}",
            "phase_id": "P2", "grants": "DE-P2" if i % 3 else "US-P2", "last_met_on": f"2016-11-{int(said) % 27 + 1:02}",
            "members_women": str(int(said) % 9 + 1), "members_men": str(int(said) // 9 % 9 + 1),
        })  # fmt: skip
    return found


def _works(
    shape: np.random.Generator, truth: np.random.Generator, same: np.random.Generator, kept: Sequence[str]
) -> list[Row]:
    found = []
    for i in range(6):
        place = PLACES[i % 2]
        said = _names(place, kept, truth, same)
        found.append({
            "item_id": f"X{said}", "name": f"Station {said}", **_in_languages("name", said), "governorate": place,
            "place": f"Town {said}",
            "kind": "new_venue", "district": _district(place, said),
            "latitude": f"33.{int(said) % 9000 + 1000}", "longitude": f"44.{int(said) // 7 % 9000 + 1000}", "quantity": "1",
            "status": "completed", "agreed_on": f"2016-01-{int(said) % 27 + 1:02}", "due_on": f"2016-05-{i + 1:02}",
            "completed_on": f"2016-{4 + 3 * (i // 3):02}-{int(said) % 27 + 1:02}", "phase_id": "P2", "grants": "US-P2",
            "note": f"Note {said}",
        })  # fmt: skip
    return found


def _life(
    fora: list[Row], truth: np.random.Generator, same: np.random.Generator, kept: Sequence[str]
) -> dict[str, list[Row]]:
    """Up to two meetings of each forum, and 1 to 9 concerns of each topic at every other one: as recorded for nobody here."""
    meetings: list[Row] = []
    concerns: list[Row] = []
    for i, forum in enumerate(fora):
        for month in (10, 11)[: i % 3]:
            said = _names(forum["governorate"], kept, truth, same)
            women, men = int(said) % 10, int(said) // 10 % 10
            meetings.append({
                "forum_id": forum["forum_id"], "met_on": f"2016-{month}-{int(said) % 27 + 1:02}", "record": "programme",
                "community_women": str(women), "community_men": str(men),
            })  # fmt: skip
        for topic in ("drugs", "domestic_violence", "documents") if i % 4 < 2 else ():
            for month in (6, 10)[: 1 + i % 4]:
                concerns += [
                    {"concern_id": f"X{len(concerns)}{topic}{n}", "forum_id": forum["forum_id"], "topic": topic,
                     "raised_in": f"2016-{month:02}", "status": "raised", "record": "programme"}
                    for n in range(truth.integers(1, 10))
                ]  # fmt: skip
    return {"meetings": meetings, "concerns": concerns}


def _said(truth: np.random.Generator, same: np.random.Generator, kept: Sequence[str]) -> dict[str, list[Row]]:
    """A survey that nobody published: in each governorate of many people, who may be told of, and of 30 in a community, who may
    not, with a target that begins where these stood."""
    waves: list[Row] = [
        {"survey_id": "SV", "wave": wave, "title": f"Title {truth.integers(10**9)}", "fieldwork_to": f"2016-{month}-20",
         "respondents": "460", "record": "programme"} for wave, month in (("first", "02"), ("last", "10"))
    ]  # fmt: skip
    estimates: list[Row] = []
    targets: list[Row] = []
    for place in PLACES:
        of_few: list[str] = []
        asked = {"survey_id": "SV", "question": "trust_in_police", "wording": "Trust?", "answer": "yes", "governorate": place,
                 "surveyed": "programme", "record": "programme"}  # fmt: skip
        for wave in ("first", "last"):
            said = int(_names(place, kept, truth, same))
            town = said % 7 if place in kept else said
            of_few.append(str(20 + said % 37))
            estimates += [
                {**asked, "wave": wave, "percent": str(same.integers(30, 60)), "n": "400"},
                {**asked, "wave": wave, "percent": of_few[-1], "n": "30", "community": f"Town {town}",
                 "district": _district(place, str(said)), "note": f"Note {said}"},
            ]  # fmt: skip
        targets.append({"indicator": "survey:trust_in_police", "governorate": place, "period_starts_on": "2016-03-01",
                        "due_on": "2016-12-31", "baseline": of_few[0], "target": "80", "record": "programme"})  # fmt: skip
    return {"surveys": waves, "estimates": estimates, "targets": targets}


def _budget(grant: str, quarter: str, drawn: np.random.Generator) -> Row:
    """A line of a grant, of which nobody but its donor may know anything."""
    planned, spent = (str(1_000 + drawn.integers(10**6)) for _ in range(2))
    return {"grant_id": grant, "quarter": quarter, "planned": planned, "spent": spent, "currency": "EUR", "record": "programme",
            "note": f"Note {spent}"}  # fmt: skip


@cache
def dataset(build: Build, seed: int, **options: Any) -> Dataset:
    """That programme, loaded once for all tests of a process: nobody changes a dataset."""
    return build(tables(seed, **options))


def named_alike(made: Dataset) -> Dataset:
    """With the names of folder and content that its twin has: pages say them, and they tell only that files differ."""
    return replace(made, name="twin", title="Twin", release="0000000000")


def digest(held: bytes) -> str:
    """A short name of what was sent."""
    return hashlib.sha256(held).hexdigest()[:16]


@dataclass
class Visit:
    """A reader's tab on streamlit_app.py: what it is sent, page by page, and the files that its buttons give."""

    reader: User
    monkeypatch: pytest.MonkeyPatch
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    folder: str = ""

    def __post_init__(self) -> None:
        button = streamlit.download_button

        def watched(label: str, data: Callable[[], bytes], name: str, mime: str, **options: Any) -> Any:
            self.files[options["key"]] = data
            return button(label, data, name, mime, **options)

        self.monkeypatch.setattr(streamlit, "download_button", watched)

    def show(self, shown: Dataset) -> None:
        """What CPF_DATA names from now on; the folder is of a name that no cache has seen."""
        name, opened = f"hostile-{os.urandom(8).hex()}", session.load
        self.monkeypatch.setattr(session, "load", lambda folder: shown if folder.name == name else opened(folder))
        self.folder = f"/nowhere/{name}"

    def open(
        self, page: str, address: Mapping[str, Any] | None = None, state: Mapping[str, Any] | None = None
    ) -> AppTest:
        """A new tab on that page."""
        self.monkeypatch.setattr(access, "account", lambda: self.reader)
        self.monkeypatch.setenv("CPF_DATA", self.folder)
        self.files.clear()
        tab = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
        tab._page_hash = calc_hash(PAGES[page].url_path if page != "overview" else "overview")
        for name, value in (address or {}).items():
            tab.query_params[name] = value
        for name, value in (state or {}).items():
            tab.session_state[name] = value
        return self.again(tab)

    def again(self, tab: AppTest) -> AppTest:
        """The tab after a run."""
        tab.run()
        assert not tab.exception, tab.exception
        return tab

    def given(self, kind: str = "") -> Iterator[tuple[str, bytes]]:
        """Each file of that kind ("csv-", "xlsx-") that the last run offers; of a workbook, all in it but when it was made."""
        for key, made in [(key, made) for key, made in self.files.items() if key.startswith(kind)]:
            content = made()
            if content[:2] == b"PK":
                held = zipfile.ZipFile(BytesIO(content))
                content = b"".join(held.read(name) for name in sorted(held.namelist()) if "docProps" not in name)
            yield key, content


def sent(tab: AppTest) -> list[bytes]:
    """All that the server sent for the page, sidebar included: blocks and elements in their order, hidden parts too."""
    found: list[bytes] = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if proto is not None:
            if "deferred_file_id" in proto.DESCRIPTOR.fields_by_name:
                proto.ClearField("deferred_file_id")  # a name drawn by lot for a file that is made on a click
            found.append(proto.SerializeToString(deterministic=True))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(tab._tree)
    return found
