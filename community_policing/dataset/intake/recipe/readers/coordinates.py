"""Coordinate reader: degrees, minutes and seconds, points in one cell, grid references, and exchanged coordinates."""

import re
from collections.abc import Mapping

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset.cells import DIGITS, EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.sheet import Reading

LATITUDES, LONGITUDES = (28.5, 38.0), (38.0, 49.5)  # of Iraq and a little around it: they do not overlap
_ALIKE = str.maketrans(
    dict.fromkeys("′’‘´ʹ", "'") | dict.fromkeys("″”“", '"') | dict.fromkeys("º˚", "°") | dict.fromkeys("\u00a0\u202f", " ")
    | {"−": "-", "،": ",", "٫": ".", "؛": ";"}
)  # fmt: skip
_SIDES = (
    dict.fromkeys(("n", "north", "ش", "شمال", "شمالا"), "N")
    | dict.fromkeys(("e", "east", "ق", "شرق", "شرقا"), "E")
    | {"s": "S", "w": "W"}
)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_ANGLE = re.compile(
    rf"(?P<before>[^\W\d_]+)? ?(?P<sign>[-+])?(?P<degrees>{_NUMBER})(?:(?: ?[°dD:] ?| )(?P<minutes>{_NUMBER})"
    rf"(?:(?: ?['m:] ?| )(?P<seconds>{_NUMBER}))?)? ?(?:°|''|'|\"|s)? ?(?P<after>[^\W\d_]+)?"
)
_MGRS = re.compile(r"(?:[1-5]?\d|60) ?[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?\d{1,5} ?\d{1,5}", re.IGNORECASE)
_METRES = re.compile(r"\d{6,7}(?:\.\d+)?")
_WKT = re.compile(
    r"(?:SRID=4326; ?)?POINT(?: ?Z)? ?\( ?(-?\d+\.?\d*) (-?\d+\.?\d*)(?: -?\d+\.?\d*)? ?\)", re.IGNORECASE
)
_DECIMAL = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")
_ALTITUDE = re.compile(r"-?\d+(?:[.,]\d+)?")
_LABELS = re.compile(r"\b(?:latitude|longitude|lat|long|lng|lon)\b ?[:=]? ?", re.IGNORECASE)
_KEEP, _EXCHANGE = "keep", "exchange"


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> Reading:
    """Read each distinct text as decimal degrees; references to a grid, and metres, are told as such."""
    meant: dict[str, str] = {}
    problems: dict[str, tuple[str, str]] = {}
    for text in texts:
        if _DECIMAL.fullmatch(text) or tidy(text)[0].lower() in EMPTY:
            continue
        if problem := _grid(text):
            problems[text] = problem
        elif (angle := degrees(text, column.name)) and angle != text:
            meant[text] = angle
    return Reading(_agreed(meant, texts, column, table, questions), {}, problems)


def _agreed(
    meant: Mapping[str, str], texts: Mapping[str, int], column: Column, table: str, questions: Questions
) -> dict[str, str]:
    """The degrees; those made of minutes and seconds are shown, and a person may refuse them."""
    made = {
        text: angle
        for text, angle in meant.items()
        if not re.fullmatch(r"-?\d+[.,]?\d*", tidy(text)[0].translate(DIGITS))
    }
    answer = "degrees"
    if made:
        answer = questions.ask(
            Step.READING, f"{column.name} degrees", t("Some cells hold degrees, minutes and seconds. They are read as degrees."),
            {"degrees": t("Degrees, minutes and seconds"), "refuse": t("No, these cells will be corrected in the file")},
            "degrees", certain=True, table=table, column=column.name, rows=sum(texts[text] for text in made),
            sample=lambda answer: ((text, angle if answer == "degrees" else text) for text, angle in made.items()),
        )  # fmt: skip
    return {text: angle for text, angle in meant.items() if answer == "degrees" or text not in made}


def degrees(text: str, column: str = "") -> str:
    """The angle in decimal degrees, to a sixth place where minutes are given; "" where the text is none.

    `column` is `latitude` or `longitude`: a side of the other is no angle of it.
    """
    found = _ANGLE.fullmatch(_plain(text))
    if not found:
        return ""
    sides = [_SIDES.get(word.casefold(), "") for word in (found["before"], found["after"]) if word]
    if len(sides) > 1 or "" in sides or (sides and column and sides[0] not in ("NS" if column == "latitude" else "EW")):
        return ""
    parts = [found[name] for name in ("degrees", "minutes", "seconds") if found[name]]
    sign = "-" if found["sign"] == "-" or sides in (["S"], ["W"]) else ""
    if len(parts) == 1:
        return sign + parts[0].replace(",", ".")
    numbers = [float(part.replace(",", ".")) for part in parts]
    if any(number >= 60 for number in numbers[1:]) or any(number % 1 for number in numbers[:-1]):
        return ""
    return f"{sign}{sum(number / 60**place for place, number in enumerate(numbers)):.6f}"


def point(text: str) -> tuple[str, str] | None:
    """Latitude and longitude of a cell with both, in degrees; None for any other text.

    Takes “lat lon altitude precision” of Kobo, “lat, lon”, degrees with their sides in either order, and POINT (lon lat).
    """
    plain = _LABELS.sub("", _plain(text)).strip("()[] ")
    if found := _WKT.fullmatch(_plain(text)):
        return found[2], found[1]
    for parted in (re.split(r"[;/|]|, | ,", plain), plain.split(","), _halves(plain), _by_blanks(plain)):
        parts = [part.strip() for part in parted]
        pair = [degrees(part) for part in parts[:2]]
        if len(pair) == 2 and all(pair) and len(parts) <= 4 and all(_ALTITUDE.fullmatch(part) for part in parts[2:]):
            return _by_side(parts, pair)
    return None


def _by_blanks(plain: str) -> list[str]:
    """The numbers between blanks; none where the first two are whole, which may be degrees and minutes of one angle."""
    parts = plain.split()
    return parts if all(re.search(r"\d[.,]\d", part) for part in parts[:2]) else []


def _halves(plain: str) -> list[str]:
    """The two angles of a text whose sides are given, each with its side."""
    found = re.findall(r"[^NSEWnsew]+[NSEWnsew]", plain)
    return [half.strip(" ,;") for half in found] if "".join(found) == plain else []


def _by_side(parts: list[str], pair: list[str]) -> tuple[str, str]:
    """Latitude and longitude, in the order of their sides where these are given."""
    first = degrees(parts[0], "longitude") and not degrees(parts[0], "latitude")
    return (pair[1], pair[0]) if first else (pair[0], pair[1])


def exchanged(points: Mapping[tuple[str, str], int], table: str, questions: Questions) -> frozenset[tuple[str, str]]:
    """The (latitude, longitude) texts that stand for each other, as a person agrees; Iraq's two ranges do not overlap."""
    suspect = [pair for pair in points if _is_exchanged(*pair)]
    if not suspect:
        return frozenset()
    answer = questions.ask(
        Step.READING, "latitude longitude", t("Latitude and longitude seem to stand in each other's column. Exchange them?"),
        {_EXCHANGE: t("Exchange them where they lie in Iraq only so"), _KEEP: t("Keep them as they are")}, _EXCHANGE,
        table=table, column="latitude", rows=sum(points[pair] for pair in suspect),
        sample=lambda answer: ((", ".join(pair), ", ".join(reversed(pair) if answer == _EXCHANGE else pair)) for pair in suspect),
    )  # fmt: skip
    return frozenset(suspect) if answer == _EXCHANGE else frozenset()


def _is_exchanged(latitude: str, longitude: str) -> bool:
    north, east = degrees(latitude), degrees(longitude)
    return bool(north and east) and _within(float(north), LONGITUDES) and _within(float(east), LATITUDES)


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _grid(text: str) -> tuple[str, str] | None:
    plain = _plain(text)
    if _MGRS.fullmatch(plain):
        sentence = t("“{value}” is a reference to the military grid (MGRS). Write decimal degrees, such as 36.345.",
                     value=printable(text))  # fmt: skip
    elif _METRES.fullmatch(plain):
        sentence = t("“{value}” looks like metres of a map grid (UTM). Write decimal degrees, such as 36.345.",
                     value=printable(text))  # fmt: skip
    else:
        return None
    return "grid_reference", sentence


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", tidy(text)[0].translate(DIGITS).translate(_ALIKE)).strip()
