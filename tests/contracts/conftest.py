"""Rules of the code parse each module once; what was parsed goes with the file of tests that asked for it."""

from collections.abc import Iterator

import pytest

from tests.contracts.code import tree


@pytest.fixture(scope="module", autouse=True)
def parsed() -> Iterator[None]:
    yield
    tree.cache_clear()
