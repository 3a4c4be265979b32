"""Datasets, the scoped programme and its results, each computed once and shared by all readers."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Mark
from community_policing.core.engine import LARGE
from community_policing.core.paths import DATA
from community_policing.core.settings import settings
from community_policing.dataset.load import load
from community_policing.dataset.releases import subject_note
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.measure.result import Result

OWN = subject_note.OWN
MANY, FEW = 256, 64  # choices in memory of one programme; of a large one


def datasets() -> Mapping[str, Path]:
    """Name -> folder of the datasets that can be opened; the reader's own (CPF_DATA) first where there is one."""
    shipped = {"demonstration": DATA / "demonstration", "public_record": DATA / "public_record"}
    own = settings().data
    return {OWN: own, **shipped} if own else shipped


def recorded(folder: Path) -> Programme:
    """The whole programme in that folder, as recorded; read again when one of its files has changed.  For readers, who may
    not all see that: view.access.dataset.

    Raises ProgrammeError where the folder cannot be read at all.
    """
    return _read(str(folder), stamp(folder))


def stamp(folder: Path) -> str:
    """What tells the files of a folder from the same ones changed."""
    if not folder.is_dir():
        return ""
    with os.scandir(folder) as files:  # asked at every click: less than half of what paths would take
        return "".join(sorted(f"{file.name}{file.stat().st_mtime_ns}" for file in files))


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(folder: str, stamp: str) -> Programme:  # noqa: ARG001  the stamp is part of the cache's key
    return Programme.of(load(Path(folder)))


def scoped(whole: Programme, scope: Scope) -> Programme:
    """The programme within a scope, made once for all readers who ask for it; its rows once for all dates.  Of a large
    programme fewer are kept: what is drawn of one takes megabytes."""
    return whole.last(FEW if whole.dataset.rows > LARGE else MANY, _scoped)(whole, scope)


def _scoped(whole: Programme, scope: Scope) -> Programme:
    choice = replace(scope, as_of=None)
    return whole.within(scope) if scope == choice else scoped(whole, choice).within(scope)


@cached_on_programme
def result(key: str, programme: Programme, by: str = "") -> Result:
    """The measured indicator, measured once for all readers who ask for it."""
    return measure(key, programme, by)


@cached_on_programme
def places(key: str, programme: Programme, pcodes: tuple[str, ...]) -> Mapping[str, Result]:
    """The figure of each governorate with its own target, measured once for all readers who ask for it."""
    return by_governorate(key, programme, pcodes)


@cached_on_programme
def marks(programme: Programme) -> tuple[Mark, ...]:
    """The fora on a map, made once for all readers who ask for it in a language."""
    return choropleth.marks(programme)


def warm_up() -> None:
    """Reads the shipped data before the first reader comes."""
    for folder in datasets().values():
        if folder.is_dir():
            recorded(folder)
