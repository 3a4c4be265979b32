"""What a grid draws of texts that are read from the right."""

import pandas as pd

from community_policing.core.bidi import ALM, LRM, RLM
from community_policing.ui.components.arrow_cache import arrow, marked_for_cells


def test_a_cell_of_a_grid() -> None:
    """A grid goes by a cell's first letter: what has Arabic letters is read from the right, be a Latin name or a figure the first
    of it, and so is a figure alone; a Latin name alone, an empty cell and a number are not."""
    texts = [
        f"{RLM}{LRM}Zubair{LRM}{RLM}، البصرة", f"{LRM}6–7{LRM} كانون الأول 2016", "البصرة",
        f"{RLM}{LRM}Zubair{LRM}{RLM}", f"{LRM}≥ 5{LRM}", None,
    ]  # fmt: skip
    drawn = marked_for_cells(arrow(pd.DataFrame({"what": texts, "fora": [3, 1, 5, 0, 2, 4]})))
    assert drawn.to_pydict() == {
        "what": [
            f"{ALM}{RLM}{LRM}Zubair{LRM}{RLM}، البصرة", f"{ALM}{LRM}6–7{LRM} كانون الأول 2016", "البصرة",
            f"{LRM}Zubair{LRM}", f"{ALM}{LRM}≥ 5{LRM}", None,
        ],
        "fora": [3, 1, 5, 0, 2, 4],
    }  # fmt: skip
