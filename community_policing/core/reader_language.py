"""Which language a reader reads: one rule for the index page, for plain pages and refusals, and for the script."""

from collections.abc import Sequence
from functools import lru_cache

from community_policing.core.i18n import languages
from community_policing.core.settings import settings

PARAMETER, COOKIE = "lang", "cpf_lang"  # in the address, and what remembers it for a year
_ALSO = {"ku-arab": "ckb"}  # what a browser may call a language beside its code
_LONGEST = 200  # signs of a header that are looked at


def offered() -> tuple[str, ...]:
    """The codes of the languages that readers may choose: those that CPF_LANGUAGES names and there are messages in."""
    there, named = languages(), settings().languages
    return tuple(code for code in named if code in there) or there


def chosen(asked: str, kept: str, accepted: str, there: Sequence[str] = ()) -> str:
    """The first that is offered, or one of `there`, of what the address asks for, what the cookie keeps, what the browser's
    Accept-Language says, and what the server speaks (CPF_LANGUAGE)."""
    there = there or offered()
    wanted = (asked, kept, *_accepted(accepted[:_LONGEST]), settings().language)
    return next((code for code in wanted if code in there), there[0])


@lru_cache(maxsize=256)
def _accepted(header: str) -> tuple[str, ...]:
    """The codes that an Accept-Language header names, the most wanted first."""
    wanted = []
    for each in header.lower().split(","):
        tag, _, weight = each.partition(";")
        try:
            wanted.append((-float(weight.strip().removeprefix("q=") or 1), tag.strip()))
        except ValueError:  # no weight is written so
            continue
    tags = [tag for weight, tag in sorted(wanted, key=lambda each: each[0]) if weight < 0]
    return tuple(
        next((code for name, code in _ALSO.items() if f"{tag}-".startswith(f"{name}-")), tag.partition("-")[0])
        for tag in tags
    )
