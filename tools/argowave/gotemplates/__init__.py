"""A chart's templates → which values they read, without rendering them.

```
text ─▶ tokens ─▶ parsing (statements) ─▶ reader, calls (what each expression stands for) ─▶ reads
chart: its files, and those of its subcharts, each with its place in the values
```
"""

from argowave.gotemplates.chart import read_chart
from argowave.gotemplates.reads import Reads

__all__ = ["Reads", "read_chart"]
