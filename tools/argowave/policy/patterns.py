"""Values with `*` and `?`, as IAM matches them."""

from __future__ import annotations

import re
from functools import lru_cache

PARTS = 6  # of an ARN: arn, partition, service, region, account, resource


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern matches a text: `*` is any characters, `?` is one; case counts."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    return _compiled(pattern).fullmatch(text) is not None


def arn_matches(pattern: str, arn: str) -> bool:
    """Tell whether a pattern matches an ARN part by part, as ArnLike and ArnEquals do.

    A `*` does not reach over a colon of the first five parts. Either text that is no ARN matches
    nothing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    """
    wanted, given = pattern.split(":", PARTS - 1), arn.split(":", PARTS - 1)
    if len(wanted) != PARTS or len(given) != PARTS:
        return False
    return all(matches(one, other) for one, other in zip(wanted, given, strict=True))


def has_variable(pattern: str) -> bool:
    """Tell whether a value has a policy variable, such as ${aws:PrincipalAccount}."""
    return "${" in pattern


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    collapsed = re.sub(r"\*+", "*", pattern)
    return re.compile("".join(pieces.get(each, re.escape(each)) for each in collapsed), re.DOTALL)
