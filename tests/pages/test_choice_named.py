"""A title that states a figure names the choice that it is of; a filter that does not narrow a figure is said beside it."""

import pytest

from community_policing.analysis import scope_wording
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.presets import BriefingRequest
from community_policing.core.indicators import INDICATORS
from community_policing.export import provenance
from community_policing.measure.programme import Scope
from community_policing.measure.result import Result
from community_policing.ui.shell import session
from tests.pages.test_one_status import cards
from tests.pages.test_working import DATASETS, ROOT, alone

PAGES = ("overview", "map", "targets", "reach", "training", "infrastructure", "governorate", "compare")
FILTERS = {  # one choice of each filter, what a title calls it, and its dimension; "" narrows every figure
    "periods": (("2016",), "n 2016", ""),
    "governorates": (("IQG02",), "Basra", "governorate"),
    "districts": (("IQG10Q04",), "Baquba", "district"),
    "phases": (("P2",), "Phase 2", "phase"),
    "donors": (("DE",), "aid for by Germany", "donor"),
    "established_by": (("police",), "by local police", "established_by"),
}
NOT_NARROWED = "Not filtered by “Local police”"


def plain(text: str) -> str:
    """Markdown as it is read."""
    return text.replace("\\", "").replace("\u00a0", " ")


@pytest.mark.parametrize("field", FILTERS)
@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("page", PAGES)
def test_every_title_names_the_only_filter(page: str, dataset: str, field: str) -> None:
    """Whichever filter alone is chosen: the title names it once, or, where it narrows no figure of the page, the line below the
    title says so; and each card whose figure it does not narrow says so itself."""
    chosen, name, dimension = FILTERS[field]
    test = alone(page, str(ROOT / "data" / dataset), {field: chosen})
    notes = [plain(caption.value) for caption in test.caption if plain(caption.value).startswith("Not filtered by")]
    named = name in plain(test.title[0].value)
    assert named or (field == "established_by" and notes), test.title[0].value
    assert plain(test.title[0].value).lower().count(name.lower()) < 2
    for key, paragraphs in cards(test.main):
        outside = any("Outside this selection" in paragraph for paragraph in paragraphs)
        said = any(NOT_NARROWED in paragraph for paragraph in paragraphs[:5])
        assert sum(NOT_NARROWED in paragraph for paragraph in paragraphs) < 2, paragraphs
        assert said == (dimension not in ("", *INDICATORS[key].splits)), (key, paragraphs)
        assert not (said and outside)


@pytest.mark.parametrize("key", INDICATORS)
def test_a_filter_narrows_a_figure_or_is_said_not_to(key: str) -> None:
    """Every indicator under every filter: the filter is among its dimensions, or the figure's file says that it is not narrowed,
    and the figure is then that of the whole country, unchanged."""
    whole = session.recorded(ROOT / "data" / "demonstration")
    for field, (chosen, _, dimension) in FILTERS.items():
        programme = session.scoped(whole, Scope(**{field: chosen}))
        result = session.result(key, programme)
        said = scope_wording.not_narrowed(result)
        assert (said == "") == (dimension in ("", *INDICATORS[key].splits)), (key, field)
        assert (("Selection", NOT_NARROWED) in provenance.about(programme, "", (result,)).lines) == bool(said)
        if said:
            assert result.value == session.result(key, whole).value


@pytest.mark.parametrize("field", FILTERS)
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_slide_names_the_only_filter(dataset: str, field: str) -> None:
    """Every slide that states a figure names the choice in its headline, or says under it which figures are not narrowed: those
    of surveys by no choice but a place."""
    chosen, name, _ = FILTERS[field]
    programme = session.scoped(session.recorded(ROOT / "data" / dataset), Scope(**{field: chosen}))
    slides = [
        slide for slide in compose(programme, BriefingRequest("chief")).slides if slide.kind not in ("actions", "annex")
    ]
    assert len(slides) >= 6
    for slide in slides:
        assert slide.headline.lower().count(name.lower()) < 2
        not_narrowed = {"people": "Surveys do not say by phase"}.get(slide.kind, NOT_NARROWED)
        excused = slide.kind == "people" or field == "established_by"
        assert name in slide.headline or (excused and not_narrowed in slide.footnote), slide.headline


def test_many_are_counted_and_two_are_named() -> None:
    """Two governorates by name, three by their number; every filter at once in the order of the chips."""
    whole = session.recorded(ROOT / "data" / "demonstration")

    def named(**fields: tuple[str, ...]) -> str:
        return scope_wording.in_title(session.scoped(whole, Scope(**fields)), ("fora_established",))

    assert named() == ""
    assert named(governorates=("IQG02", "IQG08")) == "Basra and Baghdad"
    assert named(governorates=("IQG02", "IQG08", "IQG10"), phases=("P2",)) == "3 governorates, Phase 2"
    assert named(governorates=("IQG02",), donors=("DE",), established_by=("iom",)) == (
        "Basra, paid for by Germany, fora by IOM"
    )
    assert named(districts=("IQG08Q05", "IQG08Q06")) == "Al-Mahmoudiya and Al-Risafa (likely), Baghdad"
    assert scope_wording.titled("8 fora are established", named(donors=("DE",))) == (
        "Paid for by Germany – 8 fora are established"
    )


def test_a_result_of_everything_says_nothing() -> None:
    """Without a filter nothing is said to be left whole."""
    whole = session.recorded(ROOT / "data" / "demonstration")
    results: list[Result] = [session.result(key, whole) for key in INDICATORS]
    assert {scope_wording.not_narrowed(result) for result in results} == {""}
    assert scope_wording.note(whole, INDICATORS) == ""
