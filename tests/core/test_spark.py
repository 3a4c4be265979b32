"""Spark as an engine: what an operator is told who asks for what is not there.  What it computes: test_indicators, test_parquet."""

import pytest

from community_policing.core import spark
from community_policing.core.i18n import ProgrammeError


def test_without_the_extra_the_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """In plain words, before anything is started."""
    monkeypatch.setattr(spark, "installed", lambda: False)
    with pytest.raises(ProgrammeError, match="not installed") as told:
        spark._session.__wrapped__("local[2]")
    assert "requirements-spark.txt" in told.value.remedy


def test_another_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that names none is told with those that there are."""
    monkeypatch.setenv("CPF_ENGINE", "abacus")
    with pytest.raises(ProgrammeError, match="abacus") as told:
        spark.settings()
    assert "“spark”" in told.value.remedy
