"""Texts that open nothing: dummies, placeholders, and what tells who or where."""

from __future__ import annotations

import re
from typing import Final

# values that everybody knows: emulators take any key, and documents show these
_DUMMIES: Final = frozenset(
    (
        *("", "test", "dummy", "fake", "fakekey", "local", "localstack", "ministack", "none"),
        *("placeholder", "example", "mock", "n/a", "null", "true", "false", "secret", "changeme"),
        *("akiaiosfodnn7example", "wjalrxutnfemi/k7mdeng/bpxrficyexamplekey", "minioadmin"),
        "000000000000",
    )
)
# filled in by something that reads Git: argocd-vault-plugin, vals, sops, envsubst, Argo CD itself
PLACEHOLDER: Final = re.compile(
    r"<[^<>\n]+>\Z|ref\+[a-z0-9]+://|ENC\[|\$\{[^}]+\}\Z|\$\([^)]+\)\Z|\$[\w.:-]+\Z|\{\{.*\}\}\Z"
    r"|(?:vault|op|awssm|gcpsm):",
    re.DOTALL,
)
# what tells who or where, and opens nothing
HARMLESS: Final = re.compile(
    r"(?:.*[._-])?(?:user(?:_?name)?|login|host(?:_?name)?|port|region|output|zone|type|name"
    r"|names?pace|server|database|db_?name|scheme|engine|email|bucket|account(?:_?id)?|project"
    r"|ca\.crt|tls\.crt|.*\.pub|registry|url|endpoint|enable.*|insecure|github.?app.?id"
    r"|github.?app.?installation.?id|issuer|client_?id|tenant_?id|subscription_?id|role_?arn"
    r"|(?:.*[._-])?id|[a-z]+(?:name|url|host|rolearn)|(?:ca|cert)data)",
    re.IGNORECASE,
)
CREDENTIALS_IN_URL: Final = re.compile(r"\w+://[^/@\s:]*:([^/@\s]+)@")


def is_known(text: str) -> bool:
    """Tell whether a value is a dummy, or is filled in by something that reads Git."""
    return text.lower() in _DUMMIES or PLACEHOLDER.match(text) is not None
