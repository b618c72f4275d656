"""Sources that are not in this repository → files on this machine, the same ones every time.

```
wanted ─▶ lock (what it resolved to) ─▶ store (by content) ─▶ whoever renders
   └─▶ with leave to use the network: index, registry or git ─▶ web ─▶ store, lock
```

Nothing here is asked during a lint unless `--fetch` is given.
"""
