"""Which mark stands between the cells of a text: comma, semicolon or tab."""

import csv
import io

from community_policing.intake.mapping import columns_of
from community_policing.intake.refusal import Refusal
from community_policing.schema import TABLES
from community_policing.text import t

MARKS = (",", ";", "\t")


def without_hint(text: str) -> tuple[str, str]:
    """The text without the line sep=; that Excel writes and reads, and its mark ("" where there is no such line)."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    return (rest, said[4]) if said[:4].lower() == "sep=" and said[4:] in MARKS else (text, "")


def separator_of(text: str) -> str:
    """The mark by which the header shows most columns of a table, or else most cells.  Refusal where two are alike."""
    scores = {}
    for mark in MARKS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        header = next((record for record in reader if any(map(str.strip, record))), [])
        known = max(len({c.name for c in table.columns} & set(columns_of(header, table))) for table in TABLES.values())
        scores[mark] = (known if len(header) > 1 else 0, len(header))
    best = max(scores.values())
    marks = [mark for mark, score in scores.items() if score == best]
    if best[1] <= 1:
        return ","
    if len(marks) > 1:
        problem = t(
            "its cells may be separated by commas, semicolons or tabs. Save it as “CSV UTF-8” and load it again."
        )
        raise Refusal("unclear_separator", problem)
    return marks[0]
