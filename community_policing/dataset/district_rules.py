"""Rules of districts: a district lies in the row's governorate, and the row's point, where borders tell, in the district."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from community_policing.core.districts import districts, lies_elsewhere
from community_policing.core.geography import governorates
from community_policing.core.i18n import t
from community_policing.core.schema import TABLES, Kind
from community_policing.dataset.issues import IssueLog


def check_districts(frames: Mapping[str, pd.DataFrame], _as_of: date, log: IssueLog) -> None:
    """Hold the typed rows (indexed by line) of every table with a district to these rules."""
    for name, table in TABLES.items():
        if any(column.kind is Kind.DISTRICT for column in table.columns):
            rows = frames[name][frames[name]["district"].notna()]
            astray = rows["governorate"].ne(rows["district"].str[:5])
            _governorates(name, rows[astray], log)
            if {"latitude", "longitude"} <= set(rows):
                _points(name, rows[~astray], log)


def _governorates(table: str, rows: pd.DataFrame, log: IssueLog) -> None:
    for row, code, pcode in zip(rows["row"], rows["district"], rows["governorate"], strict=True):
        if not log.blames(table, row, "governorate"):
            log.add("district_elsewhere", table, row, "district", _elsewhere(code, pcode))


def _elsewhere(code: str, pcode: object) -> str:
    district, there = districts()[code].name_en, governorates()[code[:5]].name_en
    if not isinstance(pcode, str):
        return t(
            "{district} is a district of {there}, but the row has no governorate. Fill it in.",
            district=district,
            there=there,
        )
    return t(
        "{district} is a district of {there}, not of {named}. Correct the district or the governorate.",
        district=district,
        there=there,
        named=governorates()[pcode].name_en,
    )


def _points(table: str, rows: pd.DataFrame, log: IssueLog) -> None:
    whole = rows.dropna(subset=["latitude", "longitude"])
    for row, code, lat, lon in zip(whole["row"], whole["district"], whole["latitude"], whole["longitude"], strict=True):
        if there := lies_elsewhere(float(lat), float(lon), code):
            problem = t(
                "the point lies in the district {there}, not in {named}. Correct the point or the district.",
                there=districts()[there].name_en,
                named=districts()[code].name_en,
            )
            log.add("other_district", table, row, "district", problem)
