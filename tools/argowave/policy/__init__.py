"""An IAM resource policy and a request → allowed, denied, or undecided with the reason.

```
text ─▶ document (statements) ─┐
principals, patterns ──────────┼▶ evaluate ─▶ Decision
conditions (operators) ────────┘
```

The logic is that of AWS: an explicit deny goes before every allow, and without an allow everything
is denied. What the given context leaves open is undecided; it is never guessed.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from argowave.policy.document import Policy, PolicyFault, Statement, read_policy
from argowave.policy.evaluate import Answer, Decision, evaluate
from argowave.policy.principals import Principal

__all__ = [
    "Answer",
    "Decision",
    "Policy",
    "PolicyFault",
    "Principal",
    "Statement",
    "evaluate",
    "read_policy",
]
