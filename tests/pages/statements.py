"""Statements of totals, changes, statuses, gaps and shares of what is due, as a person reads them off pages, files and slides."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest

from community_policing.core import labels
from community_policing.core.geography import governorates
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import PARTICIPANT_GROUPS, TRAINING_KINDS
from tests.pages.test_one_status import LABELS, LINES, STATUSES, cards, plain

DAY = r"[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}"
NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
FIGURE = rf"(?:[Aa]bout )?(?:≥ |[Aa]t least |≈ |under )?[+−]?{NUMBER}(?: – {NUMBER}| to [+−]?{NUMBER})?(?: %)?"
OF_DUE = re.compile(rf"({FIGURE}) of what is due")
BEHIND_BY = rf"(?:about )?(?:≥ )?[+−]{NUMBER}(?: to [+−]?{NUMBER})?"
GAP = re.compile(rf", (?:\**({BEHIND_BY})(?: points)?(?:\**$|, gap)|((?:at most )?{FIGURE})(?: points)?,? to go)")
AGAINST = re.compile(rf"({FIGURE})(?: of |, target )({NUMBER}(?: %)?)")
DONORS = {"US Department of State": "US", "Germany": "DE"}  # who pays, as the pages call them
PLACES = {place.name_en for place in governorates().values()}
COLUMNS = {
    **LABELS, "Fora, IOM": "fora_established_iom", "Fora, police": "fora_established_police", "Planned": "fora_planned",
    "Seats filled": "attendances", "Seats": "attendances", "People": "people_reached", "Trainings": "trainings_and_campaigns_held",
    "Community members": "community_attendances", "IOM": "fora_established_iom", "Local police": "fora_established_police",
}  # fmt: skip
GROUPS = {labels.label(word, "participant_group"): word for word in PARTICIPANT_GROUPS}
KINDS = {labels.label(word): word for word in TRAINING_KINDS}
# What a title, a heading or a drawing in words says, and of which indicators, group by group.
SENTENCES: dict[str, tuple[str, ...]] = {
    rf"^(?:{'|'.join(STATUSES)}): ({FIGURE}) of IOM's {NUMBER} for(?:a|um) ": ("fora_established_iom",),
    rf"^({FIGURE}) for(?:a are|um is) established: ({FIGURE}) by IOM, ({FIGURE}) by local police":
        ("fora_established", "fora_established_iom", "fora_established_police"),
    rf"^({FIGURE}) for(?:a are|um is) established by IOM": ("fora_established_iom",),
    rf"established.*; ({FIGURE}) (?:is|are) planned": ("fora_planned",),
    rf"^Fora over time since .*: ({FIGURE}) by IOM and ({FIGURE}) by local police at the end":
        ("fora_established_iom", "fora_established_police"),
    rf"^({FIGURE}) seats filled at": ("attendances",),
    rf"(?:^|: )(?:between )?({FIGURE}|{FIGURE} and {FIGURE}) different people": ("people_reached",),
    rf"^({FIGURE}) events held; ({FIGURE}) are planned": ("events_held", "events_planned"),
    rf"^({FIGURE}) of ({FIGURE}) building works done": ("building_works_done", "works_agreed"),
    rf"({FIGURE}) vehicles handed over$": ("vehicles_handed_over",),
    rf"^({FIGURE}) seats, each shown once": ("attendances",),
    rf"^({FIGURE}) items? is overdue|; ({FIGURE}) items? (?:is|are) overdue": ("works_overdue", "works_overdue"),
}  # fmt: skip
ALSO = {  # further lines of cards than those that LINES knows
    rf"^of ({FIGURE}) agreed$": {"building_works_done": "works_agreed", "vehicles_handed_over": "vehicles_agreed"},
    rf"^{FIGURE} of ({FIGURE}) have recorded attendance$": {"events_held": "events_held"},
    rf"^Works agreed: ({FIGURE})$": {"building_works_done": "works_agreed"},
    rf"^Building works: {FIGURE} of ({FIGURE}) done$": {"vehicles_handed_over": "works_agreed"},
}


def printed_tables(tab: AppTest) -> list[list[list[str]]]:
    """The tables that a page prints as HTML: their lines as cells, the header first."""
    drawn = (each.proto.body for each in tab.get("html") if "<th scope" in each.proto.body)
    tables = (
        [[plain(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row)] for row in body.split("<tr>")]
        for body in drawn
    )
    return [[row for row in rows if row] for rows in tables]


class Key(NamedTuple):
    """What is spoken of: of which kind, indicator, place, choice and part, as of which day, and since when it changed."""

    kind: str  # total, change, status, share of due, gap
    indicator: str
    place: str
    choice: str
    part: str
    day: date
    since: date | None = None


def figure(text: str) -> str:
    """A figure with its marks, whichever way it is set: "about 65 – 1130", "≥ 30", "under 10", "+6"."""
    text = re.sub(r"[\u00a0\u202f]", " ", text).replace("\u2060", "").replace(",", "").strip()
    text = re.sub("at least ", "≥ ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[0-9])\s*(?:–|and|to)\s*(?=[+−0-9])", " – ", text)
    return text[0].lower() + text[1:] if text else text


def signed(value: str) -> str:
    """A difference with its sign, which titles and cells of a table leave out where it is more."""
    value = value.replace("-", "−")
    return value if re.search("[+−]|^(about )?0$", value) else re.sub("(?=[0-9])", "+", value, count=1)


def day_of(text: str) -> date:
    """The day that a text writes."""
    return datetime.strptime(text, "%d %b %Y").date()


class Statements:
    """All that one reader was told: key -> figure or status -> where it stands."""

    def __init__(self) -> None:
        self.told: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, where: str, key: Key, text: str) -> None:
        """Takes one statement."""
        self.told[key][figure(text)].append(where)

    def count(self) -> int:
        """How many statements there are."""
        return sum(len(where) for said in self.told.values() for where in said.values())

    def at_odds(self) -> dict[Key, dict[str, list[str]]]:
        """What is said in several ways."""
        return {key: dict(said) for key, said in self.told.items() if len(said) > 1}

    def repeated(self) -> int:
        """Of how many figures there is more than one statement."""
        return sum(sum(map(len, said.values())) > 1 for said in self.told.values())


class Page:
    """One page as it stands: whose figures these are, and the statements read off it."""

    def __init__(self, tab: AppTest, name: str, choice: str, into: Statements) -> None:
        self.tab, self.name, self.choice, self.into = tab, name, choice, into
        texts = [plain(each.value) for each in (*tab.main.caption, *tab.main.markdown)]
        self.day = day_of(next(found[1] for text in texts if (found := re.search(rf"as of ({DAY})", text))))
        chosen = tab.session_state["governorate"] if "governorate" in tab.session_state else []  # noqa: SIM401
        self.place = governorates()[chosen[0]].name_en if len(chosen) == 1 else "Iraq"
        self.texts = [part for text in texts for part in text.split("\n\n")]
        self.title = re.sub(r"^[^0-9]+ – ", "", plain(tab.title[0].value))  # without the choice in force
        self.alts = [
            plain(str(chart.proto.alt)) for kind in ("plotly_chart", "deck_gl_json_chart") for chart in tab.get(kind)
        ]
        drawn = "\n".join(each.proto.body for each in tab.get("html"))
        self.alts += [plain(unescape(alt)) for alt in re.findall(r'<img src="data:[^"]*" alt="([^"]*)"', drawn)]

    def add(self, where: str, indicator: str, text: str, place: str = "", part: str = "", kind: str = "total",
            day: date | None = None, since: date | None = None, choice: str = "") -> None:  # fmt: skip
        """Takes a statement of this page, about its place and day unless it says another."""
        key = Key(kind, indicator, place or self.place, choice or self.choice, part, day or self.day, since)
        self.into.add(f"{self.name}, {where}", key, text)

    def read(self, files: Iterable[tuple[str, bytes]] = ()) -> None:
        """Reads all of it."""
        if self.name != "compare":
            self._cards()
            self._trends()
            self._sentences()
        else:
            self._compared()
        self._maps()
        self._parts()
        self._attention()
        self._rows()
        self._since()
        for table in self.tab.dataframe:
            frame = table.value
            self._table("table", list(map(str, frame)), [list(map(str, line)) for line in frame.to_numpy().tolist()])
        for head, *lines in printed_tables(self.tab):
            self._table("table", head, lines)
        for name, content in files:
            head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            self._table(name, head, lines)

    def _cards(self) -> None:
        for key, (_, large, *lines) in cards(self.tab.main):
            self.add("card", key, large.removeprefix("## "))
            above = key
            for line in lines:
                for pattern, name in LINES.items():
                    if (found := re.match(pattern, line)) and found.groups():
                        above = name
                        self.add("card's line", name, found[1])
                for pattern, names in ALSO.items():
                    if (found := re.match(pattern, line)) and key in names:
                        self.add("card's line", names[key], found[1])
                if re.fullmatch(rf"(?:[^·]+? {FIGURE}(?: · |$))+", line) and self.place == "Iraq":
                    for name, value in re.findall(rf"([^·]+?) ({FIGURE})(?: · |$)", line):
                        if name in PLACES:
                            self.add("card's line", key, value, name)
                self._judged("card", above, line)

    def _trends(self) -> None:
        """The small lines on cards, in words."""
        for body in (each.proto.body for each in self.tab.get("html") if 'class="spark"' in each.proto.body):
            label, value = re.search(rf'aria-label="([^"]+) since [^":]+: ({FIGURE}) at the end"', plain(body)).groups()  # type: ignore[union-attr]
            self.add("trend", LABELS[label], value)

    def _sentences(self) -> None:
        for where, text in (("title", self.title), *(("words", text) for text in (*self.texts, *self.alts))):
            for pattern, names in SENTENCES.items():
                if found := re.search(pattern, text, re.IGNORECASE):
                    for name, value in zip(names, found.groups(), strict=True):
                        if value:
                            self.add(where, name, value)
            if found := re.match(rf"(.+?) · Phase [0-9]  \n.*\n.*?({FIGURE}) seats? paid for in all phases", text):
                self.add("cost", "attendances", found[2], choice=DONORS[found[1]])
            if where == "title" and (found := re.match(rf"({'|'.join(STATUSES)}): {FIGURE} of IOM's", text)):
                self.add(where, "fora_established_iom", found[1], kind="status")
            if found := re.match(r"[0-9]+ of [0-9]+ targets are", text):
                for count, status in re.findall(
                    r"([0-9]+) (?:of [0-9]+ targets are )?(off track|at risk|not certain)", text
                ):
                    self.add(where, "targets", count, part=status.capitalize())
            if (found := re.fullmatch(rf"\**([^:*]+?)(?:, Iraq)?: ({FIGURE})\**", text)) and found[1] in LABELS:
                self.add("heading", LABELS[found[1]], found[2])

    def _maps(self) -> None:
        """The drawn maps in words."""
        shown = {"overview": "fora_established", "governorate": "fora_established", "infrastructure": "works_agreed"}
        key = {"map": "indicator", "compare": "compared"}.get(self.name)
        indicator = self.tab.session_state[key] if key else shown.get(self.name)
        for alt in self.alts:
            found = re.match(rf"Map of Iraq by governorate(?:, . · ({DAY}): ({FIGURE})\.|:) (.*)\.$", alt)
            if found and indicator:
                day = day_of(found[1]) if found[1] else self.day
                if found[2]:
                    self.add("map", indicator, found[2], day=day)
                for name, value in re.findall(rf"(?:^|, )([^,]+?) ({FIGURE})(?=,|$)", found[3]):
                    if name in PLACES:
                        self.add("map", indicator, value, name, day=day)

    def _parts(self) -> None:
        """Drawings in words that split a figure by group or by kind, and the last line of the cross table."""
        for alt in self.alts:
            of = next((key for label, key in LABELS.items() if alt.startswith(f"{label}: ")), "")
            of = "attendances" if re.match("Seats filled since|Flow of", alt) else of
            for name, value in re.findall(rf"(?:: |, |\. )([^:,.]+?) ({FIGURE})(?=[,.])", alt) if of else ():
                if part := (GROUPS | KINDS).get(name):
                    self.add("drawing", of, value, part=part)
        for rows in printed_tables(self.tab):
            self._cross(rows[0], rows[1:])
            for row in rows[1:]:
                if rows[0][:2] == ["Figure", "Value"] and row[0] in LABELS:
                    self.add("ledger", LABELS[row[0]], row[1])

    def _cross(self, head: list[str], rows: list[list[str]]) -> None:
        for row in rows:
            if row[0].startswith("All, each counted once"):
                for name, value in zip(head, row, strict=True):
                    if name in GROUPS or name == "All":
                        self.add("cross table", "attendances", value, part=GROUPS.get(name, ""))

    def _attention(self) -> None:
        for label in (
            plain(each.label) for each in self.tab.main.button if str(each.key).startswith("attention-target-")
        ):
            found = re.match(r"^\S .+? · \*\*([^:]+?)(?:, ([^:,]+))?\*\*: ", label)
            assert found, label
            self._judged("alert", LABELS[found[1]], label, found[2] or "")

    def _judged(self, where: str, indicator: str, text: str, place: str = "") -> None:
        """A status with the figure that it judges, and its share of what is due."""
        status, found = next((word for word in STATUSES if word in text), ""), AGAINST.search(text)
        if status and found:
            self.add(where, indicator, status, place, kind="status")
            self.add(where, indicator, found[1], place)
            if share := OF_DUE.search(text):
                self.add(where, indicator, share[1], place, kind="share of due")
            if gap := GAP.search(text):
                self.add(where, indicator, gap[1] or gap[2], place, kind="gap")

    def _rows(self) -> None:
        """Rows of targets, their aria labels and drawings in words."""
        statuses = Counter[str]()
        for body in (each.proto.body for each in self.tab.get("html") if 'class="bullet"' in each.proto.body):
            body = plain(body.replace("&#39;", "'"))
            status = next(word for word in (*STATUSES, "No data") if word in body)
            statuses[status] += 1
            label, place, said = re.search(r'aria-label="([^":]+), ([^":,]+): ([^"]*)"', body).groups()  # type: ignore[union-attr]
            self._judged("row", LABELS[label], f"{status} {said}", place)
            written = re.findall(r"<[bi]>(.*?)</[bi]>", body.split("</u></span>")[-1])
            self._judged("row", LABELS[label], f"{status} {', '.join(written)}", place)
        for status, count in statuses.items():
            self.add("rows", "targets", str(count), part=status)
        for alt in self.alts:
            found = re.match(r"^([^:]+), ([^:,]+): (.*)$", alt)
            if found and found[1] in LABELS and (value := AGAINST.search(found[3])):
                self.add("drawing", LABELS[found[1]], value[1], found[2])
                if share := OF_DUE.search(found[3]):
                    self.add("drawing", LABELS[found[1]], share[1], found[2], kind="share of due")

    def _since(self) -> None:
        if (
            "since" not in self.tab.session_state
            or self.tab.session_state["since"].day is None
            or self.name != "overview"
        ):
            return
        since = self.tab.session_state["since"].day
        for text in self.texts:
            for label, value in re.findall(rf"(?:^| · )([^·]+?) ({FIGURE})(?= · |$)", text):
                if label in LABELS and value[0] in "a≥≈+−":
                    self.add("since line", LABELS[label], value, kind="change", since=since)

    def _compared(self) -> None:
        b, a = map(day_of, re.findall(DAY, self.title))
        for value, way in re.findall(rf"^({FIGURE}|As many) (more|fewer|fora)", self.title):
            more = "0" if way == "fora" else signed(value if way == "more" else f"−{value}")
            self.add("title", "fora_established", more, kind="change", day=b, since=a)
        for value, who in re.findall(rf"({FIGURE}) by (IOM|local police)", self.title):
            name = COLUMNS[who[0].upper() + who[1:]]
            self.add("title", name, signed(value), kind="change", day=b, since=a)
        for key, (_, large, both, *more) in cards(self.tab.main):
            if " → " not in both or "–" in (large.removeprefix("## "), *both.split(" → ")):
                continue  # one side has no figure, and says why
            self.add("card", key, large.removeprefix("## "), kind="change", day=b, since=a)
            pairs = [
                (key, both),
                *((LABELS[line.split(": ")[0]], line.split(": ")[1]) for line in more if " → " in line),
            ]
            for name, pair in pairs:
                for day, value in zip((a, b), pair.split(" → "), strict=True):
                    self.add("card", name, value, day=day)
        indicator = self.tab.session_state["compared"]
        for text in self.texts:
            if match := re.fullmatch(rf"\**([AB]) · ({DAY}): ({FIGURE})\**", text):
                self.add("map's heading", indicator, match[3], day=day_of(match[2]))
            elif match := re.fullmatch(rf"\**B − A: ({FIGURE})\**", text):
                self.add("map's heading", indicator, match[1], kind="change", day=b, since=a)
        for each in self.tab.header:
            if match := re.match(rf"({'|'.join(map(re.escape, LABELS))}): ({FIGURE})(?:, |$)", plain(each.value)):
                self.add("finding", LABELS[match[1]], match[2], kind="change", day=b, since=a)
        self.compared = (indicator, a, b)

    def _table(self, name: str, head: list[str], lines: list[list[str]]) -> None:
        if head[0] == "Status" and "Actual" in head:
            for line in lines:
                self._target(dict(zip(head, line, strict=True)))
        elif name == "csv-trend":
            for label, value in list(zip(head, lines[-1], strict=True))[1:]:
                self._cell(name, COLUMNS[label.removesuffix(", about")], label, value)
        elif head[0] == "Governorate":
            for line in lines:
                for label, value in list(zip(head, line, strict=True))[1:]:
                    self._by_place(name, line[0], label, value)

    def _by_place(self, name: str, place: str, label: str, value: str) -> None:
        """A cell of a table by governorate."""
        short = label.removesuffix(", about")
        if place not in PLACES or not re.fullmatch(FIGURE, value.replace("\u00a0", " ")):
            return
        if self.name == "compare":
            indicator, a, b = self.compared
            if found := re.match(rf"[AB]: ({DAY})", short.replace("\u00a0", " ")):
                self._cell(name, indicator, label, value, place, day=day_of(found[1]))
            elif short == "Difference":
                self._cell(name, indicator, label, signed(value), place, kind="change", day=b, since=a)
        elif short in COLUMNS:
            self._cell(name, COLUMNS[short], label, value, place)

    def _cell(self, name: str, indicator: str, label: str, value: str, *rest: Any, **options: Any) -> None:
        """A cell; where the column says that its figures are about so many, each of them is, but none and small ones."""
        marked = label.endswith(", about") and value != "0" and "under" not in value
        if label.endswith(", about") and value == "0" and "kind" in options:
            return  # no difference, or about none: the file does not say which
        self.add(name, indicator, f"about {value}" if marked else value, *rest, **options)

    def _target(self, row: dict[str, str]) -> None:
        if row["Actual"] in ("", "–"):
            return
        name, share = LABELS[row["Indicator"]], INDICATORS[LABELS[row["Indicator"]]].share
        self.add(
            "targets.csv", name, row["Actual"] + (" %" if share and "%" not in row["Actual"] else ""), row["Place"]
        )
        status = next((word for word in STATUSES if word in row["Status"]), "")
        if status:
            self.add("targets.csv", name, status, row["Place"], kind="status")
