"""Saved views in the menu "Share": what there is to open, and the windows that save, change and delete."""

from collections.abc import Sequence

import streamlit as st

from community_policing.core import labels
from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset.releases.saved_view import NAME_WIDTH, SavedView
from community_policing.ui.shell import access, filters, saved_views, state
from community_policing.ui.shell.markdown import escape


def draw(title: str) -> None:
    """Draw the part of the menu; `title`: of the page that is seen, which a new view is called after."""
    known = saved_views.known()
    with st.container(key="views", gap="xsmall"):
        if known.is_away:
            st.caption(t("Saved views cannot be reached just now."))
            return
        _listed(t("My views"), known.mine)
        _listed(t("Shared with you"), known.shared)
        if not saved_views.may_save():
            _why_not()
            return
        with st.container(horizontal=True, key="views-acts", gap="small"):
            if st.button(t("Save this view…"), key="view-save", type="tertiary", on_click=_begin, args=(title,)):
                st.dialog(t("Save this view"), on_dismiss="rerun")(_new)()
            if known.mine and st.button(
                t("Change or delete…"), key="view-manage", type="tertiary", on_click=_choose, args=(known.mine[0],)
            ):
                st.dialog(t("My views"), on_dismiss="rerun")(_manage)()


def _listed(heading: str, views: Sequence[SavedView]) -> None:
    if not views:
        return
    st.caption(f"**{escape(heading)}**")
    for view in views:
        st.button(
            escape(view.name), key=f"view-open-{view.id}", type="tertiary", on_click=saved_views.open_view,
            args=(view.id,), help=t("It opens the dashboard for you") if view.is_start else None,
        )  # fmt: skip


def _why_not() -> None:
    if access.reader() == access.account():
        st.caption(t("Views are saved on the machine that serves this dashboard, or where its administrator allows it "
                     "(CPF_IMPORT=on)."))  # fmt: skip


def _begin(title: str) -> None:
    """In a callback: the form of a new view, which is called after the page and the filters."""
    chosen = [filters.label(name, value) for name, entry in state.FILTERS.items() for value in entry.get()]
    state.VIEW_NAME.set(", ".join((title, *chosen))[:NAME_WIDTH])
    state.VIEW_CHANGED.set("")
    state.VIEW_SHARED.set("")
    state.VIEW_STARTS.set(False)
    state.VIEW_TOLD.set(("", ""))


def _choose(view: SavedView) -> None:
    """In a callback: the form of a view that there is."""
    state.VIEW_NAME.set(view.name)
    state.VIEW_CHANGED.set(view.id)
    state.VIEW_SHARED.set(view.shared_with if view.shared_with in access.account().shares_with else "")
    state.VIEW_STARTS.set(view.is_start)
    state.VIEW_TOLD.set(("", ""))


def _new() -> None:
    """The window that saves a view: its form, then its address."""
    made = _mine().get(state.VIEW_CHANGED.get())
    if made is None:
        _form(None)
        _told()
        return
    _told()
    _address(made)


def _manage() -> None:
    """The window that changes and deletes a view, one at a time."""
    mine = _mine()
    view = mine.get(state.VIEW_CHANGED.get())
    if view is None:
        _told()
        return
    st.selectbox(
        t("View"), list(mine), format_func=lambda each: mine[each].name, key=state.VIEW_CHANGED.key, on_change=_other,
        args=(mine,),
    )  # fmt: skip
    _form(view)
    _told()
    _address(view)
    st.button(t("Delete this view"), key="view-delete", on_click=_delete, args=(view,))


def _form(view: SavedView | None) -> None:
    """The form of a view, or of a new one (None)."""
    roles = {"": t("Only me")} | {
        str(role): t("Everybody with the role {role}", role=labels.label(role)) for role in access.account().shares_with
    }
    with st.form("view-form", border=False):
        st.text_input(t("Name"), key=state.VIEW_NAME.key, max_chars=NAME_WIDTH)
        if len(roles) > 1:
            st.selectbox(t("Who sees it"), list(roles), format_func=roles.__getitem__, key=state.VIEW_SHARED.key)
        st.checkbox(t("Open the dashboard with it"), key=state.VIEW_STARTS.key)
        st.form_submit_button(t("Save"), type="primary", key="view-submit", on_click=_save, args=(view,))


def _mine() -> dict[str, SavedView]:
    return {view.id: view for view in saved_views.known().mine}


def _told() -> None:
    done, trouble = state.VIEW_TOLD.get()
    if done:
        st.success(escape(done))
    if trouble:
        st.error(escape(trouble))


def _address(view: SavedView) -> None:
    st.code(saved_views.short_address(view), language=None, wrap_lines=True)
    st.caption(t("A view shares its name and selection, never data: who opens it sees what their own role may see."))


def _other(mine: dict[str, SavedView]) -> None:
    _choose(mine[state.VIEW_CHANGED.get()])


def _save(view: SavedView | None) -> None:
    name, role, starts = state.VIEW_NAME.get(), state.VIEW_SHARED.get(), state.VIEW_STARTS.get()
    try:
        made = saved_views.change(view, name, role, starts) if view else saved_views.save(name, role, starts)
    except ProgrammeError as error:
        state.VIEW_TOLD.set(("", str(error)))
        return
    _choose(made)
    state.VIEW_TOLD.set((t("“{name}” is saved.", name=made.name), ""))


def _delete(view: SavedView) -> None:
    try:
        saved_views.delete(view)
    except ProgrammeError as error:
        state.VIEW_TOLD.set(("", str(error)))
        return
    left = [each for each in _mine().values() if each.id != view.id]
    if left:
        _choose(left[0])
    else:
        state.VIEW_CHANGED.set("")
    state.VIEW_TOLD.set((t("“{name}” is deleted.", name=view.name), ""))
