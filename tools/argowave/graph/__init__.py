"""A scene → a picture of it → Mermaid, Graphviz or SVG.

```
scene ─┬▶ applications (the tree, wave by wave) ─┐              ┌▶ mermaid
       └▶ pipeline (what a message goes through) ┴▶ Picture ────┼▶ dot
                                       findings hang on it      └▶ layout ─▶ svg
```
"""

from argowave.graph.applications import draw_applications
from argowave.graph.dot import write_dot
from argowave.graph.findings import findings_on
from argowave.graph.mermaid import write_mermaid
from argowave.graph.model import Link, Node, Origin, Picture, Role
from argowave.graph.pipeline import draw_pipeline
from argowave.graph.svg import STYLE, write_svg

__all__ = [
    "STYLE",
    "Link",
    "Node",
    "Origin",
    "Picture",
    "Role",
    "draw_applications",
    "draw_pipeline",
    "findings_on",
    "write_dot",
    "write_mermaid",
    "write_svg",
]
