"""Documents → results: each manifest against the schema of its kind, in kubeconform's words.

```
documents ─▶ lists ─▶ validator (selection, compiled) ─▶ Result ─▶ findings
                                  └▶ messages (words, alternatives, pointer)
files ─▶ spread over workers ─▶ checked rows, for a whole folder
```
"""

from __future__ import annotations

from argowave.validate.findings import findings_of
from argowave.validate.lists import expand_list
from argowave.validate.result import Result, Status, Violation
from argowave.validate.validator import Validator

__all__ = ["Result", "Status", "Validator", "Violation", "expand_list", "findings_of"]
