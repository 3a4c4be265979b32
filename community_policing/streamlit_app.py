"""Streamlit script around every page: navigation, data, scope, page.  Streamlit runs this script, and no other."""

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.core import formats, labels
from community_policing.core.geography import attribution
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.paths import STATIC
from community_policing.measure.programme import Programme
from community_policing.ui.components import style
from community_policing.ui.shell import (
    access,
    address,
    errors,
    filters,
    navigate,
    protection_notice,
    release_choice,
    release_watch,
    search_box,
    session,
    state,
)
from community_policing.ui.shell.markdown import escape
from pages import GROUPS, PAGES, RELEASES, Page

SHIPPED = ("demonstration", "public_record")
ICON = STATIC / "icon.png"


def main() -> None:
    """One rerun: navigation first (so that no page module can ever run alone), then data, then the page."""
    st.set_page_config(t("Community Policing · IOM Iraq"), str(ICON), layout="wide", initial_sidebar_state="auto")
    ready: list[Programme] = []
    try:
        access.take_address()
        pages = {key: _streamlit_page(key, page, ready) for key, page in PAGES.items() if access.reader().opens(key)}
        groups = {t(group): [pages[key] for key in pages if PAGES[key].group == group] for group in GROUPS}
        chosen = st.navigation({group: members for group, members in groups.items() if members}, expanded=True)
        here = next(key for key, page in pages.items() if page == chosen)
        address.begin(here)
        name, whole = _open()
        with st.sidebar:
            finder = st.container()
            _account()
            address.carry(st.container(key="carried"))
        scope = filters.scope(whole)
        navigate.land(pages, chosen)
        ready.append(session.scoped(whole, scope))
        with finder:
            search_box.box(ready[0])
        if PAGES[here].scoped:
            _header(ready[0], name)
        else:
            st.caption(escape(t("Community Policing Programme, IOM Iraq · {about}", about=t(PAGES[here].about))))
            style.without_filters()
            if name == release_watch.KEY and PAGES[here].about == RELEASES:
                _banner(whole, name)
        if name == release_watch.KEY and PAGES[here].scoped:  # the others say it themselves
            release_choice.notice()
        search_box.note(here, ready[0])
        about_link = st.container(key="link-notes")  # always in its place: what stands below it is not made anew
        chosen.run()
        if PAGES[here].scoped:
            _footer(whole)
        address.write()
        with about_link:
            address.notes()
    except ProgrammeError as error:
        errors.tell(error)


def _streamlit_page(key: str, page: Page, ready: list[Programme]) -> st.Page:
    def run() -> None:
        access.require_page(key)
        page.render(ready[0])

    run.__name__ = key
    return st.Page(run, title=t(page.title), url_path=page.url_path or key, default=key == next(iter(PAGES)))


def _open() -> tuple[str, Programme]:
    folders, history = session.datasets(), release_watch.watch().history
    labels = {
        release_watch.KEY: t("Published releases"),
        "demonstration": t("Demonstration"),
        "public_record": t("Public record"),
        session.OWN: t("Own data"),
    }
    with st.sidebar:
        name = filters.dataset({key: labels[key] for key in (*([release_watch.KEY] if history else ()), *folders)})
        whose = st.container()
    if name == release_watch.KEY:
        whole = release_choice.choose(history)
    else:
        release_choice.leave()
        whole = access.dataset(folders[name])
    with whose:
        access.eyes(whole)
    return name, whole


def _account() -> None:
    """Who is signed in, and the way out."""
    if st.user.get("is_logged_in"):
        reader = access.account()
        st.caption(escape(t("Signed in as {account}, {role}", account=reader.account, role=labels.label(reader.role))))
        st.button(t("Sign out"), key="sign-out", on_click=access.sign_out, type="tertiary")


def _header(programme: Programme, name: str) -> None:
    """One quiet line: programme, date, dataset, release; the banner where data is made up; the choices in force."""
    data = programme.dataset
    st.caption(
        escape(
            t(
                "Community Policing Programme, IOM Iraq · as of {day} · {title} · release {release}",
                day=formats.day(programme.as_of),
                title=data.title,
                release=_release(data.release, name),
            )
        )
    )
    _banner(programme, name)
    protection_notice.banner(programme)
    if moved := grain_wording.snapped(programme):
        st.caption(escape(moved))
    filters.chips()
    aside = sum(len(rows) for rows in data.set_aside.values())
    if aside:
        st.warning(
            n(
                "{count} row was set aside because of errors and is not counted: see the Record page.",
                "{count} rows were set aside because of errors and are not counted: see the Record page.",
                aside,
            )
        )


def _banner(programme: Programme, name: str) -> None:
    """Says that data are made up, where they are."""
    if programme.dataset.synthetic:
        with st.container(key="banner"):
            made_up = t("**Illustrative data.** Places, people, dates, targets and statuses are made up")
            st.markdown(made_up + (t("; totals match the published.") if name in SHIPPED else "."))


def _release(content: str, name: str) -> str:
    """What identifies the data: the hash of its content, and, where it was published, its number."""
    return f"{state.RELEASE.get()} ({content})" if name == release_watch.KEY else content


def _footer(whole: Programme) -> None:
    licence = whole.dataset.licence.rstrip(".")
    st.caption(escape(f"{t('Data: {licence}.', licence=licence) if licence else ''} {attribution()}"))


main()
