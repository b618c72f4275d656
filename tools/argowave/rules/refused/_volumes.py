"""What is wrong with a pod's volumes.

Source: ValidateVolumes in k8s.io/kubernetes/pkg/apis/core/validation. A volume without any source
is an emptyDir (SetDefaults_Volume in pkg/apis/core/v1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._containers import inside_fault
from argowave.rules.refused._part import one_of, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_SOURCES: Final = (
    *("emptyDir", "hostPath", "configMap", "secret", "persistentVolumeClaim", "projected"),
    *("downwardAPI", "csi", "ephemeral", "nfs", "image", "iscsi", "fc", "cephfs", "rbd"),
    *("awsElasticBlockStore", "gcePersistentDisk", "azureDisk", "azureFile", "cinder"),
    *("vsphereVolume", "glusterfs", "flexVolume", "flocker", "gitRepo", "quobyte"),
    *("photonPersistentDisk", "portworxVolume", "scaleIO", "storageos"),
)
_NAMES: Final = (("configMap", "name"), ("secret", "secretName"))
_MODES: Final = ("configMap", "secret", "projected", "downwardAPI")
_MODE: Final = 0o777
_PARTS: Final = ("configMap", "secret", "downwardAPI")


def of_volumes(pod: Part) -> Iterator[Finding]:
    """Give what is wrong with the volumes."""
    volumes = pod.parts("volumes")
    yield from repeated(volumes, lambda each: each.text("name"), "name", "the second volume {}")
    for volume in pod.parts("volumes"):
        name = volume.text("name")
        yield from one_of(volume, f"the volume {name}", _SOURCES, missing=False)
        for field, key in _NAMES:
            if volume.has(field) and not volume.part(field).body.get(key) and volume.is_whole:
                yield volume.refused(f"the volume {name}: its {field} has no {key}", field)
        for field in _MODES:
            if volume.has(field):
                yield from _of_files(volume.part(field), "defaultMode")
        for source in volume.part("projected").parts("sources"):
            for field in _PARTS:
                yield from _of_items(source.part(field))


def _of_files(source: Part, field: str) -> Iterator[Finding]:
    mode = source.number(field)
    if mode is not None and not 0 <= mode <= _MODE:
        message = (
            f"the {field} {mode}, which is 0{mode:o} in octal and beyond 0777; "
            "write an octal number with a leading 0, as 0644"
        )
        yield source.refused(message if mode > 0 else f"the {field} {mode}", field)
    yield from _of_items(source)


def _of_items(source: Part) -> Iterator[Finding]:
    for item in source.parts("items"):
        if item.body.get("path") == "":
            yield item.refused("an item without a path", "path")
        if fault := inside_fault(item.text("path")):
            yield item.refused(f"the path {item.text('path')}: {fault}", "path")
        mode = item.number("mode")
        if mode is not None and not 0 <= mode <= _MODE:
            yield item.refused(f"the mode {mode}: it is from 0 to 0777 in octal", "mode")
