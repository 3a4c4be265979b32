"""All charts of Arabic and Sorani on one page of a browser, without a server: every text lies inside its chart."""

from collections.abc import Callable
from pathlib import Path

import plotly
import pytest

from community_policing.core.i18n import speaking
from community_policing.measure.programme import Programme
from community_policing.ui.charts import frame
from tests.browser.conftest import Visit
from tests.ui.test_mirror import CHARTS, MAP

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
DRAW = """([figure, config]) => {
  const place = document.body.appendChild(document.createElement('div'))
  const {data, layout} = JSON.parse(figure)
  return Plotly.newPlot(place, data, layout, config)
}"""
# The texts of the chart last drawn that stand beyond its edge by more than the side of a letter has air
BEYOND = """() => {
  const chart = [...document.querySelectorAll('.js-plotly-plot')].at(-1), edge = chart.getBoundingClientRect()
  const texts = [...chart.querySelectorAll('text')].filter(text => text.textContent.trim() && text.getBoundingClientRect().width)
  return [texts.length, texts.filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < edge.left - 3 || box.right > edge.right + 3 || box.top < edge.top - 4 || box.bottom > edge.bottom + 4
  }).map(text => text.textContent)]
}"""


@pytest.mark.parametrize("code", ["ar", "ckb"])
def test_texts_lie_inside_their_chart(code: str, visiting: Callable[..., Visit], programme: Programme) -> None:
    """On a laptop's half page: names, figures, months and what stands at the ends of lines."""
    page = visiting(width=700).page
    page.set_content("<body style='margin:0'></body>")
    page.add_script_tag(path=PLOTLY)
    for name, chart in CHARTS.items():
        if chart.along == MAP:  # their shapes come by address
            continue
        with speaking(code):
            page.evaluate(DRAW, [chart.make(programme).to_json(), frame.config()])
        drawn, beyond = page.evaluate(BEYOND)
        assert (name, beyond) == (name, [])
        assert drawn > 2, name
