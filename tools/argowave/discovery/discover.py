"""A repository without a stated root → the Applications that no other one contains."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from argowave.discovery.candidates import find_candidates, is_deployer
from argowave.discovery.chart_values import said_of_values, unnamed_values
from argowave.discovery.evaluated import jsonnet_with_applications
from argowave.discovery.groups import grow_instances
from argowave.discovery.installed import doubtful_roots, installed_by_hand, rendered_folders
from argowave.discovery.installed_charts import idle_charts
from argowave.discovery.namesakes import namesakes
from argowave.discovery.remembering import Remembering
from argowave.discovery.roots import find_roots, unfinished_roots
from argowave.discovery.switched_off import place_of, said_of_switched_off, switched_off
from argowave.discovery.unapplied import unapplied
from argowave.discovery.unlisted import unlisted
from argowave.discovery.unread import findings_of, left_unread
from argowave.errors import RepositoryError
from argowave.tree import grow_tree
from argowave.tree.build_options import options_in_values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.discovery.candidates import Candidates
    from argowave.discovery.installed import Installed
    from argowave.manifest import Manifest
    from argowave.sources.request import Generated, ManifestRequest, NotChecked
    from argowave.tree import Surroundings, Tree

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_FETCH: Final = "argowave fetch"  # what brings it
_BY_NAME: Final = "name the root Application's file with --root"
_RENDERING: Final = (
    "write the Application that renders it with the values that it is installed with into a file, "
    "and name that with --root"
)


def discover_trees(surroundings: Surroundings, generate: Generate) -> list[Tree]:
    """Return the trees of every root in a repository, one for each Argo CD instance.

    A root is an object that Argo CD reads, an Application or ApplicationSet above all, in a file
    that no Application applies; an Application that applies itself is a root too. The other
    objects of its file count as applied with it.

    Raises:
        RepositoryError: there is no Application in any file.
    """
    trees = _discover(surroundings, generate)
    if not trees:
        said = "hidden folders were looked into as well, as no others hold an Application"
        trees = _discover(replace(surroundings, hidden=True).noting((said,)), generate)
    if not trees:
        raise _nothing_found(surroundings)
    return trees


def _discover(surroundings: Surroundings, generate: Generate) -> list[Tree]:
    """Return the trees of every root, none where there is no Application."""
    candidates = find_candidates(surroundings)
    told = replace(surroundings, options_by_hand=options_in_values(candidates.values))
    grower = _Grower(told, Remembering(generate))
    entry = tuple(candidates.objects)
    grown = grower.grow(entry)
    installed = installed_by_hand(entry, grown, grower.surroundings, grower.generate)
    plain = tuple(each for each in entry if each.document.source not in installed.files)
    _leave_out_rendered(plain, installed, surroundings, grower.generate)
    entry = (*plain, *installed.entry)
    if not any(is_deployer(each) for each in entry):
        if surroundings.hidden:  # so that everything was looked at
            _refuse_unread(candidates, installed.not_checked)
        return []
    if installed.entry:
        grown = grower.grow(entry)
    doubtful = doubtful_roots(grown, installed.changed)
    if doubtful:
        entry = tuple(each for each in entry if id(each) not in doubtful)
        grown = grow_tree(entry, grower.surroundings, grower.generate)
    roots = tuple(find_roots(entry, grown, installed.folders))
    if unfinished := unfinished_roots(roots):
        doubtful |= unfinished
        entry = tuple(each for each in entry if id(each) not in unfinished)
        roots = tuple(each for each in roots if id(each) not in unfinished)
    if off := switched_off(roots, grown, installed, surroundings.repository):
        entry = tuple(each for each in entry if place_of(each, installed) not in off)
        roots = tuple(each for each in roots if place_of(each, installed) not in off)
        for place in off:
            installed.drop(place)
    trees = grow_instances(roots, grown, installed, grower.surroundings, grower.generate)
    first = _with_what_is_left(trees, entry, candidates, installed, grower.surroundings)
    unbuilt = (*first.unbuilt, *doubtful.values())
    said = (*first.assumptions, *said_of_switched_off(off))
    return [replace(first, unbuilt=unbuilt, assumptions=said), *trees[1:]]


class _Grower:
    """Grows what would be applied, generating each source only once.

    Which URL means this repository may follow from what is applied.
    """

    def __init__(self, stated: Surroundings, generate: Generate) -> None:
        self._stated = stated
        self.surroundings = stated  # with what was assumed for the last growth
        self.generate = generate

    def grow(self, entry: tuple[Manifest, ...]) -> Tree:
        """Return what follows when some objects are applied."""
        self.surroundings = self._stated.assuming(entry)
        return grow_tree(entry, self.surroundings, self.generate)


def _with_what_is_left(
    trees: Sequence[Tree],
    entry: Sequence[Manifest],
    candidates: Candidates,
    installed: Installed,
    surroundings: Surroundings,
) -> Tree:
    """Return the first tree with what belongs to none: faults of files, and what nobody applies."""
    values = unnamed_values(candidates.values, trees)
    said = (
        unapplied(surroundings, trees, map(installed.home, installed.named)),
        unlisted(surroundings, trees),
        namesakes(entry, trees),
        said_of_values(values),
    )
    told = {each.path for tree in trees for each in tree.all_findings}
    unread = [each for each in candidates.unread if each.path not in told]
    written = {path for tree in trees for path in tree.written} if candidates.misspelt else set()
    misspelt = [each for each in candidates.misspelt if each.path not in written]
    return replace(
        trees[0],
        findings=(*installed.findings, *findings_of(unread), *misspelt),
        unbuilt=(*trees[0].unbuilt, *installed.not_checked, *left_unread(unread)),
        assumptions=(*trees[0].assumptions, *filter(None, said)),
        by_hand=(*values, *(each for found in installed.patches.values() for each in found)),
    )


def _refuse_unread(candidates: Candidates, gaps: Sequence[NotChecked]) -> None:
    """Refuse the first thing that may be a root but is none, where nothing else is here."""
    if fault := next(chain(findings_of(candidates.unread), candidates.misspelt), None):
        message = f"no Application here can be read: {fault.message}"
        raise RepositoryError(message, path=fault.path, line=fault.line)
    barred = tuple(left_unread(each for each in candidates.unread if not each.faults))
    if found := (*gaps, *barred):
        message = f"no Application here can be looked at: {found[0].what}: {found[0].why}"
        by_name = _RENDERING if found[0].what.startswith("chart ") else _BY_NAME
        hint = None if _FETCH in found[0].why or not gaps else by_name
        raise RepositoryError(message, hint=hint)


def _nothing_found(surroundings: Surroundings) -> RepositoryError:
    """Return what to say of a repository without a root in a file of YAML or JSON."""
    message = "no file here holds an Application"
    hint = (
        "is it in another folder? Name that with --repository; manifests without Argo CD are "
        "checked by: argowave validate FOLDER"
    )
    if (surroundings.repository / "Chart.yaml").is_file():
        message = "this is a Helm chart, and no file in it holds an Application of Argo CD"
        hint = "helm template . | argowave validate - checks what it renders"
    elif charts := idle_charts(surroundings):
        message = f"chart {charts[0]} has templates of Applications, but its own values make none"
        hint = _RENDERING
    if surroundings.excluded:
        hint = f"the settings leave out what matches: {', '.join(surroundings.excluded)}"
    if evaluated := jsonnet_with_applications(surroundings):
        message = f"no YAML file here holds an Application, but {evaluated} seems to make some"
        hint = (
            "is it a root? Write the Application that applies its folder into a YAML file, and "
            "name that with --root"
        )
    return RepositoryError(message, hint=hint)


def _leave_out_rendered(
    plain: Sequence[Manifest], installed: Installed, stated: Surroundings, generate: Generate
) -> None:
    """Drop every folder that an Application of another one renders, as a chart's root does.

    One whose Applications lead back to it is kept: without it nothing would render it.
    """

    def rendered(entry: tuple[Manifest, ...]) -> set[str]:
        return rendered_folders(grow_tree(entry, stated.assuming(entry), generate))

    doubtful = rendered((*plain, *installed.entry)) if installed.entry else set()
    for name in installed.named:
        folder = installed.home(name)
        if folder in doubtful:
            others = (
                each
                for each in installed.entry
                if installed.home(installed.folders[id(each)]) != folder
            )
            if folder in rendered((*plain, *others)):
                installed.drop(name)
