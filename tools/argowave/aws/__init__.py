"""AWS, or an emulator of it: calls in, answers out. The only part that imports boto3.

```
environment variables, flags ─▶ Target ─▶ Aws.call(service, operation, …) ─▶ answer or AwsError
```
"""

from argowave.aws.calls import Aws
from argowave.aws.target import Key, Target, read_target

__all__ = ["Aws", "Key", "Target", "read_target"]
