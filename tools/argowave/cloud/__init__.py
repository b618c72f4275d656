"""What managed resources mean in AWS, and what ARNs and queue URLs mean in the tree.

```
arn, queue_url ─▶ mentions (in any text) ─▶ Place ─┐
group ─▶ managed (name, region, config) ─┐         ├▶ clouds: which managed resource is it
                        accounts ────────┴▶ Made ──┘
```
"""

from argowave.cloud.arn import Arn, parse_arn
from argowave.cloud.clouds import Clouds, Meaning, clouds_of
from argowave.cloud.group import Group, parse_group
from argowave.cloud.made import Made
from argowave.cloud.managed import config_key, is_managed, parameters, region_of
from argowave.cloud.mentions import Mention, mentions, place_of_arn, place_of_url
from argowave.cloud.place import Place
from argowave.cloud.queue_url import QueueUrl, parse_queue_url

__all__ = [
    "Arn",
    "Clouds",
    "Group",
    "Made",
    "Meaning",
    "Mention",
    "Place",
    "QueueUrl",
    "clouds_of",
    "config_key",
    "is_managed",
    "mentions",
    "parameters",
    "parse_arn",
    "parse_group",
    "parse_queue_url",
    "place_of_arn",
    "place_of_url",
    "region_of",
]
