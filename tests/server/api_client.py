"""The API in this process, tokens for each role, and a client that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from community_policing.dataset.releases import open_releases
from community_policing.protect import api_tokens
from community_policing.protect.policy import Reader, Role, User
from community_policing.server.api import api
from tests.conftest import run
from tests.hostile import ANALYST, RESTRICTED

USERS: Mapping[str, User] = {**RESTRICTED, "analyst": ANALYST, "chief": User("a chief", Role.CHIEF)}
HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"


def given(user: User, days: int = 30) -> tuple[str, str]:
    """A new token for that reader, and its id."""
    reader = Reader(role=user.role, governorates=user.governorates, grants=user.grants)
    text, token = api_tokens.create(open_releases().tokens, user.account, reader, days, "a test")
    return text, token.id


@dataclass
class Client:
    """Asks the API's own routes, or another app around them, from an address."""

    app: ASGIApp
    address: str = ELSEWHERE

    @classmethod
    def new(cls, **options: Any) -> "Client":
        """Of routes that nobody has asked before."""
        return cls(Starlette(routes=api.routes()), **options)

    def get(self, path: str, token: str = "", method: str = "GET", **said: str) -> httpx.Response:
        """The answer to one request below /api/v1, with that token and those headers ("_" for "-")."""
        headers = {name.replace("_", "-"): value for name, value in said.items()}
        if token:
            headers["authorization"] = f"Bearer {token}"
        whole = path if path.startswith("/") else f"/api/v1/{path}"

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, whole, headers=headers)

        answer: httpx.Response = run(asked())
        return answer

    def records(self, path: str, token: str = "") -> list[dict[str, Any]]:
        """The records of an answer, which must be one."""
        answer = self.get(path, token)
        assert answer.status_code == 200, answer.text
        records: list[dict[str, Any]] = answer.json()["records"]
        return records
