"""`python -m bench.languages`: a click in Arabic and in Sorani beside the same click in English."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial

from bench import clicks, servers
from bench.clicks import ASKED, NEW, Subject
from bench.readers import WIDGET, Reader
from bench.report import Figure, mean, table
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import languages, speaking, t
from community_policing.core.languages import SOURCE
from pages import PAGES

WHAT = "languages"
LIMIT = 1.1  # times the CPU and the time of English


class _Speaker(Reader):
    """Reads in one language, and is told by P-code which governorates to choose."""

    def __init__(self, host: str, page: str, language: str) -> None:
        super().__init__(host, page)
        self._language = language
        with speaking(language):
            self.label = t(WIDGET)

    @property
    def options(self) -> tuple[str, ...]:
        """The governorates that can be chosen, by P-code, so that readers of all languages make the same choices."""
        named = set(super().options)
        with speaking(self._language):
            return tuple(pcode for pcode in governorates() if governorate_name(pcode) in named)

    async def click(self, chosen: Sequence[str]) -> float:
        """Chooses by P-code; seconds until all of the answer is there."""
        with speaking(self._language):
            names = [governorate_name(pcode) for pcode in chosen]
        return await super().click(names)


async def figures(paths: Mapping[str, str], rounds: int, each: int, others: Sequence[str] = ("ar",)) -> list[Figure]:
    """One reader on each page with filters and in each language, in turn; each language has a server of its own, so that
    none finds what another has left in the caches.  A choice never asked is made once, in one language.  The aim is for the
    mean of all pages: a page's own ratio moves by 5 % from run to run."""
    pages = [key for key in paths if PAGES[key].scoped]
    with ExitStack() as stack:
        apps = {code: stack.enter_context(servers.app(settings={"CPF_LANGUAGE": code})) for code in (SOURCE, *others)}
        measured = {
            (key, kind, code): Subject(app, paths[key], kind, reader=partial(_Speaker, language=code))
            for key in pages
            for kind in (ASKED, NEW)
            for code, app in apps.items()
        }
        await clicks.in_turn(list(measured.values()), clicks.never_asked(list(governorates())), rounds, each)
    found = []
    for code in others:
        for kind in (ASKED, NEW):
            own, english = ([measured[key, kind, spoken].clicks for key in pages] for spoken in (code, SOURCE))
            for key, ours, beside in zip(pages, own, english, strict=True):
                found += _beside(f"Page {key} in {code}", kind, (ours,), (beside,), None)
            found += _beside(f"All {len(pages)} pages in {code}", kind, own, english, LIMIT)
    return found


def _beside(
    what: str, kind: str, ours: Sequence[clicks.Clicks], english: Sequence[clicks.Clicks], limit: float | None
) -> list[Figure]:
    p50, p50_beside = ([page.p50_ms for page in pages] for pages in (ours, english))
    cpu, cpu_beside = ([page.cpu_ms for page in pages] for pages in (ours, english))
    return [
        Figure(what, f"{kind}: click p50", mean(p50), "ms", (SOURCE, mean(p50_beside)), limit),
        Figure(what, f"{kind}: CPU a click", mean(cpu), "ms", (SOURCE, mean(cpu_beside)), limit),
    ]


if __name__ == "__main__":
    addresses = {key: PAGES[key].url_path if number else "" for number, key in enumerate(PAGES)}
    every = [code for code in languages() if code != SOURCE]
    print(table(asyncio.run(figures(addresses, rounds=5, each=10, others=every))))
