"""Shapes of a programme: whatever its sheet looks like, the same rows come back, and nobody is asked anything."""

from random import Random

import pytest

from community_policing.core.schema import TABLES, Table
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.all_headers import HEADERS
from community_policing.dataset.intake.recipe.headers.header_match import entries, meaning
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.recipe.sheet import RawSheet

Row = dict[str, str]
GROUPS = (("police", "Police", "الشرطة"), ("community", "Community", "المجتمع"), ("judiciary", "Judiciary", "القضاة"))
SEXES = (("men", "Men", "ذكور"), ("women", "Women", "إناث"))
NUMBERS = ("members_women", "members_men", "quantity", "cost")


def fora(random: Random) -> list[Row]:
    return [
        {
            "forum_id": f"CPF-{number}",
            "name": f"Forum {number}",
            "governorate": random.choice(["Ninewa", "Basra"]),
            "place": "Mosul",
            "latitude": "36.1",
            "longitude": f"43.{number}",
            "established_by": random.choice(["iom", "police"]),
            "status": "established",
            "established_on": f"2016-10-{number}",
            "phase_id": "P2",
            "grants": "DE-P2",
            "members_women": str(random.randrange(20)),
            "members_men": str(random.randrange(1, 20)),
            "record": "programme",
        }
        for number in range(10, random.randrange(12, 20))
    ]


def works(random: Random) -> list[Row]:
    return [
        {
            "item_id": f"W{number}",
            "name": f"Radio sets {number}",
            "kind": "vehicle",
            "status": "completed",
            "governorate": "Basra",
            "quantity": str(random.randrange(1, 99)),
            "completed_on": "2016-09-20",
            "phase_id": "P2",
            "grants": "DE-P2",
            "cost": str(random.randrange(100, 999)),
            "currency": "USD",
            "record": "programme",
        }
        for number in range(10, random.randrange(12, 20))
    ]


def called(column: str, table: Table, random: Random) -> str:
    """One of the headers that offices give a column."""
    lines = HEADERS[table.name].get(column, ""), HEADERS[dictionary.ANY].get(column, "")
    sure = [
        entry
        for line in lines
        for entry in entries(line)
        if (found := meaning(entry, table)) and found.sure and found.column == column
    ]
    return random.choice([column, column.replace("_", " ").title(), *sure])


def written(rows: list[Row], table: Table, random: Random) -> RawSheet:
    """The rows as a sheet of a shape of its own: words, order, titles, numbers of rows, totals, notes, repeats."""
    columns = random.sample(list(rows[0]), len(rows[0]))
    names = [called(column, table, random) for column in columns]
    body = [[row[column] for column in columns] for row in rows]
    if random.random() < 0.3:
        names = [random.choice(["g_a/", "g_b/", ""]) + column for column in columns] + [
            "start",
            "_id",
            "_uuid",
            "_status",
        ]
        body = [[*cells, "x", str(at), f"u{at}", "sent"] for at, cells in enumerate(body)]
        columns += [""] * 4
    elif random.random() < 0.4:
        names, columns = [random.choice(["No.", "#", "ت"]), *names], ["", *columns]
        body = [[str(at), *cells] for at, cells in enumerate(body, 1)]
    above = random.choice([[], [["IOM Iraq"]], [["IOM Iraq"], ["Office", "Mosul"], ["Status", "Draft"], []]])
    lines = [*above, names, *body]
    if random.random() < 0.3:
        lines.insert(len(above) + 2, names)
    if random.random() < 0.3:
        lines.append(body[0])
    if random.random() < 0.5:
        totals = [str(sum(int(row[column]) for row in rows)) if column in NUMBERS else "" for column in columns]
        totals[totals.index("")] = random.choice(["Total", "المجموع", "کۆی گشتی", "Grand total:"])
        lines.append(totals)
    if random.random() < 0.4:
        lines += [[], ["* figures preliminary"], ["Source: field office"]]
    return _sheet(lines, random.choice(["Sheet1", "Nov 2016", table.name]))


def _sheet(lines: list[list[str]], name: str) -> RawSheet:
    width = max(map(len, lines))
    filled = [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in enumerate(lines, 1) if any(cells)]
    return RawSheet(name, [cells for _, cells in filled], [number for number, _ in filled])


@pytest.mark.parametrize("seed", range(60))
def test_the_rows_come_back_whatever_their_sheet_looks_like(seed: int) -> None:
    random = Random(seed)
    table, rows = random.choice([(TABLES["fora"], fora(random)), (TABLES["infrastructure"], works(random))])
    questions = Questions()
    shape = shape_of([written(rows, table, random)], questions)
    shaped = shape.tables[table.name]
    found = [
        dict(zip(rows[0], cells, strict=True))
        for cells in zip(*(shaped.columns[column] for column in rows[0]), strict=True)
    ]
    assert (found, list(shape.tables), questions.open) == (rows, [table.name], ())


@pytest.mark.parametrize("seed", range(30))
def test_counts_come_back_from_any_wide_sheet(seed: int) -> None:
    random = Random(seed)
    word = random.choice([1, 2])
    kinds = [(group, sex) for group in GROUPS[: random.randrange(1, 4)] for sex in SEXES]
    random.shuffle(kinds)
    counts = {
        f"E{number}": [str(random.randrange(1, 40)) for _ in kinds] for number in range(10, random.randrange(12, 18))
    }
    head = ["training_id", "title", "kind", "status", "starts_on", "governorate", "phase_id", "record"]
    events = {
        event: [event, f"Course {event}", "training", "completed", "2016-11-01", "Ninewa", "P2", "programme"]
        for event in counts
    }
    rows = [[*events[event], *counts[event], str(sum(map(int, counts[event])))] for event in counts]
    if random.random() < 0.5 and word == 1:
        joint = random.choice([" - ", "_", " / ", " "])
        top = [[*head, *(group[1] + joint + sex[1] for group, sex in kinds), "Total"]]
    else:
        kinds.sort(key=lambda kind: kind[0])
        firsts = [group[word] if at == 0 or kinds[at - 1][0] != group else "" for at, (group, _) in enumerate(kinds)]
        top = [[*[""] * len(head), *firsts, ("", "Total", "المجموع")[word]], [*head, *(sex[word] for _, sex in kinds)]]
    questions = Questions()
    shape = shape_of([_sheet([*top, *rows], "Activities")], questions)
    names = ("training_id", "participant_group", "sex", "attendances")
    found = list(zip(*(shape.tables["attendance"].columns[name] for name in names), strict=True))
    assert found == [
        (event, group[0], sex[0], count)
        for event in counts
        for (group, sex), count in zip(kinds, counts[event], strict=True)
    ]
    assert (shape.tables["trainings"].columns["training_id"], questions.open) == (list(counts), ())
