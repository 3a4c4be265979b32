"""Map layers (GeoJSON, KML, GeoPackage, zipped shapefile) -> sheets: attributes, and each point as latitude and longitude."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.file_type import damaged
from community_policing.dataset.intake.formats.sheet_cells import check_size, text_of
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.refusal import Refusal

_KML = {"Name": "name", "Description": "description"}  # what GDAL calls the two elements that every placemark has
# Fields that GDAL makes of every KML placemark, whether it has them or not.
_KML_OWN = ("altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon")


def sheets(path: Path, name: str, limits: Limits) -> Iterator[RawSheet]:
    """The layers that hold features.  Points are read in WGS 84; of lines and areas a point inside, with a remark."""
    import geopandas
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        source = path.read_bytes()
        layers = [layer for layer, _ in pyogrio.list_layers(source)]
        if len(layers) > limits.sheets:
            problem = t("the file has more than {limit} layers (CPF_LIMIT_SHEETS).", limit=limits.sheets)
            raise Refusal("too_many_files", problem)
        for place, layer in enumerate(layers):
            count = pyogrio.read_info(source, layer=place, force_feature_count=True)["features"]
            check_size(layer, count, 1, limits)
            frame = geopandas.read_file(BytesIO(source), layer=place, engine="pyogrio")
            if len(frame):
                yield _sheet(layer if len(layers) > 1 else name, frame)
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        raise damaged(error) from error


def _sheet(name: str, frame: Any) -> RawSheet:
    attributes = [column for column in frame.columns if column not in (frame.geometry.name, *_KML_OWN)]
    header = [_KML.get(column, column) for column in attributes]
    columns = [
        [text_of(value) for value in frame[column].astype(object).where(frame[column].notna(), None)]
        for column in attributes
    ]
    remarks: list[Remark] = []
    points = frame.geometry if frame.crs is None else frame.geometry.to_crs(4326)
    if not points.geom_type.eq("Point").all():
        problem = t(
            "the layer “{layer}” holds lines or areas: of each a point inside was taken.", layer=printable(name)
        )
        remarks.append(("not_a_point", None, None, problem, ""))
        points = points.representative_point()
    names = {heading.casefold() for heading in header}
    for heading, values in (("latitude", points.y), ("longitude", points.x)):
        if heading not in names:
            header.append(heading)
            columns.append([text_of(round(value, 6)) for value in values.tolist()])
    kept = [place for place, column in enumerate(columns) if any(text.strip() for text in column)]
    body = [list(row) for row in zip(*(columns[place] for place in kept), strict=True)]
    return RawSheet(
        name, [[header[place] for place in kept], *body], range(1, len(body) + 2), worksheet=False, remarks=remarks
    )
