"""Small files of every format that is read, each with the same two fora in it."""

import io
import json
import struct
import zipfile
from datetime import date
from itertools import starmap
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
from shapely import Point

HEADER = ("forum_id", "name", "opened", "women", "latitude", "longitude")
ROWS = (
    ("CPF-91", "منتدى تلكيف", "2016-10-11", "4", "36.49", "43.12"),
    ("CPF-92", "منتدى الحمدانية", "2016-10-12", "0", "36.27", "43.37"),
)
_TYPED = [
    (code, name, date.fromisoformat(day), int(women), float(lat), float(lon))
    for code, name, day, women, lat, lon in ROWS
]
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def delimited(mark: str = ",", encoding: str = "utf-8") -> bytes:
    """A text whose cells that mark parts."""
    return "".join(mark.join(row) + "\r\n" for row in (HEADER, *ROWS)).encode(encoding)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of those files, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def xlsx() -> bytes:
    """A workbook of Excel: days and numbers as such."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "fora"
    for row in (HEADER, *_TYPED):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def strict_xlsx() -> bytes:
    """The same, saved as “Strict Open XML Spreadsheet”: other names for its parts, nothing else."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for old, new in _STRICT:
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return zipped(parts)


def ods() -> bytes:
    """A sheet of LibreOffice."""
    kinds = ("string", "string", "date", "float", "float", "float")

    def cell(text: str, kind: str) -> str:
        value = {"date": f'office:date-value="{text}"', "float": f'office:value="{text}"'}.get(kind, "")
        return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'

    rows = [[cell(text, "string") for text in HEADER], *(list(map(cell, row, kinds)) for row in ROWS)]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="fora">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def _biff8(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls() -> bytes:
    """A workbook of Excel 97: records of BIFF8 in a compound file with one stream."""

    def cell(row: int, column: int, value: object) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, int | float):
            return _biff8(0x0203, place + struct.pack("<d", value))
        text = str(value)
        return _biff8(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))

    cells = [
        cell(row, column, value) for row, values in enumerate((HEADER, *_TYPED)) for column, value in enumerate(values)
    ]
    begin = [_biff8(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0)) for kind in (0x0005, 0x0010)]
    listed = struct.pack("<BB", 4, 0) + b"fora"
    end = _biff8(0x000A, b"")
    offset = len(begin[0]) + 4 + 6 + len(listed) + len(end)
    sheet = _biff8(0x0085, struct.pack("<IBB", offset, 0, 0) + listed)
    stream = (begin[0] + sheet + end + begin[1] + b"".join(cells) + end).ljust(4096, b"\0")
    return _compound("Workbook", stream)


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file (OLE2) of sectors of 512 bytes: the table of sectors, the directory, and the stream."""
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors = len(stream) // 512
    chain = [table, last, *range(3, 2 + sectors), last]
    header = struct.pack("<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
                         4096, last, 0, last, 0, 0)  # fmt: skip
    header = header[:76] + struct.pack("<109I", 0, *[free] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = title.encode("utf-16-le") + b"\0\0" if title else b""
        return struct.pack("<64sHBBIII16xI8x8xIII", text, len(text), kind, 1, free, free, child, 0, start, size, 0)

    directory = entry("Root Entry", 5, 1, last, 0) + entry(name, 2, free, 2, len(stream)) + 2 * entry("", 0, free, 0, 0)
    return header + struct.pack("<128I", *chain, *[free] * (128 - len(chain))) + directory + stream


def xlsb() -> bytes:
    """A binary workbook of Excel: records of BIFF12."""

    def record(kind: int, data: bytes = b"") -> bytes:
        low, high = kind & 0x7F, kind >> 7
        size = len(data)
        return (bytes([low | 0x80, high]) if high else bytes([low])) + bytes([size & 0x7F | 0x80, size >> 7]) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def cell(column: int, value: object) -> bytes:
        place = struct.pack("<II", column, 0)
        if isinstance(value, int | float):
            return record(5, place + struct.pack("<d", value))
        return record(6, place + text(str(value)))

    rows = b"".join(
        record(0, struct.pack("<II", row, 0) + bytes(9)) + b"".join(starmap(cell, enumerate(values)))
        for row, values in enumerate((HEADER, *_TYPED))
    )
    size = record(0x94, struct.pack("<IIII", 0, len(ROWS), 0, len(HEADER) - 1))
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    listed = record(0x9C, struct.pack("<II", 0, 1) + text("rId1") + text("fora"))
    return zipped({
        "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
        "xl/_rels/workbook.bin.rels": relations.encode(),
        "xl/workbook.bin": record(0x83) + record(0x8F) + listed + record(0x90) + record(0x84),
        "xl/worksheets/sheet1.bin": record(0x81) + size + record(0x91) + rows + record(0x92) + record(0x82),
    })  # fmt: skip


def parquet() -> bytes:
    """A file of columns."""
    content = io.BytesIO()
    pd.DataFrame(_TYPED, columns=list(HEADER)).to_parquet(content, index=False)
    return content.getvalue()


def _sites() -> geopandas.GeoDataFrame:
    points = [Point(float(longitude), float(latitude)) for *_, latitude, longitude in ROWS]
    return geopandas.GeoDataFrame([row[:4] for row in ROWS], columns=list(HEADER[:4]), geometry=points, crs="EPSG:4326")


def geojson() -> bytes:
    """A collection of points."""
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(HEADER[:4], row[:4], strict=True)),
            "geometry": {"type": "Point", "coordinates": [float(row[5]), float(row[4])]},
        }
        for row in ROWS
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def kml() -> bytes:
    """Placemarks of Google Earth, with their data in its extended part."""
    marks = [
        f"<Placemark><name>{name}</name><ExtendedData>"
        + "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in
                  (("forum_id", code), ("opened", day), ("women", women)))
        + f"</ExtendedData><Point><coordinates>{longitude},{latitude},0</coordinates></Point></Placemark>"
        for code, name, day, women, latitude, longitude in ROWS
    ]  # fmt: skip
    return f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'.encode()


def geopackage(folder: Path) -> bytes:
    """A GeoPackage with one layer."""
    _sites().to_file(folder / "sites.gpkg", driver="GPKG", engine="pyogrio")
    return (folder / "sites.gpkg").read_bytes()


def shapefile(folder: Path, crs: str = "EPSG:4326") -> bytes:
    """The files of a shapefile in a zip."""
    _sites().to_crs(crs).to_file(folder / "sites.shp", engine="pyogrio", encoding="UTF-8")
    return zipped({file.name: file.read_bytes() for file in sorted(folder.glob("sites.*")) if file.suffix != ".gpkg"})
