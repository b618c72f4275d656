"""bytes → documents exactly as Kubernetes reads them (sigs.k8s.io/yaml), and back.

```
documents ─▶ fast (yaml-rs, behind a guard) ─▶ or ─▶ exact (libyaml + scalars: the reference)
ambiguity: scalars that readers disagree about        write: values ─▶ text
```
"""

from argowave.yamlio.documents import Document, read_documents, read_mapping
from argowave.yamlio.encoding import as_utf8
from argowave.yamlio.faults import YamlFault
from argowave.yamlio.lfs import is_pointer
from argowave.yamlio.sharing import own_copy

__all__ = [
    "Document",
    "YamlFault",
    "as_utf8",
    "is_pointer",
    "own_copy",
    "read_documents",
    "read_mapping",
]
