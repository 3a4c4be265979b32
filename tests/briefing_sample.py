"""A briefing that can be counted by hand: every kind of slide and block once, no programme behind it."""

from dataclasses import replace
from datetime import UTC, datetime

from community_policing.briefing.model import (
    AnswerRow,
    Answers,
    Area,
    Bars,
    Briefing,
    Bullet,
    Bullets,
    Callout,
    Card,
    Cards,
    LegendStep,
    Map,
    Number,
    Point,
    Points,
    Reading,
    Series,
    Slide,
    Step,
    Steps,
    Table,
)
from community_policing.briefing.snapshot import frozen
from community_policing.core.geography import governorates

NOTE = "Boundaries and names shown imply no official endorsement."
FOOT = "Source: made up for this test."


def number(
    key: str, low: float | None, text: str = "", high: float | None = -1, label: str = "Fora established", **more: str
) -> Number:
    """A number; exact unless told otherwise."""
    top = low if high == -1 else high
    said = text or ("–" if low is None else f"{low:,.0f}")
    held = {"as_of": "2016-11-30", "definition": "Fora set up by the as-of date.", "method": "counted", **more}
    return Number(key, label, said, low, top, sources=("Made up",), rows=3, **held)  # type: ignore[arg-type]


def draft(hostile: str = "") -> Briefing:
    """The sample; `hostile` is put into every name, headline and note."""
    names = {pcode: row.name_en for pcode, row in governorates().items()}
    fills = {
        "IQG08": ("value", "#1F6B62", "#FFFFFF", 12),
        "IQG15": ("value", "#AFD0C4", "#1D2B30", 4),
        "IQG01": ("zero", "#FBFBF9", "#1D2B30", 0),
    }
    areas = tuple(
        Area(
            p,
            f"{names[p]}{hostile}",
            *(fills[p][:3] if p in fills else ("no_data", "#C4C1C4", "#1D2B30")),
            number(f"map/{p}", fills[p][3], label=names[p]) if p in fills else None,
            p == "IQG15",
        )
        for p in names
    )
    country = Map(
        "Fora established by governorate",
        "Map of Iraq by governorate: Duhok 12, Ninewa 4.",
        areas,
        (
            LegendStep("1 – 6", "#AFD0C4"),
            LegendStep("7 – 12", "#1F6B62"),
            LegendStep("0", "#FBFBF9"),
            LegendStep("no data", "#C4C1C4", True),
        ),
        NOTE,
    )
    stand = Cards(
        (
            Card(number("stand/fora", 43), (f"30 by IOM · 13 by local police{hostile}",), "on_track"),
            Card(number("stand/planned", 4, label="Fora planned"), ("Ninewa 2 · Anbar 1 · Diyala 1",)),
            Card(
                number("stand/people", 1100, "≥ 1,100", None, "People reached", unit="people"),
                ("≥ 350 of them community members",),
            ),
            Card(number("stand/works", None, "–", None, "Building works done"), ("Not published.",), "no_target"),
            Card(
                number("stand/share", 62, "62 %", label="Women among those who came", unit="percent"), ("698 of 1,126",)
            ),
        )
    )
    months = ("Jul 2016", "Aug 2016", "Sep 2016", "Oct 2016", "Nov 2016")
    held = Bars(
        "Events held by month",
        "Events held: 3 in July, 0 in August, 5, 8 and 9.",
        months,
        (
            Series(
                "Trainings",
                "iom",
                tuple(number(f"training/{m}/t", v) for m, v in zip(months, (2, 0, 4, 6, 8), strict=True)),
            ),
            Series(
                "Workshops",
                "police",
                tuple(
                    number(f"training/{m}/w", v) if v else None for m, v in zip(months, (1, 0, 1, 2, 1), strict=True)
                ),
            ),
        ),
        "events",
        standing=True,
    )
    groups = Bars(
        "Seats by participant group",
        "Police 500, community 358.",
        (f"Police{hostile}", f"Community{hostile}"),
        (
            Series("Women", "groups.0", (number("reach/p/w", 100), number("reach/c/w", 200))),
            Series("Men", "groups.1", (number("reach/p/m", 400), number("reach/c/m", 158))),
        ),
        "seats",
    )
    bullets = Bullets(
        "Progress toward targets",
        "Fora 30 of 34, at risk. Vehicles 24 of 24, done.",
        (
            Bullet(
                "Fora established by IOM",
                "Iraq",
                number("targets/iom", 30),
                number("targets/iom/target", 34, label="Target"),
                0,
                32,
                "at_risk",
                "At risk: 30 of 34 by 31 Dec 2016, 94 % of what is due",
                31,
                35,
            ),
            Bullet(
                f"Vehicles{hostile}",
                f"Ninewa{hostile}",
                number("targets/v", 24),
                number("targets/v/target", 24, label="Target"),
                0,
                20,
                "done",
                "Done: 24 of 24",
            ),
        ),
    )
    steps = Steps(
        "Fora over time against plan",
        "30 by IOM, 13 by local police by 30 Nov 2016.",
        (
            Step("IOM", "iom", (("2016-04-01", 5), ("2016-07-01", 18), ("2016-11-30", 30)), number("steps/iom", 30)),
            Step("Local police", "police", (("2016-05-01", 3), ("2016-11-30", 13)), number("steps/police", 13)),
            Step("Target path", "quiet", (("2016-04-01", 0), ("2016-12-31", 34)), None, True),
        ),
        "2016-11-30",
        "fora",
        "side",
    )
    table = Table(
        "By phase and donor",
        ("Phase", "Donor", "Seats", "People"),
        (
            (f"Phase 1{hostile}", "US Department of State", number("t/1/s", 0), number("t/1/p", None)),
            ("Phase 2", f"Germany{hostile}", number("t/2/s", 1126), number("t/2/p", 400, "400 – 1,126", 1126)),
        ),
        slot="side",
    )
    risk = Points(
        "What is at risk",
        (
            Point(
                f"Ninewa: none yet, 2 due by 31 Dec 2016{hostile}",
                "off_track",
                "No forum was set up there.",
                (number("risk/n", 2),),
            ),
            Point("Baghdad headquarters: 12 days overdue", "at_risk"),
        ),
        slot="wide",
    )
    actions = Table(
        "Open actions",
        ("Action", "Owner", "Due"),
        ((f"Agree a date for Ramadi{hostile}", "Programme manager", "15 Dec 2016"),),
        slot="wide",
    )
    profile = Table(
        "Ninewa",
        ("Indicator", "Figure", "Target"),
        (("Fora established", number("gov/f", 4), number("gov/ft", 6)),),
        ("at_risk",),
        slot="side",
    )
    slides = (
        Slide(
            "title",
            "answer",
            f"Community Policing in Iraq{hostile}",
            "Donor briefing, 30 Nov 2016",
            (),
            FOOT,
            f"Welcome the donors.{hostile}",
        ),
        Slide(
            "stand",
            "answer",
            f"43 fora are established, 4 more are planned by 31 Dec 2016{hostile}",
            "Where we stand",
            (stand, steps, replace(country, slot="main")),
            FOOT,
            "Say who set them up.",
        ),
        Slide(
            "map", "map", "Most fora are in Duhok", "Fora by governorate", (country, replace(table, slot="side")), FOOT
        ),
        Slide("targets", "targets", "1 of 2 targets is at risk", "Progress", (bullets,), FOOT),
        Slide("risk", "risk", "Ninewa has none yet", "What is at risk and why", (risk,), FOOT),
        Slide("reach", "money", "1,126 seats filled", "Seats, not people", (groups, table), FOOT),
        Slide("training", "money", "25 events held", "Trainings, campaigns and workshops", (held,), FOOT),
        Slide(
            "infrastructure",
            "risk",
            "0 of 6 works are done",
            "Works",
            (Points("Works", (), "No work is overdue.", "wide"),),
            FOOT,
        ),
        Slide("governorate-IQG15", "governorate", f"Ninewa: 4 fora{hostile}", "Profile", (country, profile), FOOT),
        Slide(
            "since",
            "since",
            "2 fora more than in the last briefing",
            "Since 31 Oct 2016",
            (Points("Since then", (Point("Fora: 41 → 43", numbers=(number("since/f", 2, "+2"),)),), slot="wide"),),
            FOOT,
        ),
        Slide(
            "sources",
            "since",
            "Sources, method and caveats",
            "",
            (Points("Sources", (Point("Made up for this test."),), slot="wide"),),
            FOOT,
        ),
        Slide("actions", "actions", "1 action is open", "", (actions,), FOOT),
    )
    return Briefing(
        "",
        "",
        "",
        f"Community Policing in Iraq{hostile}",
        "donor",
        "donor",
        "en",
        "Demonstration data",
        3,
        "abc123def456",
        "2016-11-30",
        "30 Nov 2016",
        (("Phase", "Phase 2"),),
        {"as_of": "2016-11-30", "phases": ["P2"]},
        "Illustrative data",
        "CC BY 4.0",
        slides,
    )


def answers(hostile: str = "") -> Answers:
    """What people of two places said: both waves with their intervals, and a direction without a percentage."""
    before = Reading(number("people/1", 40, "40 %"), 32, 48, "32 – 48 %", "200", "18 Feb 2016")
    after = Reading(number("people/2", 60, "60 %"), 52, 67, "52 – 67 %", "220", "Oct 2016")
    rows = (
        AnswerRow(f"Baghdad{hostile}", "", "more: +20 points (+8 to +31)", "▲", "good", before, after),
        AnswerRow(
            f"Basra{hostile}",
            "Would report a crime",
            "↑ increased; by how much is not published",
            "↑",
            "text",
            None,
            None,
        ),
    )
    more = (Callout(f"2 of 4 fora met within the last three months.{hostile}", "", ()),)
    return Answers("What people say", "Baghdad: more; Basra: increased.", rows, more)


def sample(hostile: str = "") -> Briefing:
    """The sample, frozen at a fixed time."""
    return frozen(draft(hostile), "analyst", datetime(2016, 12, 1, 9, 30, tzinfo=UTC))
