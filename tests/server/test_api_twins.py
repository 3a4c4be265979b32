"""No answer of the API tells a restricted reader's twins apart: two truths with the same cells (see tests/pages/test_twins.py)."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.export.handed_on.tables import names
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Act
from tests.conftest import Build, Report
from tests.hostile import ANALYST, RESTRICTED, Visit, dataset, named_alike
from tests.pages.test_twins import blind as blind, guard_of  # blind: a fixture
from tests.server.api_client import Client, given

SEEDS = {"donor": 1, "field": 2, "public": 3}
CUTS = ("", "&as_of=2016-08-17&period=2016&governorate=IQG08&donor=DE")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own, and as many calls as a test likes."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    monkeypatch.setenv("CPF_API_CALLS", "100000")


def questions(programme: Programme, files: bool) -> Iterator[str]:
    """Every figure in every split and scope, and some in vain; for who may take `files`, rows of every kind and every table."""
    kinds = ("", "&format=csv") if files else ("",)
    yield from (
        "indicators",
        "figures?indicator=fora_established&by=district&district=IQG08Q03",
        "figures?indicator=attendances&donor=X",
    )
    splits = {key: splits_of(indicator, programme) for key, indicator in INDICATORS.items()}
    for cut in CUTS:
        for by in ("", *dict.fromkeys(by for found in splits.values() for by in found)):
            asked = "&".join(f"indicator={key}" for key in INDICATORS if not by or by in splits[key])
            yield from (f"figures?{asked}{f'&by={by}' * bool(by)}{cut}{kind}" for kind in kinds)
    listed = {(each.table, each.share, each.people): key for key, each in INDICATORS.items()}.values()
    for cut in CUTS if files else ():
        yield from (f"rows?indicator={key}{cut}" for key in listed)
        yield from (f"tables/{name}?format=csv{cut}" for name in (*names(programme), "fora", "attendance"))


def sent(answer: httpx.Response) -> tuple[object, ...]:
    """All that an answer says."""
    return answer.status_code, sorted(answer.headers.items()), answer.content


@pytest.mark.parametrize("role", RESTRICTED)
def test_nobody_can_tell_twins_apart_by_the_api(
    role: str, build: Build, blind: None, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """Status, headers and body of every answer are the same for both truths, the ETag too."""
    reader, client = RESTRICTED[role], Client.new()
    token = given(reader)[0]
    truths = [named_alike(dataset(build, SEEDS[role], twin=twin, kept=reader.governorates)) for twin in (False, True)]
    seen = Programme.of(protect(truths[0], guard_of(reader), bytes(range(32))))
    asked = tuple(questions(seen, reader.may(Act.EXPORT)))
    told = []
    for truth in truths:
        visit = Visit(reader, monkeypatch)
        visit.show(truth)
        monkeypatch.setenv("CPF_DATA", visit.folder)
        told.append([sent(client.get(path, token)) for path in asked])
    for path, one, other in zip(asked, *told, strict=True):
        assert one == other, path
    assert sum(answer[0] == 200 for answer in told[0]) >= len(asked) - 6  # all but what is asked in vain
    report(f"twins by the API, {role}: {len(asked)} answers the same for both truths")


def test_an_analyst_can_tell_twins_apart_by_the_api(build: Build, blind: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison without protection: figures, rows and tables differ, so that the test above can fail."""
    client, token, told = Client.new(), given(ANALYST)[0], []
    for twin in (False, True):
        visit = Visit(ANALYST, monkeypatch)
        visit.show(named_alike(dataset(build, 1, twin=twin)))
        monkeypatch.setenv("CPF_DATA", visit.folder)
        paths = ("figures?indicator=attendances&by=sex", "rows?indicator=attendances", "tables/attendance")
        told.append([client.get(path, token).content for path in paths])
    assert all(one != other for one, other in zip(*told, strict=True))
