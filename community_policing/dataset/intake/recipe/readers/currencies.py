"""Currencies beside amounts: “USD 1,200” and “15,000,000 IQD” say each the currency of their own row."""

from collections.abc import Iterator, Sequence

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.dataset.intake.recipe.readers.money import beside, currency_of
from community_policing.dataset.intake.recipe.sheet import Shaped

MONEY = ("cost", "amount", "planned", "spent")
Fault = tuple[int, str]  # the place of a row in its table, and what is wrong


def said(shaped: Shaped) -> list[str]:
    """The currency that the amount of each row names, "" where it names none."""
    codes = [""] * len(shaped.origins)
    for column in MONEY:
        texts = shaped.columns.get(column, ())
        known = {text: beside(text) for text in set(texts)}
        codes = [code or known[text] for code, text in zip(codes, texts, strict=True)] if texts else codes
    return codes


def unsaid(shaped: Shaped) -> list[int]:
    """The rows with an amount that names no currency."""
    amounts = [cells for column in MONEY if (cells := shaped.columns.get(column))]
    return [at for at, code in enumerate(said(shaped)) if not code and any(cells[at].strip() for cells in amounts)]


def write(shaped: Shaped) -> Iterator[Fault]:
    """Write into each row the currency that its amount names; a fault where the row says another."""
    codes = said(shaped)
    if not any(codes):
        return
    own: Sequence[str] = shaped.columns.get("currency") or [""] * len(codes)
    for at, (code, cell) in enumerate(zip(codes, own, strict=True)):
        there = currency_of(cell) or cell.strip().upper()
        if code and there and there != code:
            yield at, t(
                "the amount is in {one}, and the row or its header says {other}. Correct one of the two.",
                one=code, other=printable(there, 40),
            )  # fmt: skip
    shaped.columns["currency"] = [cell if cell.strip() else code for code, cell in zip(codes, own, strict=True)]
    shaped.positions.setdefault("currency", None)
