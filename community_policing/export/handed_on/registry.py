"""FORMATS: what the programme is handed on as.  To add one: a function of a Programme that returns bytes, and a line here.

The Programme is already the reader's own: protected where their role is, and cut to what they chose.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from community_policing.core.i18n import N_
from community_policing.export.handed_on import five_w, layers, tables
from community_policing.measure.programme import Programme


@dataclass(frozen=True)
class Format:
    """One format: its name, ending and media type, what it holds in a sentence, and what writes it."""

    name: str
    extension: str
    media_type: str
    holds: str
    write: Callable[[Programme], bytes]


def _iati(programme: Programme) -> bytes:
    from community_policing.export.handed_on.iati import iati  # only where it is asked for: nobody else waits for lxml

    return iati(programme)


def _ics(programme: Programme) -> bytes:
    from community_policing.export.handed_on.calendar_file import ics  # likewise

    return ics(programme)


FORMATS: Mapping[str, Format] = MappingProxyType({
    "5w": Format(N_("OCHA 5W"), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                 N_("Who does what, where (with P-codes), when and for whom: a line for each activity."), five_w.five_w),
    "hxl": Format(N_("HXL"), "csv", "text/csv", N_("The same lines, with a row of HXL hashtags."), five_w.hxl),
    "iati": Format(N_("IATI 2.03"), "xml", "application/xml",
                   N_("An activity for each grant, with results, targets and places; money where it was published."), _iati),
    "geopackage": Format(N_("GeoPackage"), "gpkg", "application/geopackage+sqlite3",
                         N_("A map layer of fora and one of works."), layers.geopackage),
    "geojson": Format(N_("GeoJSON"), "geojson", "application/geo+json", N_("Fora and works as points."), layers.geojson),
    "kml": Format(N_("KML"), "kml", "application/vnd.google-earth.kml+xml", N_("Fora and works as placemarks."), layers.kml),
    "ics": Format(N_("Calendar (ICS)"), "ics", "text/calendar", N_("Events held and planned."), _ics),
    "parquet": Format(N_("Parquet"), "zip", "application/zip", N_("Each table as a Parquet file, in one zip."), tables.parquet),
    "csv": Format(N_("CSV"), "zip", "application/zip", N_("Each table as a CSV file, in one zip."), tables.csv),
})  # fmt: skip
