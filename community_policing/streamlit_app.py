"""Streamlit script around every page: navigation, data, scope, page.  Streamlit runs this script, and no other."""

import streamlit as st

from community_policing.core.geography import attribution
from community_policing.core.i18n import ProgrammeError, ask_for_language, t
from community_policing.core.rerun import one_rerun
from community_policing.core.settings import settings
from community_policing.measure.programme import Programme
from community_policing.ui.components import language, style, views_menu
from community_policing.ui.shell import (
    access,
    address,
    bar as shell_bar,
    errors,
    filters,
    header,
    how_to_read,
    navigate,
    release_choice,
    release_watch,
    saved_views,
    search_box,
    session,
)
from community_policing.ui.shell.bar import Bar
from community_policing.ui.shell.markdown import escape
from pages import GROUPS, NEWS, PAGES, RELEASES, Page
from pages.alerts import watch as alert_watch

ask_for_language(language.of_reader)
ICON = "/app/static/icon.png"  # by its address: a file would be read and hashed at each rerun


@one_rerun()
def main() -> None:
    """One rerun: navigation first (so that no page module can ever run alone), then data, then the page."""
    whose = settings()
    title = t("Community Policing · {organisation}", organisation=whose.organisation)
    st.set_page_config(title, ICON, layout="wide", initial_sidebar_state="collapsed")
    if whose.logo:
        st.logo(str(whose.logo))
    ready: list[Programme] = []
    try:
        access.take_address()
        reader = access.reader()
        pages = {key: _streamlit_page(key, page, ready) for key, page in PAGES.items() if reader.opens(key)}
        groups = {t(group): [pages[key] for key in pages if PAGES[key].group == group] for group in GROUPS}
        chosen = st.navigation({group: members for group, members in groups.items() if members}, position="top")
        here = next(key for key, page in pages.items() if page == chosen)
        address.begin(here)
        saved_views.land(pages, here)
        bar = shell_bar.draw()
        name, whole = _open(bar)
        with bar.filters:
            scope = filters.scope(whole)
        shell_bar.switch(bar.switch)
        address.carry(bar.carried)
        navigate.land(pages, chosen)
        ready.append(session.scoped(whole, scope))
        with bar.search:
            search_box.box(ready[0])
        with bar.help:
            how_to_read.page(here, PAGES[here].scoped)
        if PAGES[here].scoped:
            header.line(ready[0], name)
        else:
            of_data = PAGES[here].about == NEWS or (name == release_watch.KEY and PAGES[here].about == RELEASES)
            header.about(t(PAGES[here].about), whole if of_data else None, name)
            style.without_filters()
        if PAGES[here].scoped:  # the others say it themselves
            release_choice.notice(name)
        search_box.note(here, ready[0])
        about_link = st.container(key="link-notes")  # always in its place: what stands below it is not made anew
        chosen.run()
        if PAGES[here].scoped:
            _footer(whole)
        address.write()
        with bar.share:
            shell_bar.link(t(PAGES[here].title), ready[0])
            views_menu.draw(t(PAGES[here].title))
        language.picker(bar.languages, bar.help)
        with about_link:
            address.notes()
    except ProgrammeError as error:
        errors.instead(error)


def _streamlit_page(key: str, page: Page, ready: list[Programme]) -> st.Page:
    def run() -> None:
        access.require_page(key)
        page.render(ready[0])

    run.__name__ = key
    title = t(page.title)
    if page.about == NEWS and (new := alert_watch.unseen()):
        title = t("{title} ({count})", title=title, count=new)
    return st.Page(run, title=title, url_path=page.url_path or key, default=key == next(iter(PAGES)))


def _open(bar: Bar) -> tuple[str, Programme]:
    folders, history = session.datasets(), release_watch.watch().history
    labels = {
        release_watch.KEY: t("Published releases"),
        "demonstration": t("Demonstration"),
        "public_record": t("Public record"),
        session.OWN: t("Own data"),
    }
    with bar.data:
        name = filters.dataset({key: labels[key] for key in (*([release_watch.KEY] if history else ()), *folders)})
    try:
        if name == release_watch.KEY:
            whole = release_choice.choose(history, bar.data)
        else:
            release_choice.leave()
            whole = access.dataset(folders[name])
        with bar.data:
            access.eyes(whole)
    finally:  # the way out is there where no data are, too
        with bar.data:
            shell_bar.account()
    return name, whole


def _footer(whole: Programme) -> None:
    licence = whole.dataset.licence.rstrip(".")
    data = t("Data: {licence}.", licence=licence) if licence else ""
    st.caption(escape(" ".join(filter(None, (data, attribution())))))


main()
