"""What was found about every environment → one HTML file that needs nothing else.

```
scene, findings, changes ─▶ describe ─▶ Document ─▶ write (with files/: the page itself)
```

The document is data: the page shows every text of it as text. What is in `files/` is plain
JavaScript and CSS, written by hand, and put together when a report is written.
"""

from argowave.page.describe import About, Examined, describe
from argowave.page.model import Document
from argowave.page.write import html_of, write_page

__all__ = ["About", "Document", "Examined", "describe", "html_of", "write_page"]
