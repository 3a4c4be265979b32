"""Saved views as a reader meets them: saved, opened, shared with a role, gone; nobody learns of what is not theirs."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from community_policing.core import labels
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.dataset.releases import ReleaseError, Source, location, open_releases
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry import VIEWS
from community_policing.dataset.releases.rows import view_rows
from community_policing.dataset.releases.rows.view_rows import ViewRows
from community_policing.dataset.releases.saved_view import MOST, NAME_WIDTH, SavedView
from community_policing.protect import audit_log
from community_policing.protect.policy import THIS_MACHINE, Role, User
from community_policing.ui.shell import access, saved_views
from community_policing.ui.shell.markdown import escape
from tests.conftest import FIXTURE
from tests.hostile_text import STRINGS
from tests.pages.test_address import UNKNOWN, address, again, follow, notes as of_links
from tests.protect.test_policy import SOUND

GONE = ["This view is gone or is not yours: the Overview is shown."]
AWAY = "Saved views cannot be reached just now."
USERS = {
    role: User(
        f"{role} · 0a1b2c3d", role, ("IQG15",) if role is Role.FIELD else (), ("DE",) if role is Role.DONOR else ()
    )
    for role in Role
}
SHARES = {
    Role.CHIEF: (Role.CHIEF, Role.DONOR, Role.PUBLIC), Role.ANALYST: (Role.ANALYST, Role.DONOR, Role.PUBLIC),
    Role.FIELD: (), Role.DONOR: (), Role.PUBLIC: (),
}  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> None:
    """Data that can be counted by hand, and no view that another test has saved."""
    monkeypatch.setenv("CPF_DATA", str(FIXTURE))
    saved_views._seen.clear()


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], None]:
    """Signs somebody of a role in."""
    (tmp_path / "access.toml").write_text(SOUND, "utf-8")
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    return lambda role: monkeypatch.setattr(access, "account", lambda: USERS[role])


def rows() -> ViewRows:
    return open_releases().views


def kept(
    name: str, owner: str = THIS_MACHINE, page: str = "fora", query: str = "governorate=IQG15", **more: object
) -> SavedView:
    """A view that is there."""
    saved_views._seen.clear()
    return rows().save(SavedView("", name, page, query, owner, **more))  # type: ignore[arg-type]


def notes(tab: AppTest) -> list[str]:
    """What is said of a link or of a view, as a person reads it."""
    views = [
        each.value.replace("\\", "") for each in tab.markdown if each.value.startswith(("This view", "Saved views"))
    ]
    return [*of_links(tab), *views]


def page(tab: AppTest) -> str:
    """The key of the page that is shown."""
    return str(tab.session_state["address"].page)


def listed(tab: AppTest) -> list[str]:
    """The views in the menu, as they are sent."""
    return [button.label for button in tab.button if str(button.key).startswith("view-open-")]


def save(tab: AppTest, name: str | None = None, role: str = "", starts: bool = False) -> AppTest:
    """Saves what is on the screen, as a reader does."""
    tab.button(key="view-save").click()
    again(tab)
    if name is not None:
        tab.text_input(key="view-name").set_value(name)
    if role:
        tab.selectbox(key="view-shared").set_value(role)
    tab.checkbox(key="view-starts").set_value(starts)
    tab.button(key="view-submit").click()
    return again(tab)


def test_a_view_is_saved_and_opened_again() -> None:
    """Page, filters and the page's own choice come back in another tab by the short address and, in one where something else
    was chosen, by the menu; what the view does not name is as it was at first."""
    tab = save(follow("governorate=IQG15&indicator=attendances&phase=P2", "map"))
    (view,) = rows().all()
    assert (view.name, view.owner, view.page) == ("Map, Ninewa, Phase 2", THIS_MACHINE, "map")
    assert [each.value for each in tab.success] == [escape("“Map, Ninewa, Phase 2” is saved.")]
    assert tab.code[-1].value == f"/?view={view.id}"
    chosen = {"governorate": ["IQG15"], "phase": ["P2"], "indicator": ["attendances"]}
    tab = follow(f"view={view.id}")
    assert (address(tab), notes(tab), [each.value for each in tab.get("imgs")]) == (chosen, [], [])
    assert tab.selectbox(key="indicator").value == "attendances"
    tab = follow("donor=DE&as_of=2016-06-30&established_by=iom", "reach")
    tab.button(key=f"view-open-{view.id}").click()
    assert (address(again(tab)), notes(tab)) == (chosen, [])
    assert (tab.multiselect(key="donor").value, tab.multiselect(key="governorate").value) == ([], ["IQG15"])


def test_words_beside_the_view_go_before_it() -> None:
    """Who adds a filter to the short address gets it, and a word that nobody knows is told."""
    view = kept("x", query="governorate=IQG15&phase=P2")
    tab = follow(f"view={view.id}&phase=P1&donor=Utopia&utm_source=mail")
    assert (address(tab), notes(tab)) == ({"governorate": ["IQG15"], "phase": ["P1"]}, [UNKNOWN["donor=Utopia"]])


def test_a_view_is_renamed_becomes_the_start_and_is_deleted() -> None:
    """In one form, beside its address; what cannot be is said and changes nothing."""
    first, second = kept("a"), kept("b", is_start=True)
    tab = follow("", "glossary")
    assert listed(tab) == ["a", "b · opens the dashboard"]
    tab.button(key="view-manage").click()
    again(tab)
    assert (listed(tab), tab.code[-1].value) == ([], f"/?view={first.id}")
    tab.text_input(key="view-name").set_value("c ")
    tab.checkbox(key="view-starts").set_value(True)
    tab.button(key="view-submit").click()
    again(tab)
    assert [(view.name, view.is_start) for view in rows().all()] == [("b", False), ("c", True)]
    tab.button(key="view-manage").click()
    again(tab)
    tab.selectbox(key="view-changed").set_value(first.id)
    again(tab)
    tab.text_input(key="view-name").set_value("b")
    tab.button(key="view-submit").click()
    again(tab)
    taken = "You have a view of that name already. Choose another name, or delete the earlier view."
    assert [each.value for each in tab.error] == [escape(taken)]
    tab.button(key="view-delete").click()
    assert (listed(again(tab)), [view.id for view in rows().all()]) == (["b"], [second.id])


def test_the_start_opens_the_bare_address_alone() -> None:
    """Not a link that names something, not another page, and not the Overview that a reader goes to later."""
    kept("start", page="glossary", query="", is_start=True)
    links = (("",), ("donor=DE",), ("seen_as=public",), ("", "record"))
    assert [page(follow(*link)) for link in links] == ["glossary", "overview", "overview", "record"]
    other = kept("other", page="overview", query="")
    tab = follow("", "record")
    tab.button(key=f"view-open-{other.id}").click()
    assert (page(again(tab)), address(tab)) == ("overview", {})


def test_gone_and_foreign_are_told_alike(signed_in: Callable[[Role], None]) -> None:
    """A view of another, those for other roles, one that is not there and what is no id: the same page, word by word."""
    owner = USERS[Role.ANALYST].account
    foreign = [kept(f"secret {role}", owner, shared_with=role).id for role in ("", "chief", "public")]
    signed_in(Role.DONOR)
    pages = []
    for asked in (*foreign, "abcdefabcdef", "<b>", "x" * 5_000):
        tab = follow(f"view={asked}")
        assert (notes(tab), address(tab), page(tab)) == (GONE, {}, "overview")
        pages.append([each.value for each in (*tab.title, *tab.markdown, *tab.caption)])
    assert pages == [pages[0]] * len(pages)
    assert not [said for said in pages[0] if "secret" in said]


def test_a_role_learns_of_its_own_views_and_of_no_other(signed_in: Callable[[Role], None]) -> None:
    """Of each role: the menu has what is one's own and what is shared with one's role, and nobody's name; nothing else opens; and
    a view can be shared with the roles that this one may see as."""
    owner = "somebody · 99999999"
    shared = {role: kept(f"for {role}", owner, "glossary", "", shared_with=str(role)) for role in Role}
    nobody = kept("of nobody else", owner, "glossary", "")
    for role in Role:
        kept(f"own of {role}", USERS[role].account, "glossary", "")
        signed_in(role)
        tab = follow(f"view={shared[role].id}", "glossary")
        assert (page(tab), notes(tab), listed(tab)) == ("glossary", [], [f"own of {role}", f"for {role}"])
        assert not [each.value for each in (*tab.markdown, *tab.caption, *tab.code) if owner in each.value]
        opens = [saved_views._asked(view.id)[0] is not None for view in (*shared.values(), nobody)]
        assert opens == [*(each is role for each in Role), False]
        tab.button(key="view-save").click()
        offered = [box.options for box in again(tab).selectbox if box.key == "view-shared"]
        words = ["Only me", *(f"Everybody with the role {labels.label(each)}" for each in SHARES[role])]
        assert offered == ([words] if SHARES[role] else [])


def test_a_view_is_shared_with_the_roles_that_are_offered_and_no_other(signed_in: Callable[[Role], None]) -> None:
    """The act itself asks, whatever the form offered."""
    for role in Role:
        signed_in(role)
        for other in Role:
            if other in SHARES[role]:
                saved_views._require(str(other))
            else:
                with pytest.raises(access.AccessDenied):
                    saved_views._require(str(other))


def test_what_a_role_cannot_open_is_told_as_for_links(signed_in: Callable[[Role], None]) -> None:
    """A district and a donor that a view asks for are told in the words of links, and so is a page that the role has not."""
    query = "governorate=IQG08&district=IQG08Q05&donor=Utopia"
    one = kept("x", "chief", "fora", query, shared_with="donor")
    other = kept("y", "chief", "releases", "governorate=IQG08&draft=1", shared_with="donor")
    signed_in(Role.DONOR)
    told = notes(follow(f"view={one.id}"))
    assert sorted(told) == sorted([UNKNOWN["seen_as=public&district=IQG08Q05"], UNKNOWN["donor=Utopia"]])
    tab = follow(f"view={other.id}")
    told = ["This view opens a page that your role does not include: the Overview is shown."]
    assert (address(tab), notes(tab), page(tab)) == ({"governorate": ["IQG08"]}, told, "overview")


def test_through_other_eyes_own_names_are_not_on_the_screen() -> None:
    """Who looks as the public, with others at the screen, lists what the public's role has and saves nothing; an own view still
    opens by its address, through those eyes."""
    own = kept("own name", query="governorate=IQG15")
    kept("for all", "chief", shared_with="public")
    tab = follow("seen_as=public", "glossary")
    assert (listed(tab), [each.key for each in tab.button if str(each.key) == "view-save"]) == (["for all"], [])
    assert address(follow(f"seen_as=public&view={own.id}")) == {"seen_as": ["public"], "governorate": ["IQG15"]}


def test_a_view_shows_next_month_s_release() -> None:
    """Saved on the current release it has none, and opens what is current then; saved on an earlier one it stays there.  Nor has
    it the eyes that its owner looked through."""
    location.folder().mkdir()
    releases = open_releases()
    for number, data in enumerate((DATA / "public_record", FIXTURE)):
        source = Source("f", str(number) * 64)
        releases.publish(load(data), note="n", by="T", source=source, base=number or None, effect={})
    save(follow("phase=P2", "glossary"), "current")
    earlier = save(follow("phase=P2&release=1", "glossary"), "earlier")
    assert {view.name: view.query for view in rows().all()} == {"current": "phase=P2", "earlier": "release=1&phase=P2"}
    current = next(view for view in rows().all() if view.name == "current")
    earlier.button(key=f"view-open-{current.id}").click()
    assert address(again(earlier)) == {"release": ["2"], "phase": ["P2"]}


def test_names_are_inert() -> None:
    """Whatever a name holds is sent as text, on one line, of sixty signs at most; one view too many is refused in words."""
    names = [view_rows._name(f"{number:02} {text}"[:NAME_WIDTH]) for number, text in enumerate(STRINGS)]
    made = [SavedView(f"{number:012}", name, "glossary", "", THIS_MACHINE) for number, name in enumerate(names)]
    rows()
    with Connection(location.registry()).writing() as connection:
        connection.execute(sa.insert(VIEWS), [asdict(view) for view in made])
    tab = follow("", "glossary")
    assert (listed(tab), max(map(len, names)) <= NAME_WIDTH) == ([escape(name) for name in names], True)
    save(tab, "one more")
    most = f"You have {MOST} saved views, which is the most. Delete one that you do not need, then save this one."
    assert [each.value for each in tab.error] == [escape(most)]


def test_where_nothing_can_be_saved_the_menu_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that may not write, and a registry that is away, of which no reader is told the place."""
    kept("x", page="glossary", query="")
    monkeypatch.setenv("CPF_IMPORT", "off")
    tab = follow("", "glossary")
    assert [each.value for each in tab.caption if "Views are saved on the machine" in each.value]
    assert (listed(tab), [each for each in tab.button if each.key == "view-save"]) == (["x"], [])
    monkeypatch.setenv("CPF_IMPORT", "on")

    def away(*_: object) -> None:
        raise ReleaseError("The registry at /secret/place cannot be reached.", "Try again.")

    tab = follow("", "glossary")
    for name in ("save", "seen", "find"):
        monkeypatch.setattr(ViewRows, name, away)
    save(tab, "another")
    remedy = "Try again in a minute, and tell the dashboard's administrator if it stays so."
    assert [each.value for each in tab.error] == [escape(f"{AWAY} {remedy}")]
    saved_views._seen.clear()
    tab = follow("view=abcdefabcdef")
    assert (notes(tab), [each.value for each in tab.caption if each.value == AWAY], listed(tab)) == ([AWAY], [AWAY], [])
    assert "secret" not in "".join(each.value for each in (*tab.markdown, *tab.caption, *tab.error))


def test_what_was_done_is_on_record(signed_in: Callable[[Role], None]) -> None:
    """Saved, shared and deleted: who, which and with whom; the name, which is the owner's words, is not."""
    signed_in(Role.ANALYST)
    tab = save(follow("", "glossary"), "a name of somebody", "donor")
    (view,) = rows().all()
    tab.button(key="view-manage").click()
    again(tab)
    tab.button(key="view-delete").click()
    again(tab)
    audit_log.log().hand_over()
    told = [(entry.what, entry.account, entry.detail) for entry in audit_log.log().entries()]
    who = USERS[Role.ANALYST].account
    assert sorted(told) == [
        ("delete_view", who, view.id),
        ("save_view", who, view.id),
        ("share_view", who, f"{view.id}: donor"),
    ]
