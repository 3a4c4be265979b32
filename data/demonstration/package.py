"""The description that goes with the demonstration's tables: a Frictionless Tabular Data Package."""

import json
from collections.abc import Iterable, Mapping

from community_policing.core.schema import Table
from community_policing.dataset.package_description import resource


def describe(properties: Mapping[str, object], tables: Iterable[Table]) -> str:
    """The text of datapackage.json: the given properties, then one resource a table."""
    resources = [resource(table, f"{table.name}.csv") for table in tables]
    package = {"profile": "tabular-data-package", **properties, "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
