"""Changes since an earlier release or date, with their causes: one line at the head of the Overview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.analysis.alerts.found import HEADLINES
from community_policing.analysis.changes import wording as changes_wording
from community_policing.analysis.changes.figures import FigureChange
from community_policing.analysis.compare import wording as compare_wording
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.protection_level import DAY, month_end_before
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.ui.shell import access, address, navigate as jump, release_watch as released, session, state
from community_policing.ui.shell.address_words import not_offered
from community_policing.ui.shell.markdown import escape
from pages.compare import date_pickers as two_dates
from pages.compare.cards import compared
from pages.compare.sides import at
from pages.releases import history

TOLD = HEADLINES
MOST = 4  # figures in the line; all of them stand where Why leads
MOST_DAYS = 8  # that are offered to look back to


@dataclass(frozen=True)
class Since:
    """An earlier state: of a release (what was known then), or of a day (what had happened by then)."""

    release: int = 0
    day: date | None = None

    @property
    def word(self) -> str:
        """How the address says it."""
        return self.day.isoformat() if self.day else f"release-{self.release}"


def line(programme: Programme) -> None:
    """Draws the choice of the earlier state, what moved since, and the way to the reasons."""
    offered = _offered(programme)
    if not offered:
        return
    address.read(state.SINCE.key, next(iter(offered)), lambda words: _read(words, offered), lambda since: (since.word,))
    if state.SINCE.get() not in offered:
        state.SINCE.set(next(iter(offered)))
    with st.container(horizontal=True, vertical_alignment="center", key="since-line"):
        chosen: Since = st.selectbox(
            t("What changed"), list(offered), format_func=offered.__getitem__, key=state.SINCE.key,
            label_visibility="collapsed", width=255,
        )  # fmt: skip
        before = access.release(chosen.release) if chosen.release else None
        restored = released.goes_back(chosen.release, _shown()) if chosen.release else None
        st.markdown(_told(programme, chosen, before, _shown(), restored))
        if chosen.release:
            if not programme.protected and st.button(t("Why"), key="why", type="tertiary"):
                _reasons(programme, chosen)
        else:
            st.button(t("Compare"), key="why", type="tertiary", on_click=_compare, args=(programme.as_of, chosen.day))


def _read(words: Sequence[str], offered: Mapping[Since, str]) -> tuple[Since, str]:
    """The earlier state that a link names, of those that are offered."""
    choice = {since.word: since for since in offered}.get(words[-1].strip())
    first = next(iter(offered))
    return (choice, "") if choice else (first, not_offered(words[-1:], t("What changed"), offered[first]))


def _offered(programme: Programme) -> dict[Since, str]:
    """What a reader may look back to: the releases before this one, the latest first, else days on record."""
    return _earlier_releases() or _days(programme)


def _earlier_releases() -> dict[Since, str]:
    if state.DATASET.get() != released.KEY:
        return {}
    before = [release for release in released.watch().history if release.number < _shown()][:8]
    return {
        Since(release=each.number): t(
            "Since release {number}, {day}", number=each.number, day=formats.day(each.published_at.date())
        )
        for each in before
    }


def _shown() -> int:
    """The number of the release that is shown; 0 where it is data that were not published."""
    return state.RELEASE.get() or 0


@cached_on_programme
def _days(programme: Programme) -> dict[Since, str]:
    first, day = two_dates.first(programme.whole), programme.as_of
    if first is None:
        return {}
    days = _days_on_record(programme) if programme.grain == DAY else reversed(programme.ends(first))
    offered = [each for each in dict.fromkeys(days) if first <= each < day][:MOST_DAYS]
    return {Since(day=each): grain_wording.since(each, programme) for each in offered}


def _days_on_record(programme: Programme) -> list[date]:
    """The end of the third month before this one, of the last year, and the days before the phases began."""
    phase_eves = [day - timedelta(days=1) for day in programme.phase_starts.values()]
    return [month_end_before(programme.as_of, 3), date(programme.as_of.year - 1, 12, 31), *reversed(phase_eves)]


@cached_on_programme
def _told(programme: Programme, since: Since, before: Programme | None, release: int, restored: int | None) -> str:
    if before is None:
        sentences = _moved(at(programme, since.day or programme.as_of), programme)
    elif programme.protected:  # protected rows have other ids in each release: nobody can say why a figure moved
        sentences = _moved(session.scoped(before, _scope(before, programme)), programme)
        sentences = (changes_wording.went_back(release, restored), *sentences) if restored else sentences
    else:
        sentences = _by_release(before, programme, release, restored)
    return " · ".join(map(escape, sentences))


def _moved(earlier: Programme, programme: Programme) -> tuple[str, ...]:
    """By how much each headline figure differs, as far as anybody knows."""
    return compare_wording.moves([compared(key, earlier, programme) for key in TOLD], MOST)


def _by_release(before: Programme, programme: Programme, release: int, restored: int | None) -> tuple[str, ...]:
    release_effect = released.between(before, programme.whole, _scope(before, programme))
    moved = {h.key: h for h in release_effect.moved if h.kind == "figure"}
    wanted: list[FigureChange] = [moved[key] for key in TOLD if key in moved]
    wanted += [headline for key, headline in moved.items() if key not in TOLD]
    sentences = changes_wording.in_short(wanted, [release_effect.figure(key) for key in TOLD], MOST)
    return (changes_wording.went_back(release, restored), *sentences) if restored else sentences


def _scope(before: Programme, programme: Programme) -> Scope:
    """The reader's choice: each release on its own date, unless the reader went back behind both."""
    own = programme.asked >= programme.dataset.opens_on or programme.asked > before.dataset.opens_on
    return replace(programme.scope, as_of=None) if own else programme.scope


def _reasons(programme: Programme, since: Since) -> None:
    st.dialog(t("What changed, and why"), width="large")(_dialog)(programme, since)


def _dialog(programme: Programme, since: Since) -> None:
    before = access.release(since.release)
    history.drawn(
        before, programme.whole, _scope(before, programme), f"since-{since.release}", (since.release, _shown())
    )


def _compare(b: date, a: date) -> None:
    state.EARLIER.set(a)
    state.LATER.set(b)
    jump.to("compare")
