"""Who asks, and whether a statement's Principal means them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.policy.match import YES, Match, any_of, no, opposite, unknown

if TYPE_CHECKING:
    from argowave.policy.document import Statement

_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_ROOT: Final = re.compile(r"arn:[a-z-]+:iam::([0-9]{12}):root")
_SESSION: Final = re.compile(r"(arn:[a-z-]+:)sts(::[0-9]{12}:)assumed-role/([^/]+)/.+")
_ROLE: Final = re.compile(r"(arn:[a-z-]+:)iam(::[0-9]{12}:)role/(?:.*/)?([^/]+)")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request."""

    kind: str  # as a policy writes it: Service, AWS, Federated
    value: str  # sns.amazonaws.com, an ARN, or an account's twelve digits

    @property
    def account(self) -> str:
        """The account of an AWS principal, "" for any other."""
        if self.kind != "AWS":
            return ""
        if _ACCOUNT.fullmatch(self.value):
            return self.value
        parts = self.value.split(":")
        return parts[4] if len(parts) > 5 and parts[0] == "arn" else ""  # noqa: PLR2004 (an ARN's)


def principal_matches(statement: Statement, principal: Principal) -> Match:
    """Tell whether a statement is about a principal."""
    shown = " or ".join(f"{kind} {value}" for kind, value in statement.principals)
    reason = f"it is about the principal {shown}"
    found = any_of(
        (_one(kind, value, principal, statement) for kind, value in statement.principals), reason
    )
    if not statement.not_principal:
        return found
    return opposite(found, f"its NotPrincipal leaves out {principal.value}")


def _one(kind: str, value: str, principal: Principal, statement: Statement) -> Match:
    if kind == "*" or (kind == "AWS" and value == "*"):
        return YES  # the two are one in a resource policy, services included
    if kind != principal.kind:
        return no("")
    if value == principal.value:
        return YES
    if kind == "Service":
        return _service(value, principal.value)
    if kind == "AWS":
        return _aws(value, principal, statement)
    return no("")


def _service(value: str, wanted: str) -> Match:
    if value == "*":
        return unknown("AWS does not document what the service principal * means")
    service, _, rest = wanted.partition(".")
    if value.startswith(f"{service}.") and value.endswith(f".{rest}"):
        return unknown(f"{value} is meant for some regions only")
    return no("")


def _aws(value: str, principal: Principal, statement: Statement) -> Match:
    account = _root_account(value)
    if account:
        return _account(account, principal, statement)
    session, role = _SESSION.fullmatch(principal.value), _ROLE.fullmatch(value)
    if session and role and session.groups() == role.groups():
        return YES
    return no("")


def _root_account(value: str) -> str:
    root = _ROOT.fullmatch(value)
    if root:
        return root.group(1)
    return value if _ACCOUNT.fullmatch(value) else ""


def _account(account: str, principal: Principal, statement: Statement) -> Match:
    if account != principal.account:
        return no("")
    is_root = _root_account(principal.value) == account
    if is_root or not statement.allows or statement.not_principal:
        return YES
    return unknown(f"account {account} decides by its own policies whom it lets do this")
