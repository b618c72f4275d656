"""A resource → what it makes at run time, or may make.

```
operators (tables by name and field) ─┐
secrets, copies, hosts, canaries     ─┤
certificates                         ─┤
workloads (claims, commands) ─────────┤
programs (image, environment) ────────┼▶ products
packages (Crossplane), deployers ─────┘
```
"""

from argowave.references.making.product import ANY, Product
from argowave.references.making.products import composites, products

__all__ = ["ANY", "Product", "composites", "products"]
