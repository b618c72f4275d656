"""A Jsonnet file of a directory source → its objects, by the code that Argo CD has.

```
options, variables ─▶ question ─▶ engine (in a bounded child) ─▶ JSON ─▶ documents, findings
                                     └▶ imports: what a program may import
```
"""
