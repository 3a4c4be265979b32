"""The Overview in Dash: `gunicorn bench.peers.overview:server`.

Dash's own good practice: one callback for what one choice changes, so that a click is one request; its content kept for each
choice; figures as plain dictionaries, which Dash writes with orjson; polygons by address, not in the answer; what needs no
server in the browser (clientside); scripts compressed, answers not, since that would be paid at every click."""

from datetime import date
from typing import Any, cast

from dash import Dash, Input, Output, dcc, html
from flask import Flask, Response, send_from_directory

from bench.peers.content import HEIGHT, content, scope_of
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.paths import DATA, GEO
from community_policing.ui.shell import filters, session

STYLE = """body{font-family:sans-serif;margin:1rem}.cards,.filters,.first{display:flex;gap:1rem}.card{border:1px solid #dad7d0;
padding:.75rem;flex:1}.filters>*{flex:1}.first>*{flex:1}.figure{font-size:2rem;font-weight:600}.spark i{display:block;height:40px;
opacity:.4}#legend i{display:inline-block;width:1em;height:1em;margin-right:.4em}"""
CONFIG: dict[str, Any] = {"topojsonURL": "/layers/", "displayModeBar": False}
OUTPUTS = (
    ("answer", "children"), ("attention", "children"), ("since", "children"), ("where", "children"), ("map", "figure"),
    ("legend", "children"), ("cards", "children"), ("trend", "figure"),
)  # fmt: skip

whole = session.recorded(DATA / "demonstration")
server = Flask(__name__)
server.config["COMPRESS_MIMETYPES"] = ["application/javascript", "text/javascript", "text/css", "text/html"]
app = Dash(__name__, server=cast(Any, server), title="Community Policing · Dash", compress=True, update_title="")
app.index_string = app.index_string.replace("{%css%}", f"{{%css%}}<style>{STYLE}</style>")


def _filter(name: str, words: dict[str, str], everything: str) -> dcc.Dropdown:
    options = [{"value": key, "label": label} for key, label in words.items()]
    return dcc.Dropdown(options, [], id=name, multi=True, placeholder=everything)


def _graph(name: str) -> dcc.Graph:
    return dcc.Graph(id=name, config=CONFIG, style={"height": HEIGHT})  # type: ignore[arg-type]  # what its TypedDict leaves out is passed on, too


def _layout() -> html.Div:
    places = {pcode: governorate_name(pcode) for pcode in governorates()}
    opens = whole.dataset.opens_on.isoformat()
    bar = [
        dcc.DatePickerSingle(id="as_of", date=opens, max_date_allowed=whole.dataset.as_of.isoformat()),
        _filter("governorate", places, "All governorates"),
        _filter("phase", whole.names("phases", "name"), "All phases"),
        _filter("donor", filters.own_donors(whole), "All donors"),
        html.Button("Clear filters", id="clear"),
    ]
    told = [html.H2("What needs attention"), html.Ul(id="attention"), html.P(id="since")]
    where = [html.H2(id="where"), _graph("map"), html.Div(id="legend")]
    return html.Div([
        html.Div(bar, className="filters"), html.H1(id="answer"),
        html.Div([html.Div(told), html.Div(where)], className="first"), html.Div(id="cards", className="cards"),
        html.H2("Fora over time against plan"), _graph("trend"),
    ])  # fmt: skip


app.layout = _layout()


@app.callback(
    [Output(*each) for each in OUTPUTS],
    [Input("governorate", "value"), Input("phase", "value"), Input("donor", "value"), Input("as_of", "date")],
)
def show(places: list[str], phases: list[str], donors: list[str], day: str) -> tuple[Any, ...]:
    """What the page says of a choice."""
    scope = scope_of(places, phases, donors, date.fromisoformat(day))
    return content(session.scoped(whole, scope))


app.clientside_callback(  # type: ignore[no-untyped-call]
    "clicked => clicked ? [[], [], []] : Array(3).fill(window.dash_clientside.no_update)",
    [Output("governorate", "value"), Output("phase", "value"), Output("donor", "value")],
    Input("clear", "n_clicks"),
)


@server.route("/layers/<name>")
def layers(name: str) -> Response:
    """Polygons, by address as ours are."""
    return send_from_directory(GEO, name, max_age=86_400)
