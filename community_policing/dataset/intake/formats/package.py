"""Data package descriptor: what datapackage.json says of the dataset and of its files."""

import json
from pathlib import PurePosixPath
from typing import Any

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.dataset.datapackage import licence
from community_policing.dataset.intake.recipe.headers.header_match import same
from community_policing.dataset.intake.recipe.sheet_tables import by_name
from community_policing.dataset.intake.refusal import Refusal

SAID = ("as_of", "opens_on", "title", "name", "description", "licence", "synthetic", "basis")


def key_of(text: str) -> str:
    """What a dataset says of itself under that key; "" where it is none of ours."""
    return next((key for key in (*SAID, "license") if same(key, text)), "").replace("license", "licence")


def described(content: bytes, folder: PurePosixPath) -> tuple[dict[str, Any], dict[str, str]]:
    """What datapackage.json says, and path -> table."""
    try:
        package = json.loads(content.decode("utf-8-sig"))
        if not isinstance(package, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError) as error:
        problem = t("datapackage.json is not valid JSON. Correct it, or export it again.")
        raise Refusal("package_value", problem) from error
    description = {key: package[key] for key in SAID if package.get(key) not in (None, "")}
    if terms := licence(package):
        description["licence"] = terms
    tables: dict[str, str] = {}
    resources = package.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        name, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        path = path[0] if isinstance(path, list) and len(path) == 1 else path
        if isinstance(name, str) and isinstance(path, str):
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path:
                problem = t("datapackage.json names “{path}”, which is not inside the folder.", path=printable(path))
                raise Refusal("unsafe_path", problem)
            tables[str(folder / path)] = by_name(name) or name
    return description, tables
