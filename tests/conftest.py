from __future__ import annotations

import os

# what a test sees is found by that test; tests/cache says otherwise
os.environ["ARGOWAVE_NO_CACHE"] = "1"
