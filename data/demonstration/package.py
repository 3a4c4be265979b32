"""The description that goes with the demonstration's tables: a Frictionless Tabular Data Package."""

import json
from collections.abc import Mapping

from community_policing.core.schema import TABLES
from community_policing.dataset.package_description import resource


def describe(properties: Mapping[str, object]) -> str:
    """The text of datapackage.json: the given properties, then one resource per table of the schema."""
    resources = [resource(table, f"{table.name}.csv") for table in TABLES.values()]
    package = {"profile": "tabular-data-package", **properties, "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
