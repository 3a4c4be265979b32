"""File signature: the type of an upload by its first bytes, before anything of it is stored."""

import re

HEAD = 8_192  # bytes that are looked at
_MARKUP = re.compile(rb"\s*(<|%PDF|\{\\rtf|%!PS)", re.IGNORECASE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ZIP, _UTF_8, _UTF_16 = b"PK\x03\x04", b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_DISPOSITION = re.compile(rb"content-disposition:[^\r\n]*;\s*filename\*?=", re.IGNORECASE)
_BOUNDARY = re.compile(r"multipart/form-data;.*?boundary=(?:\"([^\"]{1,70})\"|([^\s;]{1,70}))", re.IGNORECASE)


def is_table(head: bytes) -> bool:
    """Whether a file that begins so may hold tables: a zip or XLSX (both are zips), or text that is no markup.

    A damaged or hostile one of these kinds is the importer's to refuse; pictures, programs, PDF, HTML, old Excel and gzip
    are refused here."""
    if head.startswith(_ZIP):
        return True
    if head.startswith(_UTF_16):
        return b"\x00" in head[2:] and not head[2:].replace(b"\x00", b"").lstrip().startswith(b"<")
    text = head.removeprefix(_UTF_8)
    return bool(text) and not _MARKUP.match(text) and not _NO_TEXT.search(text)


def file_head(body: bytes, content_type: str) -> bytes | None:
    """Return the first bytes of the file in a form's body; None where its first part is no file, or not there yet."""
    match = _BOUNDARY.match(content_type)
    start = b"--" + (match[1] or match[2]).encode("latin-1") if match else b""
    heading, blank, content = body.partition(b"\r\n\r\n")
    if not match or not blank or not heading.startswith(start + b"\r\n") or not _DISPOSITION.search(heading):
        return None
    return content.partition(b"\r\n" + start)[0][:HEAD]
