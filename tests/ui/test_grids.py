"""What a grid draws of texts that are read from the right."""

import pandas as pd

from community_policing.core.bidi import LRM, RLM
from community_policing.ui.components.arrow_cache import arrow, marked_for_cells


def test_a_cell_of_a_grid() -> None:
    """A grid goes by a cell's first letter: what begins with a Latin name is read from the left, comma and all; any other text,
    an empty cell and a number stay as they are."""
    texts = [f"{RLM}{LRM}Zubair{LRM}{RLM}، البصرة", "البصرة", f"{LRM}≥ 5{LRM}", None]
    drawn = marked_for_cells(arrow(pd.DataFrame({"place": texts, "fora": [3, 1, 5, 0]})))
    assert drawn.to_pydict() == {
        "place": [f"{LRM}Zubair{LRM}، البصرة", "البصرة", f"{LRM}≥ 5{LRM}", None],
        "fora": [3, 1, 5, 0],
    }
