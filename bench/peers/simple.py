"""A simple page in Dash, as its own documentation begins: a title, a choice and a chart, with every default.

`gunicorn bench.peers.simple:server`"""

from typing import Any

from dash import Dash, Input, Output, dcc, html

from community_policing.core.geography import governorate_name, governorates
from community_policing.core.paths import DATA
from community_policing.measure.compute import measure
from community_policing.ui.shell import session

whole = session.recorded(DATA / "demonstration")
app = Dash(__name__)
server = app.server
names = {pcode: governorate_name(pcode) for pcode in governorates()}
options = [{"value": pcode, "label": name} for pcode, name in names.items()]
app.layout = html.Div(
    [html.H1(id="answer"), dcc.Dropdown(options, [], id="governorate", multi=True), dcc.Graph(id="bars")]
)


@app.callback(Output("bars", "figure"), Input("governorate", "value"))
def show(chosen: list[str]) -> dict[str, Any]:
    """Fora established by governorate."""
    parts = measure("fora_established", whole, "governorate").parts
    counts = {names[pcode]: parts[pcode].low if pcode in parts else 0 for pcode in chosen or names}
    return {"data": [{"type": "bar", "x": list(counts), "y": list(counts.values())}]}
