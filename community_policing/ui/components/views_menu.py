"""Saved views in the menu "Share": what there is to open, and the form that saves, changes and deletes."""

from collections.abc import Sequence

import streamlit as st

from community_policing.core import labels
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import ProgrammeError, listed, t
from community_policing.dataset.releases.saved_view import NAME_WIDTH, SavedView
from community_policing.ui.shell import access, address, filters, saved_views, state
from community_policing.ui.shell.markdown import escape

_WIDTH = 310  # pixels
_NEW, _CHANGE = "new", "change"


@st.fragment
def draw(title: str) -> None:
    """Draw the part of the menu, which runs again alone; `title`: of the page, which a new view is called after."""
    known = saved_views.known()
    if state.VIEW_PAGE.get() != address.page():
        state.VIEW_PAGE.set(address.page())
        _close()
    mine = {view.id: view for view in known.mine}
    with st.container(key="views", gap="xsmall"):
        if known.is_away:
            st.caption(t("Saved views cannot be reached just now."))
            return
        may = saved_views.may_save()
        form = state.VIEW_FORM.get() if may else ""
        if form == _NEW:
            _form(None)
        elif form == _CHANGE and mine:
            _changed(mine)
        else:
            _listed(t("My views"), known.mine)
            _listed(t("Shared with you"), known.shared)
            if may:
                _acts(mine, title)
            else:
                _why_not()
        _told(mine)


def _listed(heading: str, views: Sequence[SavedView]) -> None:
    if not views:
        return
    st.caption(f"**{escape(heading)}**")
    for view in views:
        label = " · ".join(map(escape, (view.name, t("opens the dashboard")) if view.is_start else (view.name,)))
        # no callback: after it this part has no button that could ask for the whole page
        if st.button(label, key=f"view-open-{view.id}", type="tertiary"):
            state.VIEW_ASKED.set(view.id)
            st.rerun(scope="app")


def _why_not() -> None:
    if access.reader() == access.account():
        st.caption(t("Views are saved on the machine that serves this dashboard, or where its administrator allows it "
                     "(CPF_IMPORT=on)."))  # fmt: skip


def _acts(mine: dict[str, SavedView], title: str) -> None:
    with st.container(horizontal=True, key="view-acts"):
        st.button(t("Save this view…"), key="view-save", type="tertiary", on_click=_begin, args=(title,))
        if mine:
            first = next(iter(mine.values()))
            st.button(t("Change or delete…"), key="view-manage", type="tertiary", on_click=_choose, args=(first,))


def _changed(mine: dict[str, SavedView]) -> None:
    """The form of one of the reader's views at a time."""
    if state.VIEW_CHANGED.get() not in mine:  # another window has deleted it
        _fill(next(iter(mine.values())))
    st.selectbox(
        t("View"), list(mine), format_func=lambda each: mine[each].name, key=state.VIEW_CHANGED.key, on_change=_other,
        args=(mine,),
    )  # fmt: skip
    _form(mine[state.VIEW_CHANGED.get()])


def _form(view: SavedView | None) -> None:
    """The form of a view, or of a new one (None)."""
    roles = {"": t("Only me")} | {
        str(role): t("Everybody with the role {role}", role=labels.label(role)) for role in access.account().shares_with
    }
    with st.form("view-form", border=False):
        st.text_input(t("Name"), key=state.VIEW_NAME.key, max_chars=NAME_WIDTH)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if len(roles) > 1:
                help_text = t(
                    "A view shares its name and selection, never data: who opens it sees what their own role may see."
                )
                st.selectbox(
                    t("Who sees it"), list(roles), format_func=roles.__getitem__, key=state.VIEW_SHARED.key, help=help_text,
                    width=_WIDTH,
                )  # fmt: skip
            st.checkbox(t("Open the dashboard with it"), key=state.VIEW_STARTS.key)
        with st.container(horizontal=True):
            st.form_submit_button(t("Save"), type="primary", key="view-submit", on_click=_save, args=(view,))
            st.form_submit_button(t("Cancel"), key="view-cancel", on_click=_close)
            if view:
                st.form_submit_button(t("Delete this view"), key="view-delete", on_click=_delete, args=(view,))


def _told(mine: dict[str, SavedView]) -> None:
    """Say what was done, with the view's address, or what could not be."""
    done, identifier, trouble = state.VIEW_TOLD.get()
    if trouble:
        st.error(escape(trouble))
    if done:
        st.success(escape(done))
    if identifier in mine:
        st.code(saved_views.short_address(mine[identifier]), language=None, wrap_lines=True)


def _begin(title: str) -> None:
    """In a callback: opens the form of a new view, which is called after the page and the filters."""
    chosen = [filters.label(name, value) for name, entry in state.FILTERS.items() for value in entry.get()]
    _fill(SavedView("", without_marks(listed((title, *chosen)))[:NAME_WIDTH], "", "", ""))
    state.VIEW_FORM.set(_NEW)


def _choose(view: SavedView) -> None:
    """In a callback: opens the form of a view that there is."""
    _fill(view)
    state.VIEW_FORM.set(_CHANGE)


def _other(mine: dict[str, SavedView]) -> None:
    _fill(mine[state.VIEW_CHANGED.get()])


def _fill(view: SavedView) -> None:
    state.VIEW_CHANGED.set(view.id)
    state.VIEW_NAME.set(view.name)
    state.VIEW_SHARED.set(view.shared_with if view.shared_with in access.account().shares_with else "")
    state.VIEW_STARTS.set(view.is_start)
    state.VIEW_TOLD.set(("", view.id, ""))


def _close() -> None:
    state.VIEW_FORM.set("")
    state.VIEW_TOLD.set(("", "", ""))


def _save(view: SavedView | None) -> None:
    name, role, starts = state.VIEW_NAME.get(), state.VIEW_SHARED.get(), state.VIEW_STARTS.get()
    try:
        made = saved_views.change(view, name, role, starts) if view else saved_views.save(name, role, starts)
    except ProgrammeError as error:
        state.VIEW_TOLD.set(("", "", str(error)))
        return
    _close()
    state.VIEW_TOLD.set((t("“{name}” is saved.", name=made.name), made.id, ""))


def _delete(view: SavedView) -> None:
    try:
        saved_views.delete(view)
    except ProgrammeError as error:
        state.VIEW_TOLD.set(("", "", str(error)))
        return
    _close()
    state.VIEW_TOLD.set((t("“{name}” is deleted.", name=view.name), "", ""))
