"""Examples in the docstrings of what an extender calls: each runs, and prints what it says."""

import doctest
from collections.abc import Callable
from typing import Any

import pytest

from community_policing.briefing.build import outputs
from community_policing.briefing.compose import composer
from community_policing.core.indicators import Indicator
from community_policing.dataset.intake import supervisor
from community_policing.dataset.releases import store
from community_policing.measure import compute, programme
from community_policing.protect import disclosure
from community_policing.ui.components import figures

CALLED: tuple[tuple[Any, Any], ...] = (
    (Indicator, Indicator), (compute.measure, compute), (programme.Programme.within, programme), (figures.table, figures),
    (outputs.Output, outputs), (composer.compose, composer), (store.Releases.publish, store),
    (supervisor.check, supervisor), (disclosure.protect, disclosure), (programme.cached_on_programme, programme),
)  # fmt: skip


@pytest.mark.parametrize(("documented", "module"), CALLED, ids=[each.__qualname__ for each, _ in CALLED])
def test_the_example_is_true(documented: Callable[..., Any], module: Any) -> None:
    """It has one, besides what goes in, what comes out, and what is raised where something is."""
    text = documented.__doc__ or ""
    assert ("Parameters\n" in text, "Examples\n" in text) == (True, True)
    globs = dict(getattr(module, "__dict__", {}))
    found = [each for each in doctest.DocTestFinder(recurse=False).find(documented, globs=globs) if each.examples]
    assert len(found) == 1
    report: list[str] = []
    ran = doctest.DocTestRunner(verbose=False).run(found[0], out=report.append)
    assert (ran.failed, ran.attempted > 0) == (0, True), "".join(report)
