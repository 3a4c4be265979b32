"""Statements of a briefing's slides, read off their numbers, cards, rows, sentences and drawings in words."""

import re
from datetime import date

from community_policing.briefing.model import Briefing, Bullets, Cards, Number, Points, Steps, numbers
from community_policing.core import labels
from tests.pages.statements import AGAINST, DAY, FIGURE, OF_DUE, SENTENCES, Key, Statements, day_of, signed
from tests.pages.test_one_status import plain

# Numbers of a figure as such; all others are of a part that no page shows in this way.
OF_A_FIGURE = re.compile(
    r"(?:stand|money/all|since/(?:before|after))/[a-z_]+|(?:map|targets)/[a-z_]+/(?:IQG\d\d|country)|governorate/IQG\d\d/[a-z_]+"
)


def read(briefing: Briefing, into: Statements) -> None:
    """Reads every slide."""
    before = next((n.as_of for n in numbers(briefing) if n.key.startswith("since/before/")), "")
    for number in numbers(briefing):
        if number.low is not None and number.indicator:
            _number(number, date.fromisoformat(before) if before else None, into)
    for slide in briefing.slides:
        _sentence("title", plain(slide.headline), briefing, into)
        for block in slide.blocks:
            for card in block.cards if isinstance(block, Cards) else ():
                _judged(card.number, card.status, " ".join(card.lines), "card", into)
            for row in block.rows if isinstance(block, Bullets) else ():
                _judged(row.actual, row.status, f"{row.actual.text} of {row.target.text}; {row.said}", "row", into)
            for point in block.points if isinstance(block, Points) else ():
                if point.numbers and point.status:
                    _judged(point.numbers[0], point.status, f"{point.text} {point.detail}", "sentence", into)
            if isinstance(block, Steps):
                _sentence("drawing", plain(block.alt), briefing, into)


def _number(number: Number, before: date | None, into: Statements) -> None:
    day, where = date.fromisoformat(number.as_of), f"slide, {number.key.partition('/')[0]}"
    if number.key.startswith("since/difference/"):
        into.add(where, Key("change", number.indicator, number.place, "", "", day, before), plain(number.text))
    elif number.key.startswith("reach/attendances/group/"):
        part = number.key.rpartition("/")[2]
        into.add(where, Key("total", "attendances", number.place, "", part, day), plain(number.text))
    elif OF_A_FIGURE.fullmatch(number.key) and number.indicator in number.key:
        into.add(where, Key("total", number.indicator, number.place, "", "", day), plain(number.text))


def _judged(number: Number, status: str, text: str, where: str, into: Statements) -> None:
    """The status and the share of what is due, of a number that a card, row or sentence judges."""
    if not status or number.low is None:
        return
    key = Key("status", number.indicator, number.place, "", "", date.fromisoformat(number.as_of))
    into.add(f"slide, {where}", key, labels.label(status))
    if found := AGAINST.search(plain(text)):
        into.add(f"slide, {where}", key._replace(kind="total"), found[1])
    if found := OF_DUE.search(plain(text)):
        into.add(f"slide, {where}", key._replace(kind="share of due"), found[1])


def _sentence(where: str, text: str, briefing: Briefing, into: Statements) -> None:
    key = Key("total", "", "Iraq", "", "", briefing.day)
    for pattern, names in SENTENCES.items():
        if found := re.search(pattern, text, re.IGNORECASE):
            for name, value in zip(names, found.groups(), strict=True):
                if value:
                    into.add(f"slide, {where}", key._replace(indicator=name), value)
    if re.match(r"[0-9]+ of [0-9]+ targets are", text):
        for count, status in re.findall(r"([0-9]+) (?:of [0-9]+ targets are )?(off track|at risk|not certain)", text):
            into.add(f"slide, {where}", key._replace(indicator="targets", part=status.capitalize()), count)
    if found := re.match(rf"({FIGURE}) (more|fewer) for(?:a|um) on ({DAY}) than on ({DAY})", text):
        change = key._replace(kind="change", indicator="fora_established", day=day_of(found[3]), since=day_of(found[4]))
        into.add(f"slide, {where}", change, signed(found[1] if found[2] == "more" else f"−{found[1]}"))
