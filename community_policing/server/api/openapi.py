"""OpenAPI 3.1 description of the API, made from its endpoints."""

from collections.abc import Sequence
from typing import Any

from community_policing.core.i18n import N_, t
from community_policing.server.api.model import PREFIX, Column, Endpoint, Json, Parameter

_REFUSALS = {
    "400": N_("A parameter or a value that is not known; the answer says which, and what there is."),
    "401": N_("No valid token."),
    "403": N_("The role of the token does not include this."),
    "404": N_("There is no such table or release."),
    "429": N_("Too many calls: Retry-After says in how many seconds to ask again."),
    "503": N_("The data cannot be read just now."),
}
_ERROR = {
    "error": Column(N_("What happened.")), "where": Column(N_("The address that was asked.")),
    "remedy": Column(N_("What to do.")),
}  # fmt: skip


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The description of these endpoints."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": t("Community Policing Programme, IOM Iraq: figures and tables"), "version": "1",
            "description": t("Read-only. Numbers, bounds and protection are those of the pages that the token's role sees."),
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": {each.path: {"get": _operation(each)} for each in endpoints},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"error": _object(_ERROR), **{each.name: _object(each.columns) for each in endpoints if each.columns}},
            "responses": {status: _response(t(words), _of("error")) for status, words in _REFUSALS.items()},
        },
    }  # fmt: skip


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    refusals = {status: {"$ref": f"#/components/responses/{status}"} for status in _REFUSALS}
    return {
        "operationId": endpoint.name,
        "summary": t(endpoint.summary),
        "parameters": [_parameter(each) for each in endpoint.parameters],
        "responses": {
            "200": _answer(endpoint),
            "304": {"description": t("Nothing changed since that ETag.")},
            **refusals,
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": dict(parameter.schema)} if parameter.many else dict(parameter.schema)
    said = {"style": "form", "explode": True} if parameter.many else {}
    return {
        "name": parameter.name, "in": "path" if parameter.in_path else "query", "required": parameter.required,
        "description": t(parameter.description), "schema": schema, **said,
    }  # fmt: skip


def _answer(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.answer is None:
        return _response(t(endpoint.summary), {"type": "object"})
    records = _of(endpoint.name) if endpoint.columns else {"type": "object"}
    words = {"illustrative", "protected"}
    about = {"type": "object", "properties": {word: {"type": "string"} for word in sorted(words)}}
    held = {"about": about, "records": {"type": "array", "items": records}}
    response = _response(t(endpoint.summary), {"type": "object", "properties": held, "required": list(held)})
    response["content"]["text/csv"] = {"schema": {"type": "string"}}
    return response


def _response(words: str, schema: Json) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _object(columns: "dict[str, Column] | Any") -> dict[str, Any]:
    properties = {name: {**each.schema, "description": t(each.description)} for name, each in columns.items()}
    return {"type": "object", "properties": properties, "required": list(columns)}


def _of(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
