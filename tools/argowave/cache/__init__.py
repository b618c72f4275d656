"""What a lint found, kept until something that it looked at changes.

```
walk (a folder's files and their stat) ─▶ snapshot (→ SHA-256, read only where the stat is new)
identity (this argowave, its libraries, the options)        ─┐
snapshot                                                    ─┴▶ key ─▶ entries ─▶ outcome
```

A kept outcome is taken only for the very bytes, options and program that gave it. Where that
cannot be told, such as behind a link that leaves the repository, nothing is kept.
"""
