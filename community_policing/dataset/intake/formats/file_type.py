"""File type, told by content; a zip's directory is checked before anything in it is unpacked."""

import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from community_policing.core.i18n import N_, t
from community_policing.core.safe_text import printable
from community_policing.core.settings import MB, Limits
from community_policing.dataset.intake.refusal import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"BZh", N_("a bzip2 archive")),
    (b"\xfd7zXZ", N_("an xz archive")),
    (b"7z\xbc\xaf", N_("a 7-Zip archive")),
    (b"Rar!", N_("a RAR archive")),
)
_ARCHIVES = (*(sign for sign, _ in _PACKED), b"\x28\xb5\x2f\xfd", *_ZIPS)
_OTHERS = (
    *_PACKED,
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"SQLite format 3", N_("a database")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<script", b"<head", b"<body", b"<svg", b"<meta", b"<style")
_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature)"')
_INTERCHANGE = (  # formats of this field that hold no table of ours, by what stands in their first lines
    (b"<iati-activities", N_("an IATI file (XML)")),
    (b'"datavaluesets"', N_("an export of DHIS2 (JSON)")),
    (b'"datavalues"', N_("an export of DHIS2 (JSON)")),
)
_STRICT = b"http://purl.oclc.org/ooxml/"
_NOT_TABLES = ("__MACOSX", ".DS_Store", "Thumbs.db")


def kind_of(head: bytes, whole: bytes) -> str:
    """ "zip", "parquet", "spreadsheet" (XLS), "layer" (GeoJSON, KML, GeoPackage) or "text" by the first bytes.  Refusal, with
    what it is, for everything else; `whole` is as much of the file as is at hand."""
    if not whole.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal("empty_file", t("the file is empty. Export it again."))
    if head.startswith(_OLE):
        return _ole(whole)
    if head.startswith(_ZIPS):
        return "zip"
    if head.startswith(b"SQLite format 3") and b"gpkg_contents" in whole:
        return "layer"
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise _unknown(t(what))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<kml" in start or (start.startswith(b"{") and _GEOJSON.search(head)):
        return "layer"
    for sign, what in _INTERCHANGE:
        if sign in start:
            raise _unknown(t(what))
    if start.startswith(_MARKUP) or head.decode("utf-16", "ignore").lstrip("\ufeff \r\n\t").lower().startswith("<html"):
        raise _unknown(t("a web page or XML, whatever its name says"))
    if start.startswith((b"{", b"[")) and b":" in start[:200] and b'"' in start[:200]:
        raise _unknown(t("JSON"))
    return "text"


def _ole(whole: bytes) -> str:
    if _ENCRYPTED in whole:
        problem = t("the workbook is protected by a password. Remove it (File, Info, Protect Workbook) and save again.")
        raise Refusal("password_protected", problem)
    if any(name.encode("utf-16-le") in whole for name in ("Workbook", "Book")):
        if "_VBA_PROJECT".encode("utf-16-le") in whole:
            raise _macros()
        return "spreadsheet"
    raise _unknown(t("an old Office file (.doc, .ppt)"))


def _macros() -> Refusal:
    problem = t("the workbook holds macros. Save it as “Excel workbook (.xlsx)” without them and load that.")
    return Refusal("macros", problem)


def _unknown(what: str) -> Refusal:
    problem = t("the file is {what}. Save the tables as an Excel workbook (.xlsx) or as CSV and load that.", what=what)
    return Refusal("unknown_format", problem)


def directory(path: Path, limits: Limits) -> tuple[str, tuple[zipfile.ZipInfo, ...]]:
    """ "workbook" (XLSX), "spreadsheet" (XLSB, ODS, Strict XLSX), "layer" (KMZ, zipped shapefile) or "archive", and the
    entries of the zip, held to the limits by what its directory declares; nothing is unpacked.  Refusal where it is no
    sound zip of these kinds."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = tuple(archive.infolist())
            _sizes(entries, limits)
            strict = _STRICT in _head(archive, "xl/workbook.xml")
            spreadsheet = b"opendocument.spreadsheet" in _head(archive, "mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise damaged(error) from error
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        twice = next(name for name in names if [n.casefold() for n in names].count(name.casefold()) > 1)
        raise Refusal(
            "duplicate_entry",
            t("the file holds “{name}” twice. Make it again with one of each.", name=printable(twice)),
        )
    for entry in entries:
        _sound(entry)
    if "[Content_Types].xml" in names or any(name.startswith("xl/") for name in names):
        _workbook(names)
        return ("spreadsheet" if strict or "xl/workbook.bin" in names else "workbook"), entries
    if "mimetype" in names:
        if "content.xml" in names and spreadsheet:
            return "spreadsheet", entries
        raise _unknown(t("an OpenDocument file that is no spreadsheet"))
    if any(name.lower().endswith((".shp", ".kml")) for name in names):
        return "layer", entries
    return "archive", tuple(e for e in entries if not e.is_dir() and not any(n in e.filename for n in _NOT_TABLES))


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of an entry; none where it is not there, or cannot be read, which is told when it is needed."""
    try:
        with archive.open(name) as stream:
            return stream.read(4096)
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError):
        return b""


def damaged(error: Exception) -> Refusal:
    """The refusal of a file that a reader gave up on."""
    problem = t("the file is damaged ({error}). Open it, save it again, and load that.",
                error=type(error.__cause__ or error).__name__)  # fmt: skip
    return Refusal("damaged", problem)


def _sizes(entries: tuple[zipfile.ZipInfo, ...], limits: Limits) -> None:
    if len(entries) > limits.entries:
        problem = t("the file holds {count} files, more than the limit of {limit} (CPF_LIMIT_ENTRIES).",
                    count=f"{len(entries):,}", limit=f"{limits.entries:,}")  # fmt: skip
        raise Refusal("too_many_files", problem)
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_mb * MB:
        problem = t("the file unpacks to {size} MB, more than the limit of {limit} MB (CPF_LIMIT_UNPACKED_MB). Split it.",
                    size=f"{total // MB:,}", limit=f"{limits.unpacked_mb:,}")  # fmt: skip
        raise Refusal("unpacks_too_large", problem)
    for entry in entries:
        if entry.file_size > MB and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            problem = t("“{name}” unpacks to more than {limit} times its size (CPF_LIMIT_RATIO): it is not a table.",
                        name=printable(entry.filename), limit=limits.ratio)  # fmt: skip
            raise Refusal("unpacks_too_large", problem)


def _sound(entry: zipfile.ZipInfo) -> None:
    name, path = entry.filename, PurePosixPath(entry.filename)
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if linked or path.is_absolute() or ".." in path.parts or any(N_ in name for N_ in ("\\", ":", "\0")):
        problem = t("the file holds “{name}”, which would lie outside it. Make it again.", name=printable(name))
        raise Refusal("unsafe_path", problem)
    if entry.flag_bits & 1:
        problem = t("“{name}” is protected by a password. Remove it and save again.", name=printable(name))
        raise Refusal("password_protected", problem)


def _workbook(names: list[str]) -> None:
    if any("vbaproject" in name.casefold() or "macrosheets" in name.casefold() for name in names):
        raise _macros()
    if not {"xl/workbook.bin", "xl/workbook.xml"} & set(names):
        raise _unknown(t("an Office file, but no workbook, or one without its list of sheets"))


def member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry, never more than its directory declared.  Refusal where it is damaged or itself a zip."""
    try:
        data = archive.read(entry)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(error) from error
    except Exception as error:  # zlib.error and lzma.LZMAError have no family of their own
        raise damaged(error) from error
    if data.startswith(_ARCHIVES):
        problem = t("“{name}” is itself an archive or a workbook. Load it by itself.", name=printable(entry.filename))
        raise Refusal("nested_archive", problem)
    return data
