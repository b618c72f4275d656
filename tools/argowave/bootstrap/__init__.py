"""An environment → the kubectl commands that bring its cluster up, and whether they may run.

```
steps (environment → commands)
preconditions (repository, rendered files) ─┐
kubectl (context, server) ─▶ may run? ──────┴─▶ run, stop at the first failure
```
"""
