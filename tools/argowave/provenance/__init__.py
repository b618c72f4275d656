"""Findings about what was rendered → the line that a person edits.

```
finding ─▶ trail (object, charts) ─▶ charts: change a value, see the field move ─▶ layers ─▶ origin
                                  └▶ environments: the same with a key of an environment ─▶ origin
                                       └▶ nothing moves it: the template's line
```
"""
