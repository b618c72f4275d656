"""An inventory → every reference between two of its objects, as edges.

```
finders (one file for each kind of reference) ─▶ references ─▶ graph (edges, and what they lead to)
made, elsewhere: what nobody here applies and is there all the same
```
"""

from argowave.references.elsewhere import is_there_anyway
from argowave.references.graph import Edge, Graph, build_graph
from argowave.references.made import made_beside, makes_any
from argowave.references.reference import Need, Reference

__all__ = [
    "Edge",
    "Graph",
    "Need",
    "Reference",
    "build_graph",
    "is_there_anyway",
    "made_beside",
    "makes_any",
]
