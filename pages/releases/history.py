"""Release history: the list, one release in detail, two compared, and the way back to an earlier one."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from community_policing.analysis.changes import wording
from community_policing.analysis.changes.diff import ReleaseDiff, all_cells
from community_policing.core import formats
from community_policing.core.i18n import language, n, plural, speaking, t
from community_policing.core.quantity import in_unit
from community_policing.dataset.intake.corrections import Correction, sentence
from community_policing.dataset.releases import Release, ReleaseError, zipped
from community_policing.export.table import on_screen
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.components.arrow_cache import grid
from community_policing.ui.shell import access, address, errors, navigate, release_choice, release_watch, state
from community_policing.ui.shell.address_words import not_offered
from community_policing.ui.shell.markdown import escape

MOST_IN_A_WORKBOOK = 100_000  # rows; more go into CSV alone


def title(history: Sequence[Release]) -> str:
    """Which release is current, and what it speaks of."""
    newest = history[0]
    return t("Release {number} is current: as of {day}", number=newest.number, day=formats.day(_as_of(newest)))


def _as_of(release: Release) -> date:
    return date.fromisoformat(release.package["as_of"])


def when(release: Release) -> str:
    """The moment of publication, in UTC, as everybody reads it alike."""
    return f"{formats.day(release.published_at.date())} {release.published_at:%H:%M} UTC"


def listed(history: tuple[Release, ...]) -> Release:
    """Draws the list, newest first; the release on which the reader clicked, else the newest."""
    rows = _rows(history)
    numbers = [release.number for release in history]
    grid(
        rows, "releases-list", selection_mode="single-row",
        on_select=lambda: _open(numbers), height=38 + 35 * min(len(rows), 10),
        column_config={t("Release"): st.column_config.NumberColumn(width=70)},
    )  # fmt: skip
    chosen = state.RELEASE_OPEN.get() or numbers[0]
    return next((release for release in history if release.number == chosen), history[0])


def _open(numbers: Sequence[int]) -> None:
    for row in state.selection("releases-list").rows[:1]:
        state.RELEASE_OPEN.set(numbers[row])


def _rows(history: Sequence[Release]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Release"): [release.number for release in history],
            t("As of"): [formats.day(_as_of(release)) for release in history],
            t("Published"): [when(release) for release in history],
            t("Published by"): [release.published_by for release in history],
            t("Note"): [release.note for release in history],
            t("From"): [_source(release) for release in history],
            t("Warnings"): [sum(release.summary.values()) for release in history],
        }
    )


def _source(release: Release) -> str:
    if release.points_at is not None:
        return t("release {number}, made current again", number=release.points_at)
    return release.source_name


def closely(release: Release, current: Release) -> None:
    """One release: what it changed, what it came from, and what can be done with it."""
    st.header(escape(t("Release {number}: {note}", number=release.number, note=release.note)))
    st.caption(escape(" · ".join(_facts(release))))
    _corrected(release)
    _changed(release)
    with st.container(horizontal=True, vertical_alignment="center", key="with-release"):
        st.button(t("Open it"), key="look-at-it", on_click=_look, args=(release.number,))
        code, shown = language(), access.opener(release.number)

        def package() -> bytes:
            with speaking(code):
                return zipped(shown().dataset, release)

        name = f"release-{release.number}-{release.package['as_of']}.zip"
        st.download_button(
            t("↓ Data package"), access.taken(name, package, release=release.number), name, "application/zip",
            key="package", on_click="ignore", type="tertiary",
        )  # fmt: skip
    if current.number != release.number:
        _back(release, current.number)


def _corrected(release: Release) -> None:
    """The cells of its file that were corrected while it was loaded; how many, where concerns may be among them."""
    corrections = tuple(Correction(**each) for each in release.effect.get("corrections", ()))
    if corrections:
        pair = plural(
            "{count} cell was corrected while it was loaded", "{count} cells were corrected while it was loaded"
        )
        title = n(*pair, len(corrections))
        concerns = release.tables.get("concerns")
        if concerns and concerns.rows and access.protection():
            st.markdown(t("{sentence}.", sentence=title))
            return
        with st.expander(title):
            st.markdown("\n".join(f"- {escape(sentence(each))}" for each in corrections))


def _changed(release: Release) -> None:
    """What it changed, computed from the tables of both releases, so that every row can be listed and taken as a file."""
    try:
        before = access.release(release.base) if release.base else None
        after = access.release(release.number)
    except ReleaseError as error:
        errors.tell(error)
        return
    numbers = (release.base, release.number) if release.base else None
    drawn(before, after, Scope(), f"release-{release.number}", numbers)


def _facts(release: Release) -> tuple[str, ...]:
    rows = sum(file.rows for file in release.tables.values())
    figure = formats.number(rows)
    return (
        t("published {when} by {who}", when=when(release), who=release.published_by),
        t("from {source}", source=_source(release)),
        n("{figure} row", "{figure} rows", rows, figure=figure),
        t("file SHA-256 {digest}", digest=release.source_sha256[:12]),
        t("data {content}", content=release.content),
    )


def _look(number: int) -> None:
    state.DATASET.set(release_watch.KEY)
    release_choice.take(number)
    navigate.to("overview")


def _back(release: Release, current: int) -> None:
    """Making an earlier release current again, which is a new release: nothing is lost by it."""
    if not access.may(Act.PUBLISH):
        return
    with st.expander(t("Make it current again")), st.form("back", border=False):
        st.markdown(
            t("Everybody then sees these data as a new release; the one that is current now stays in the list.")
        )
        note = st.text_input(t("Why"), max_chars=500)
        who = st.text_input(t("Your role or initials"), max_chars=60)
        if st.form_submit_button(t("Make release {number} current", number=release.number)):
            _roll_back(release, current, note, who)


def _roll_back(release: Release, current: int, note: str, who: str) -> None:
    """`current`: the release that was current when the reader decided; Superseded is told where another is by now."""
    if not who.strip():
        st.error(t("Write who does this: a role or initials."))
        return
    access.require(Act.PUBLISH)
    try:
        release_made = release_watch.watch().releases.rollback(release.number, note=note, by=who, base=current)
    except ReleaseError as error:
        errors.tell(error)
        return
    access.log("rollback", t("to release {number}", number=release.number), release_made.number)
    release_watch.watch(now=True)
    state.RELEASE_OPEN.set(release_made.number)
    state.DONE.set(t("Release {number} is current now: the data of release {earlier}.",
                     number=release_made.number, earlier=release.number))  # fmt: skip
    st.rerun()


def compare(history: tuple[Release, ...], scope: Scope) -> None:
    """Two releases side by side: rows and headline figures, with the reasons of every difference."""
    if len(history) < 2:
        return
    st.header(t("Compare two releases"))
    labels = {release.number: release_choice.label(release) for release in history}
    with st.container(horizontal=True, key="two-releases"):
        numbers = list(labels)
        _declare("before", t("Before"), numbers, numbers[1])
        _declare("after", t("After"), numbers, numbers[0])
        before = st.selectbox(t("Before"), numbers, 1, format_func=labels.__getitem__, key="release-before", width=420)
        after = st.selectbox(t("After"), numbers, 0, format_func=labels.__getitem__, key="release-after", width=420)
    if before == after:
        figures.empty(t("Both are the same release: choose two."))
        return
    drawn(access.release(before), access.release(after), scope, f"{before}-{after}", (before, after))


def _declare(name: str, choice: str, numbers: Sequence[int], usual: int) -> None:
    """Puts one of the two releases into the address."""

    def read(words: Sequence[str]) -> tuple[int, str]:
        word = words[-1].strip()
        if word.isdecimal() and int(word) in numbers:
            return int(word), ""
        return usual, not_offered((word,), choice, str(usual))

    address.read(name, usual, read, lambda number: (str(number),), f"release-{name}")


def drawn(
    before: Programme | None, after: Programme, scope: Scope, stem: str, numbers: tuple[int, int] | None = None
) -> None:
    """Draw what one release changes in another: rows, headline figures, each cell; `numbers`: theirs, where published."""
    found, moved, cells = _tables(after, before, scope)
    restored = release_watch.goes_back(*numbers) if numbers else None
    said = (t("{sentence}.", sentence=wording.went_back(numbers[1], restored)),) if numbers and restored else ()
    st.markdown(escape(" ".join((*said, *wording.row_sentences(found)))))
    if len(moved):
        st.markdown(t("**Headline figures**"))
        figures.table(moved, f"headlines-{stem}", after, title=t("Headline figures before and after"))
    if before and len(cells):
        st.markdown(t("**Rows and cells that changed**"))
        _cells(cells, found, before, after, f"changed-{stem}")


def _cells(cells: pd.DataFrame, found: ReleaseDiff, before: Programme, after: Programme, stem: str) -> None:
    """The first rows of each table as a table that can be sorted; the files hold every one."""
    grid(on_screen(cells), stem, height=38 + 35 * min(len(cells), 12))
    if more := found.touched - len(found.cells[["table", "row_id"]].drop_duplicates()):
        text = n(
            "{figure} more row is in the files.",
            "{figure} more rows are in the files.",
            more,
            figure=formats.number(more),
        )
        st.caption(text)
    few = found.touched <= MOST_IN_A_WORKBOOK
    title = t("Rows added, changed and removed")
    figures.downloads(lambda: wording.cells_table(all_cells(before, after)), stem, after, title=title, workbook=few)


@cached_on_programme
def _tables(  # kept with the later one, and forgotten with it: a draft goes soon
    after: Programme, before: Programme | None, scope: Scope
) -> tuple[ReleaseDiff, pd.DataFrame, pd.DataFrame]:
    found = release_watch.between(before, after, scope)
    if before:
        return found, wording.figures_table(found.moved), wording.cells_table(found.cells)
    known = [figure for figure in found.moved if figure.after is not None]
    # A first release has nothing to be compared with
    figures_of = {
        t("Figure"): [wording.title(figure) for figure in known],
        t("Value"): [in_unit(figure.after, figure.unit) for figure in known],
    }
    return found, pd.DataFrame(figures_of, dtype=object), pd.DataFrame()
