"""The API: who may ask, what they get, and that it is what pages show, to the digit."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from community_policing.analysis import insights
from community_policing.briefing.scope_query import KEYS
from community_policing.core.i18n import ProgrammeError
from community_policing.core.indicators import INDICATORS
from community_policing.core.paths import DATA
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import RegistryUnavailable, Source, open_releases
from community_policing.export.handed_on import tables
from community_policing.export.rows import behind, csv as as_csv
from community_policing.export.table import on_screen
from community_policing.measure.compute import measure, splits_of
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.protect import api_tokens, audit_log
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Act, access_policy
from community_policing.protect.rounding_secret import rounding_secret
from community_policing.server.api import api
from community_policing.server.api.endpoints import ENDPOINTS
from community_policing.server.api.model import FORMAT, PREFIX, SCOPE
from community_policing.server.sign_in_gate import SignInGate
from community_policing.ui.components.working import names
from community_policing.ui.shell import access, release_watch
from tests.protect.test_policy import SOUND
from tests.server.api_client import HERE, USERS, Client, given

SCOPES = {
    "": Scope(),
    "&as_of=2016-06-30&governorate=Baghdad&governorate=IQG15&donor=DE": Scope(
        date(2016, 6, 30), ("IQG08", "IQG15"), donors=("DE",)
    ),
}
WHOLE = "figures?indicator=fora_established"
NO_TOKEN = "This needs a valid token: there is none, or it is unknown, expired or revoked."


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own, and as many calls as a test likes."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    monkeypatch.setenv("CPF_API_CALLS", "100000")


@pytest.fixture
def client() -> Client:
    """Somebody at another machine."""
    return Client.new()


@pytest.fixture(scope="module")
def recorded() -> Dataset:
    """The demonstration, which pages and API open on where nothing was published."""
    return load(DATA / "demonstration")


def seen(dataset: Dataset, role: str) -> Programme:
    """The dataset as that role's pages have it, made without a page."""
    held = access_policy().protection(USERS[role])
    return Programme.of(protect(dataset, held, rounding_secret()) if held else dataset)


def cells(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("role", USERS)
def test_every_figure_is_the_pages_own(role: str, client: Client, recorded: Dataset) -> None:
    """Every indicator, whole and in every split of the view, in two scopes: number by number as it is measured, text by text as
    the working shows it."""
    token, whole = given(USERS[role])[0], seen(recorded, role)
    for query, scope in SCOPES.items():
        programme = whole.within(scope)
        splits = {key: splits_of(indicator, programme) for key, indicator in INDICATORS.items()}
        for by in ("", *dict.fromkeys(by for found in splits.values() for by in found)):
            keys = [key for key in INDICATORS if not by or by in splits[key]]
            asked = "&".join(f"indicator={key}" for key in keys) + (f"&by={by}" if by else "")
            records = client.records(f"figures?{asked}{query}", token)
            assert list(dict.fromkeys(each["indicator"] for each in records)) == keys
            for key in keys:
                agrees(measure(key, programme, by), programme, [each for each in records if each["indicator"] == key])


def agrees(result: Result, programme: Programme, records: list[dict[str, Any]]) -> None:
    """The records of a figure say what the Result says, and, of a split, what the working's table does."""
    first, *others = records
    assert (first["by"], first["key"], known(first)) == (None, None, numbers(result.value))
    assert first["as_of"] == programme.as_of.isoformat()
    assert {each["key"]: known(each) for each in others} == {key: numbers(part) for key, part in result.parts.items()}
    if result.parts:
        page = on_screen(insights.split_rows(result, names(result.by, programme, result.indicator.table)))
        total = ("Total, each counted once", first["shown"])
        told = [*((each["name"], each["shown"]) for each in others), total]
        assert sorted(told, key=str) == sorted(page.itertuples(index=False, name=None), key=str)


def known(record: dict[str, object]) -> tuple[object, ...]:
    """What a record says of its figure in numbers."""
    if record["value"] is not None:
        assert record["value"] == record["lower"] == record["upper"]
    small = record["withheld"] and record["absent"] is None
    return record["lower"], record["upper"], record["approximate"], small


def numbers(quantity: Quantity | None) -> tuple[object, ...]:
    """The same of a Quantity."""
    if quantity is None:
        return None, None, False, False
    return quantity.low, quantity.high, quantity.about, isinstance(quantity, Suppressed)


@pytest.mark.parametrize("role", USERS)
def test_rows_and_tables_are_the_files_of_the_pages(role: str, client: Client, recorded: Dataset) -> None:
    """Byte for byte, as CSV; as JSON the same cells.  Who may take no files gets neither."""
    token, programme = given(USERS[role])[0], seen(recorded, role)
    keys = {(each.table, each.share, each.people): key for key, each in INDICATORS.items()}.values()
    asked = [f"rows?indicator={key}" for key in keys] + [f"tables/{name}" for name in tables.names(programme)]
    if not USERS[role].may(Act.EXPORT):
        for path in (*asked, "tables", f"{WHOLE}&format=csv"):
            answer = client.get(path, token)
            assert (answer.status_code, answer.json()["error"]) == (
                403, "The role of this token may look at figures, and take no files."
            )  # fmt: skip
        return
    for key in keys:
        answer = client.get(f"rows?indicator={key}", token, accept="text/csv")
        assert answer.content == as_csv(behind(measure(key, programme), programme)), key
    for name in tables.names(programme):
        frame = tables.table(name, programme)
        answer = client.get(f"tables/{name}?format=csv", token)
        assert answer.content == as_csv(frame), name
        plain = [
            {k: "" if v is None else str(v) for k, v in each.items()}
            for each in client.records(f"tables/{name}", token)
        ]
        assert [{k: v.removeprefix("'") for k, v in each.items()} for each in cells(answer.content)] == plain


def test_a_table_of_another_role_is_not_there(client: Client) -> None:
    """A donor's view has no list of fora; it has the activities."""
    donor = given(USERS["donor"])[0]
    assert [each["table"] for each in client.records("tables", donor)] == [
        "activities",
        "facts",
        "targets",
        "donors",
        "sources",
    ]
    answer = client.get("tables/fora", donor)
    assert (answer.status_code, answer.json()) == (404, {
        "error": "There is no table “fora” in this view.", "where": "/api/v1/tables/fora",
        "remedy": "There are: activities, facts, targets, donors, sources.",
    })  # fmt: skip


def test_a_figure_leads_to_its_rows(client: Client) -> None:
    """The counts of the rows behind a part, and behind the whole, sum to it."""
    analyst = given(USERS["analyst"])[0]
    for record in client.records("figures?indicator=attendances&by=governorate&phase=P1", analyst):
        if record["key"] != "":
            assert sum(row["counts"] for row in client.records(record["rows"], analyst)) == record["value"], record
    assert client.records("figures?indicator=fora_established", given(USERS["public"])[0])[0]["rows"] is None


def test_a_cell_of_a_csv_is_no_formula(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recorded: Dataset
) -> None:
    """A name that begins like one stays a text, as in every file."""
    fora = recorded.tables["fora"].assign(name="=1+1")
    folder = tmp_path / "formulas"
    opened = "community_policing.ui.shell.session.load"
    monkeypatch.setattr(opened, lambda _: replace(recorded, tables={**recorded.tables, "fora": fora}))
    monkeypatch.setenv("CPF_DATA", str(folder))
    answer = client.get("tables/fora?format=csv", given(USERS["analyst"])[0])
    assert {each["name"] for each in cells(answer.content)} == {"'=1+1"}


def test_only_who_has_a_valid_token_is_answered(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody, a wrong, an expired and a revoked token get one sentence at every address; so does a cookie."""
    (tmp_path / "access.toml").write_text(SOUND)
    text, identifier = given(USERS["analyst"])
    assert client.get(WHOLE, text).status_code == 200
    api_tokens.revoke(open_releases().tokens, identifier, "a test")
    monkeypatch.setattr(api_tokens, "MOST_DAYS", 400)
    expired = given(USERS["analyst"], 1)[0]
    monkeypatch.setattr(
        api_tokens.Token, "holds", lambda self, _=None: self.id == identifier and self.revoked_at is None
    )
    for said in ({}, {"token": text}, {"token": expired}, {"token": "cpf_" + "a" * 43}, {"authorization": "Basic abc"},
                 {"cookie": "_streamlit_user=x"}):  # fmt: skip
        for path in (*(each.path for each in ENDPOINTS), "/nothing"):
            answer = client.get(PREFIX + path, **said)
            assert (answer.status_code, answer.headers["www-authenticate"], answer.json()["error"]) == (
                401,
                "Bearer",
                NO_TOKEN,
            )


def test_a_token_ends_by_the_clock(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same token: before its day it is answered, after it is not."""
    text, _ = given(USERS["donor"], 1)
    assert client.get(WHOLE, text).status_code == 200

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=1, seconds=1)

    monkeypatch.setattr(api_tokens, "datetime", Tomorrow)
    assert client.get(WHOLE, text).status_code == 401


def test_without_sign_in_this_machine_needs_no_token(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It gets what pages show there: all.  Another machine needs one whatever the setting, and so does this one with sign-in."""
    here = Client.new(address=HERE)
    assert (here.get("tables/fora").status_code, client.get("tables/fora").status_code) == (200, 401)
    assert here.get(WHOLE, "cpf_wrong").status_code == 401
    monkeypatch.setenv("CPF_OPEN", "everybody who reaches this address may see and change everything")
    assert client.get(WHOLE).status_code == 401
    (tmp_path / "access.toml").write_text(SOUND)
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    assert here.get(WHOLE).status_code == 401


def test_the_gate_leaves_the_api_to_its_tokens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where readers sign in, a token is answered without a cookie, and nothing else is."""
    (tmp_path / "access.toml").write_text(SOUND)
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    gate = Middleware(SignInGate, frozenset({"/"}), lambda _: 0.0, audit_log.record)
    client = Client(Starlette(routes=api.routes(), middleware=[gate]))
    token = given(USERS["public"])[0]
    assert [client.get(WHOLE, each).status_code for each in (token, "")] == [200, 401]
    assert [client.get(path).status_code for path in ("/api", "/apis", "/api/v1", "/present/0123456789")] == [401] * 4


def test_too_many_calls_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """For each token its own count, and one for whoever has none at an address: whoever guesses locks nobody out."""
    monkeypatch.setenv("CPF_API_CALLS", "2")
    client = Client.new()
    one, other = (given(USERS[role])[0] for role in ("donor", "field"))
    assert [client.get(WHOLE, "cpf_wrong").status_code for _ in range(3)] == [401, 401, 429]
    assert [client.get(WHOLE, one).status_code for _ in range(2)] == [200, 200]
    answer = client.get(WHOLE, one)
    seconds = int(answer.headers["retry-after"])
    assert (answer.status_code, 1 <= seconds <= 60) == (429, True)
    assert answer.json() == {
        "error": "Too many calls in a minute.", "where": "/api/v1/figures", "remedy": f"Ask again in {seconds} seconds.",
    }  # fmt: skip
    assert client.get(WHOLE, other).status_code == 200


def test_each_call_is_on_record(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Account, role, token, address, status and what was asked; calls of nobody, or beyond the rate, as a line alone."""
    monkeypatch.setenv("CPF_API_CALLS", "2")
    client = Client.new()
    text, identifier = given(USERS["donor"])
    caplog.clear()
    for path, token in ((f"{WHOLE}&by=phase", text), ("tables/none", text), (WHOLE, text), (WHOLE, "")):
        client.get(path, token)
    audit_log.log().hand_over()
    kept = [(e.what, e.account, e.role, e.detail, e.scope) for e in reversed(audit_log.log().entries())]
    assert kept == [
        ("api", "a donor", "donor", f"GET /api/v1/figures 200, {identifier}", "by: phase; indicator: fora_established"),
        ("api", "a donor", "donor", f"GET /api/v1/tables/none 404, {identifier}", ""),
    ]
    lines = [each.getMessage() for each in caplog.records if each.name == "audit"]
    assert [re.findall(r"/api/v1/\S+ \d+", line)[0] for line in lines] == [
        "/api/v1/figures 200", "/api/v1/tables/none 404", "/api/v1/figures 429", "/api/v1/figures 401",
    ]  # fmt: skip
    assert text not in "".join(lines)


@pytest.mark.parametrize(
    ("path", "status", "error", "remedy"),
    [
        ("figures", 400, "“indicator” is missing.", "Write it as in /api/v1/figures?indicator=fora_established."),
        ("figures?indicator=x", 400, "There is no indicator “x”.", "/api/v1/indicators lists them."),
        (f"{WHOLE}&by=sex", 400, "Fora established cannot be split by sex.", "Choose one of: governorate"),
        (f"{WHOLE}&governorate=Atlantis", 400, "“Atlantis” is not the name of", ""),
        (f"{WHOLE}&donor=FR", 400, "There is no donor “FR” in these data.", "There are: "),
        (f"{WHOLE}&as_of=soon", 400, "“soon” is not a day.", "Write it as in 2016-11-30."),
        (f"{WHOLE}&as_of=2099-01-01", 400, "The data end on 30 Nov 2016", "Choose an earlier day."),
        (f"{WHOLE}&bi=phase", 400, "There is no parameter “bi” here.", "The parameters are: indicator, by, "),
        (f"{WHOLE}&by=phase&by=donor", 400, "“by” is said more than once.", "Say it once."),
        (f"{WHOLE}&format=xml", 400, "There is no format “xml”.", "There are: json, csv."),
        (f"{WHOLE}&dataset=x", 400, "There is no dataset “x”.", "There are: demonstration, public_record."),
        (f"{WHOLE}&release=7", 404, "There is no release “7”.", "Leave it out for the current one."),
        (f"{WHOLE}&dataset=demonstration&release=1", 400, "Only published releases have a number.", "Leave out the"),
        ("nothing", 404, "There is nothing at this address.", "/api/v1/openapi.json describes what there is."),
    ],
)  # fmt: skip
def test_what_is_unknown_is_said(path: str, status: int, error: str, remedy: str, client: Client) -> None:
    """What, where, and what to do."""
    answer = client.get(path, given(USERS["analyst"])[0])
    told = answer.json()
    assert (answer.status_code, told["where"]) == (status, f"/api/v1/{path.partition('?')[0]}")
    assert (told["error"][: len(error)], told["remedy"][: len(remedy)]) == (error, remedy)


def test_nothing_is_changed_and_no_fault_is_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Questions alone are answered; what nobody foresaw is in the server's log, and not in the answer."""
    token = given(USERS["analyst"])[0]
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = client.get(WHOLE, token, method)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert "access-control-allow-origin" not in answer.headers
    monkeypatch.setattr("community_policing.server.api.source.call", lambda *_: 1 / 0)
    answer = client.get(WHOLE, token)
    assert (answer.status_code, answer.json()["error"]) == (500, "The request failed.")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("silent", ["api_tokens.find", "access.dataset_for"])
def test_what_keeps_the_server_from_reading_is_in_its_log_alone(
    silent: str, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A registry or a folder that cannot be read is named to its keeper, and to nobody who asks; it is not called unknown."""
    token = given(USERS["analyst"])[0]

    def away(*_: object) -> None:
        raise (
            RegistryUnavailable("/var/lib/cpf is gone.", "Mend it.")
            if "find" in silent
            else ProgrammeError("/srv is gone.")
        )

    monkeypatch.setattr(
        {"api_tokens.find": api_tokens, "access.dataset_for": access}[silent], silent.partition(".")[2], away
    )
    answer = client.get(WHOLE, token)
    assert (answer.status_code, answer.headers["retry-after"], answer.json()) == (503, "60", {
        "error": "The data cannot be read just now.", "where": "/api/v1/figures", "remedy": "Try again in a minute.",
    })  # fmt: skip
    assert "is gone." in caplog.text


def test_a_long_list_comes_as_csv_alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the page: beyond so many rows nothing is held in memory at once."""
    token = given(USERS["analyst"])[0]
    monkeypatch.setattr("community_policing.server.api.model.MOST", 10)
    answer = client.get("tables/fora", token)
    assert (answer.status_code, answer.json()["error"], answer.json()["remedy"]) == (
        400, "Tables of more than 10 rows download as CSV only.", "Ask with format=csv.",
    )  # fmt: skip
    assert len(cells(client.get("tables/fora?format=csv", token).content)) == 47


def test_an_etag_holds_until_a_release(client: Client, dataset: Dataset) -> None:
    """Asked again with it there is nothing to send; a new release, another reader and another question are another one."""
    releases = open_releases()
    file = Source("november.xlsx", "ab" * 32)
    releases.publish(dataset, note="November", by="Rana", source=file, base=None, effect={})
    token, other = given(USERS["analyst"])[0], given(USERS["donor"])[0]
    answer = client.get(WHOLE, token)
    assert (answer.json()["records"][0]["release_number"], answer.headers["cache-control"]) == (1, "private, no-cache")
    tag = answer.headers["etag"]
    again = client.get(WHOLE, token, if_none_match=f'"other", {tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    others = (
        (WHOLE, other),
        (f"{WHOLE}&by=phase", token),
        (f"{WHOLE}&format=csv", token),
        (f"{WHOLE}&dataset=public_record", token),
    )
    tags = {tag, *(client.get(path, who).headers["etag"] for path, who in others)}
    assert len(tags) == 5
    december = replace(dataset, release="december0000", as_of=date(2016, 12, 31))
    releases.publish(december, note="December", by="Ali", source=file, base=1, effect={})
    release_watch.watch(now=True)
    answer = client.get(WHOLE, token, if_none_match=tag)
    assert (answer.status_code, answer.json()["records"][0]["release_number"]) == (200, 2)
    assert client.get(f"{WHOLE}&release=1", token).json()["records"][0]["release"] == dataset.release


def references(schema: Any, document: Any) -> Any:
    """The schema with all that it refers to in its place."""
    if isinstance(schema, dict) and "$ref" in schema:
        _, _, kind, name = str(schema["$ref"]).split("/")
        return references(document["components"][kind][name], document)
    if isinstance(schema, dict):
        return {key: references(value, document) for key, value in schema.items()}
    return [references(each, document) for each in schema] if isinstance(schema, list) else schema


VALUES = {"indicator": "attendances", "by": "governorate", "table": "fora", "as_of": "2016-06-30", "period": "2016", "district":
          "IQG08Q06", "governorate": "Baghdad", "phase": "P1", "donor": "US", "established_by": "iom", "format": "json",
          "dataset": "demonstration"}  # fmt: skip


def test_the_description_is_the_api(client: Client, recorded: Dataset) -> None:
    """Every route and parameter is in it, each that is in it is answered, no other is, and answers have the shape it says."""
    token = given(USERS["analyst"])[0]
    document = client.get("openapi.json", token).json()
    assert document["openapi"] == "3.1.0"
    routes = {route.path.removeprefix(PREFIX) for route in api.routes()} - {"/api/{rest:path}"}
    assert set(document["paths"]) == routes
    taken = {each.path: [parameter.name for parameter in each.parameters] for each in ENDPOINTS}
    for path, operations in document["paths"].items():
        described = operations["get"]["parameters"]
        assert [each["name"] for each in described] == taken[path]
        said = {each["name"]: VALUES[each["name"]] for each in described if each["name"] != "release"}
        in_path = [each["name"] for each in described if each["in"] == "path"]
        address = PREFIX + path.format(**said)
        query = "&".join(f"{name}={value}" for name, value in said.items() if name not in in_path)
        answer = client.get(f"{address}?{query}", token)
        assert answer.status_code == 200, answer.text
        needed = [each["name"] for each in described if each["required"] and each["in"] == "query"]
        for name in needed:
            assert client.get(address, token).json()["error"] == f"“{name}” is missing."
        for name in (set(VALUES) | {"q"}) - set(said):
            assert client.get(f"{address}?{query}&{name}=x", token).status_code == 400, name
        schema = references(operations["get"]["responses"]["200"]["content"]["application/json"]["schema"], document)
        checker = jsonschema.Draft202012Validator(schema)
        checker.check_schema(schema)
        checker.validate(answer.json())
        if "records" in schema.get("properties", {}) and "properties" in schema["properties"]["records"]["items"]:
            assert list(answer.json()["records"][0]) == list(schema["properties"]["records"]["items"]["properties"])
    refused = references(document["components"]["responses"]["401"]["content"]["application/json"]["schema"], document)
    jsonschema.validate(client.get(WHOLE).json(), refused)
    assert (FORMAT.schema["enum"], [each.name for each in SCOPE]) == (["json", "csv"], list(KEYS))
