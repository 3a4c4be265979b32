"""The banner's promise, "people in multiples of 5, none under 10", read off every page, dialog and file of the restricted roles."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.core import labels
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import PARTICIPANT_GROUPS, SEXES
from community_policing.protect.policy import access_policy
from community_policing.ui.components import figures
from tests.conftest import Build, Report
from tests.hostile import RESTRICTED, VIEWS, Visit, dataset
from tests.pages.statements import printed_tables

NUMBER = r"(under )?(\d[\d,.]*)"
IN_TEXT = re.compile(rf"{NUMBER} (?:seats?|attendances?|people|persons?|women|men|members?)\b")
PEOPLE = {
    *(indicator.label for indicator in INDICATORS.values() if indicator.persons and not indicator.share),
    *(labels.label(group, "participant_group") for group in PARTICIPANT_GROUPS),
    *(labels.label(sex) for sex in SEXES), "Seats", "Seats filled", "Attendances", "People",
}  # fmt: skip


def numbers(texts: Iterator[str]) -> Iterator[tuple[str, str, float]]:
    """Where a text tells a number of people: the text, "under " or "", and the number."""
    for text in texts:
        for under, told in IN_TEXT.findall(text):
            yield text, under, float(told.replace(",", "").rstrip("."))


def cells(name: str, head: list[str], lines: list[list[str]]) -> Iterator[tuple[str, str, float]]:
    """The same of a table: the cells of columns that hold people; `counts` does in the working of a figure of people."""
    working = {"participant_group", "of"} & set(head)
    for place, column in enumerate(head):
        if column.removesuffix(", about") in PEOPLE or (working and column in ("counts", "of")):
            for cell in (line[place] for line in lines):
                for under, told in re.findall(NUMBER, cell):
                    yield f"{name}: {column}: {cell}", under, float(told.replace(",", ""))


def read(visit: Visit, page: str, chosen: Mapping[str, list[str]]) -> Iterator[tuple[str, str, float]]:
    """Every number of people on a page, in its files, and in each working that it opens."""
    tab = visit.open(page, state=chosen)
    yield from shown(visit, tab)
    for key in [button.key for button in tab.button if (button.key or "").startswith("working-")][:4]:
        tab.button(key=key).click()
        yield from shown(visit, visit.again(tab))


def shown(visit: Visit, tab: AppTest) -> Iterator[tuple[str, str, float]]:
    """Those of the texts, tables and files that the last run shows."""
    yield from numbers(written(tab))
    for table in tab.dataframe:
        frame = table.value
        yield from cells("a table", list(map(str, frame)), [list(map(str, line)) for line in frame.to_numpy().tolist()])
    for head, *lines in printed_tables(tab):
        yield from cells("a printed table", head, lines)
    for name, content in visit.given("csv-"):
        head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        yield from cells(name, head, lines)


def written(tab: AppTest) -> Iterator[str]:
    """The texts of the page."""
    for kind in (tab.title, tab.header, tab.markdown, tab.caption, tab.info, tab.warning):
        yield from (str(element.value) for element in kind)


@pytest.mark.parametrize("role", RESTRICTED)
def test_every_number_of_people_keeps_the_promise(
    role: str, build: Build, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """A multiple of the base and not under the threshold, or "under" the threshold; 0 where nothing was held, and as the end of
    bounds that begin with nobody known."""
    reader = RESTRICTED[role]
    reader = replace(reader, governorates=("IQG05",)) if reader.governorates else reader  # where nothing is its own
    base, threshold = access_policy().base, access_policy().threshold[reader.role]
    monkeypatch.setattr(figures.access, "may", lambda *_: True)  # files for the public too
    visit = Visit(reader, monkeypatch)
    visit.show(dataset(build, 2))
    found = [(page, *each) for page, chosen in VIEWS for each in read(visit, page, chosen)]
    broken = [
        each
        for each in found
        if not (each[3] == threshold if each[2] else each[3] == 0 or (each[3] % base == 0 and each[3] >= threshold))
    ]
    report(f"numbers of people, {role}: {len(found)} read on {len(VIEWS)} pages, {len(broken)} break the promise")
    assert broken == []
    assert len(found) > 50
