"""Map layers of fora and works: GeoPackage, GeoJSON and KML, in WGS 84.

A point is the row's own where the reader sees rows, and the governorate's fixed point where not; rows without a place on record
are in no layer.  geopandas is imported at a click: it takes a second or more.
"""

from collections.abc import Mapping
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from community_policing.core.districts import district_name
from community_policing.core.geography import attribution, governorate_name
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.export.handed_on.activities import Line, grant_names, lines, of_grants
from community_policing.export.handed_on.five_w import known, remark
from community_policing.measure.programme import Programme, has_value

TABLES = ("fora", "infrastructure")
_KEYS = {"fora": "forum_id", "infrastructure": "item_id"}
_DATES = {
    ("fora", "planned"): ("planned_for", ""), ("fora", ""): ("established_on", ""), ("infrastructure", ""): ("agreed_on", "due_on"),
    ("infrastructure", "done"): ("agreed_on", "completed_on"),
}  # fmt: skip
_DONE = ("completed", "handed_over", "done")
_GDAL = Lock()  # its options are of the whole process


def geopackage(programme: Programme) -> bytes:
    """A layer of fora and one of works."""
    return _written(programme, "GPKG", "layers.gpkg", apart=True)


def geojson(programme: Programme) -> bytes:
    """Fora and works in one collection; `table` tells them apart."""
    return _written(programme, "GeoJSON", "layers.geojson", apart=False)


def kml(programme: Programme) -> bytes:
    """Fora and works as placemarks with all that is known of them."""
    return _written(programme, "LIBKML", "layers.kml", apart=False)


def features(programme: Programme) -> list[dict[str, Any]]:
    """What each feature says, with `latitude` and `longitude`; columns are named as in the schema."""
    donors = grant_names(programme, "donor")
    return [
        _feature(line, programme, donors)
        for line in lines(programme)
        if line["table"] in TABLES and has_value(line["latitude"])
    ]


def _feature(line: Line, programme: Programme, donors: Mapping[str, str]) -> dict[str, Any]:
    table, state = line["table"], line["state"]
    first, last = _DATES.get((table, "done" if state in _DONE else state)) or _DATES[table, ""]
    dates = {first: known(line["starts"], line["starts_precision"]), last: known(line["ends"], line["ends_precision"])}
    place, district = line["governorate"], line["district"]
    return {
        "table": table, _KEYS[table]: line["id"], "name": printable(line["name"], 300),
        "kind": line["kind"] if table == "infrastructure" else None, "status": state, "governorate": place,
        "governorate_name": governorate_name(place) if place else None, "district": district,
        "district_name": district_name(district) if district else None, "place": line["place"],
        "established_by": line["by"], **{name: day and str(day) for name, day in dates.items() if name},
        "phase_id": line["phase_id"], "grants": line["grants"], "funded_by": of_grants(line["grants"], donors),
        "quantity": None if line["quantity"] is None else int(line["quantity"]), "rows": int(line["count"]),
        "precision": t("as recorded") if line["recorded"] else t("governorate"), "record": line["record"],
        "source": line["source"], "as_of": programme.as_of.isoformat(), "release": programme.dataset.release,
        "remarks": " ".join(filter(None, (remark(line, programme), attribution()))),
        "latitude": float(line["latitude"]), "longitude": float(line["longitude"]),
    }  # fmt: skip


def _written(programme: Programme, driver: str, name: str, apart: bool) -> bytes:
    import pyogrio

    made = features(programme)
    parts = (
        {table: [each for each in made if each["table"] == table] for table in TABLES} if apart else {"places": made}
    )
    day = f"{programme.dataset.as_of.isoformat()}T00:00:00.000Z"  # the same request gives the same bytes
    with _GDAL, TemporaryDirectory(prefix="cpf-layers-") as folder:
        file = f"{folder}/{name}"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": day})
        try:
            for place, (layer, rows) in enumerate(parts.items()):
                pyogrio.write_dataframe(_frame(rows), file, layer=layer, driver=driver, append=bool(place))
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        with open(file, "rb") as written:  # noqa: PTH123
            return written.read()


def _frame(rows: list[dict[str, Any]]) -> Any:
    """The features as geopandas has them: without columns that none of them fills."""
    import geopandas
    import pandas as pd

    frame = pd.DataFrame(rows, columns=None if rows else ["table", "name", "latitude", "longitude"])
    points = geopandas.points_from_xy(frame.pop("longitude"), frame.pop("latitude"), crs=4326)
    return geopandas.GeoDataFrame(frame.dropna(axis=1, how="all") if rows else frame, geometry=points, crs=4326)
