"""image-updater: an annotation for argocd-image-updater that it refuses or passes over.

As it reads them in 0.12 to 1.1: getImagesFromAnnotations and getCommonUpdateSettingsFromAnnotations
in pkg/argocd/annotations.go, NewFromIdentifier, ParseUpdateStrategy and ParseMatch in
registry-scanner/pkg/image, getWriteBackConfig in pkg/argocd/update.go and getGitCredsSource in
pkg/argocd/gitcreds.go.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at
from argowave.tree.application import sources_of
from argowave.words.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.rules.scene import Scene

_DOMAIN: Final = "argocd-image-updater.argoproj.io/"
_LIST: Final = "image-list"
_METHOD: Final = "write-back-method"
_TARGET: Final = "write-back-target"
_HELM: Final = "helmvalues"
_FOR_ALL: Final = (
    _LIST,
    _METHOD,
    _TARGET,
    "git-branch",
    "git-repository",
    "update-strategy",
    "allow-tags",
    "ignore-tags",
    "force-update",
    "pull-secret",
)
_FOR_ONE: Final = (
    "update-strategy",
    "allow-tags",
    "ignore-tags",
    "tag-match",
    "force-update",
    "pull-secret",
    "platforms",
    "helm.image-name",
    "helm.image-tag",
    "helm.image-spec",
    "kustomize.image-name",
)
_STRATEGIES: Final = ("semver", "newest-build", "alphabetical", "digest", "latest", "name")
_BARE: Final = "="  # before the name of an image without an alias
_TRUTHS: Final = ("1", "t", "true", "0", "f", "false")  # ParseBool in Go's strconv, in most cases
_FILLED_IN: Final = ("{{", "${")
_PARTS: Final = 2
_ALIKE: Final = 0.85


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each annotation of an Application that cannot do what it is meant to."""
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        stated = {
            str(key).removeprefix(_DOMAIN): str(value).strip()
            for key, value in resource.manifest.annotations.items()
            if str(key).startswith(_DOMAIN)
        }
        images = _images(stated.get(_LIST, ""))
        for name, value in stated.items():
            fault = _unknown(name, images) or _refused(name, value)
            if fault and not any(mark in fault for mark in _FILLED_IN):
                yield at(resource, annotation(_DOMAIN + name), fault)
        if fault := _unread_target(stated, resource.manifest):
            found = at(resource, annotation(_DOMAIN + _TARGET), fault)
            yield replace(found, severity=Severity.WARNING)


def _images(listed: str) -> dict[str, str]:
    """Return the images of a list by their aliases; those without one by "" and their name."""
    found = {}
    for each in filter(None, map(str.strip, listed.split(","))):
        alias, equals, image = each.partition("=")
        name = (image or alias).partition("@")[0].rpartition("/")[2].partition(":")[0]
        found[alias.strip().replace("/", "_") if equals else f"{_BARE}{name}"] = each
    return found


def _unknown(name: str, images: Mapping[str, str]) -> str:
    """Return what is wrong with a key, "" where it is known or like none."""
    if name in _FOR_ALL:
        return ""
    alias, dot, option = name.partition(".")
    known = next((each for each in _FOR_ONE if dot and name.endswith(f".{each}")), "")
    if known:
        alias = name.removesuffix(f".{known}")
        return "" if not images or alias in images else _of_no_image(alias, known, images)
    near = _near(option if dot else name, _FOR_ONE if dot else _FOR_ALL)
    if not near:
        return ""
    meant = f"{alias}.{near}" if dot else near
    return f"argocd-image-updater knows no {name} and passes over it; did you mean {meant}?"


def _of_no_image(alias: str, option: str, images: Mapping[str, str]) -> str:
    """Say that an option is for none of the images: only an alias is looked for."""
    if image := images.get(f"{_BARE}{alias}"):
        return (
            f"{image} has no alias in image-list, so that {option} is for no image; write "
            f"{alias}={image} there"
        )
    has = ", ".join(each for each in images if not each.startswith(_BARE)) or "none"
    return f"image-list has no alias {alias}, so that {option} is for no image; it has {has}"


def _refused(name: str, value: str) -> str:
    """Return what is wrong with a value, "" where it is well or nobody knows."""
    what = name.rpartition(".")[2]
    if what == "update-strategy" and value and value.lower() not in _STRATEGIES:
        known = ", ".join(_STRATEGIES[:4])
        return (
            f"argocd-image-updater knows no update strategy {value} and takes semver; use {known}"
        )
    is_match = value.lower() in ("", "any") or value.lower().startswith("regexp:")
    if what in ("allow-tags", "tag-match") and not is_match:
        return (
            f"argocd-image-updater cannot read {value} and takes no tag at all; write "
            f"regexp:{value}, or any"
        )
    if what == "force-update" and value.lower() not in _TRUTHS:
        return f"argocd-image-updater takes true or false, and {value or 'nothing'} is neither"
    if name == _METHOD and value:
        return _method(value)
    return ""


def _method(value: str) -> str:
    method, colon, credentials = value.partition(":")
    if method.strip() not in ("git", "argocd") or (colon and method.strip() == "argocd"):
        return (
            f"argocd-image-updater refuses the write-back-method {value} and updates nothing; use "
            "argocd, git or git:secret:<namespace>/<name>"
        )
    kind, _, secret = credentials.partition(":")
    if not colon or credentials == "repocreds":
        return ""
    if kind == "secret" and len(secret.split("/", 1)) == _PARTS:
        return ""
    return (
        f"argocd-image-updater cannot read the credentials {credentials} and commits nothing; "
        "write git, git:repocreds or git:secret:<namespace>/<name>"
    )


def _unread_target(stated: Mapping[str, str], application: Manifest) -> str:
    """Return what is wrong with a file of values that the updater writes and the source lacks.

    getWriteBackConfig and parseTarget in pkg/argocd/update.go, for the method git alone: it
    begins at the top of the repository with a slash, and at the source's path otherwise. A file
    that is not there is made.
    """
    kind, colon, path = stated.get(_TARGET, "").partition(":")
    sources = sources_of(application)
    method = stated.get(_METHOD, "").partition(":")[0].strip()
    if (
        method != "git"
        or kind != _HELM
        or not colon
        or len(sources) != 1
        or "git-repository" in stated
    ):
        return ""
    (source,) = sources
    named = [source.path, path, *source.helm.value_files]
    if not source.path or any(mark in each for each in named for mark in ("://", "{{", "$")):
        return ""
    used = [_from_top(source.path, each) for each in ("values.yaml", *source.helm.value_files)]
    target = _from_top(source.path, path)
    if target in used:
        return ""
    return (
        f"argocd-image-updater writes images into {target}, which is no value file of the source, "
        f"so that they change nothing{did_you_mean(target, used)}"
    )


def _from_top(folder: str, path: str) -> str:
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else f"{folder}/{path}")


def _near(name: str, known: tuple[str, ...]) -> str:
    return nearest(name.lower().replace("_", "-"), known, _ALIKE)


RULE = Rule(
    name="image-updater",
    summary="an annotation for argocd-image-updater that it refuses or passes over",
    why=(
        "The updater writes a line into its log and goes on without the annotation, or "
        "without the Application; images stay as they are, or get a tag that was not meant."
    ),
    mend="Mend the alias, the option or its value.",
    source="https://argocd-image-updater.readthedocs.io/en/stable/configuration/images/",
    check=check,
)
