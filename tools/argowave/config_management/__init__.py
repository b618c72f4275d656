"""Config management plugins: which ones a repository declares, and what folders they take.

```
files, ConfigMaps, values of the argo-cd chart ─▶ declared plugins
a plugin's `discover` and a source's folder    ─▶ whether the plugin takes it
```
"""

from argowave.config_management.declared import (
    Declarations,
    Plugin,
    applied_plugins,
    find_plugins,
)
from argowave.config_management.discovery import discovery_of, takes

__all__ = ["Declarations", "Plugin", "applied_plugins", "discovery_of", "find_plugins", "takes"]
