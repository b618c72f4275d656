// Everything about one object, beside the view.

import { el } from "./dom.js";
import { changeBadge, fieldTable, finding, objectLink, place, role, subjectLink, waveName } from "./parts.js";
import { address, current, report, subject } from "./state.js";
import { yaml } from "./yaml.js";

export function detail(index) {
  const environment = current();
  const object = environment.objects[index];
  const found = environment.findingsOf.get(index) ?? [];
  const change = environment.change(index);
  const application = environment.applications[object.inside];
  return [
    el("div", { class: "top" },
      el("div", {},
        el("p", { class: "kind", "data-role": role(object.kind) }, object.kind, " ", changeBadge(change)),
        el("h2", { id: "detail-title", tabindex: -1 }, object.name || "?")),
      el("a", { class: "close", href: address(), "aria-label": "Close" }, "×")),
    el("dl", { class: "facts" },
      fact("Namespace", object.namespace || "cluster-scoped"),
      fact("API version", object.api),
      fact("File", place(object.file, object.line)),
      fact("Applied by", way(environment, object)),
      when(environment, index, object)),
    part("Findings", found.map((each) => finding(each, { withSubject: false }))),
    change && change.fields.length && part(`Changes since ${report.base}`, [fieldTable(change)]),
    object.missing.length && part("No gate", object.missing.map((each) => el("p", { class: "missing" }, each))),
    part("Needs first", list(object.needs)),
    part("Needed by", list(object.needed_by)),
    application && part("What it applies", about(environment, application)),
    source(report.yamls[object.yaml]),
  ].filter(Boolean);
}

function fact(name, ...value) {
  return [el("dt", {}, name), el("dd", {}, value)];
}

function part(title, content) {
  return content.length ? el("section", {}, el("h3", {}, title), content) : null;
}

function list(names) {
  return names.length ? [el("ul", { class: "links" }, names.map((each) => el("li", {}, subjectLink(each))))] : [];
}

// The Applications from the root down.
function way(environment, object) {
  const links = [];
  for (let at = object.application; at >= 0; at = environment.applications[at].parent) {
    const { name, object: declared } = environment.applications[at];
    links.unshift(declared >= 0 ? objectLink(declared, name) : name);
  }
  if (!links.length) return ["kubectl, by hand"];
  return links.flatMap((each, at) => (at ? [" → ", each] : [each]));
}

function when(environment, index, object) {
  const stages = environment.applications[object.application]?.stages.filter((each) => each.objects.includes(index)) ?? [];
  const until = {
    Healthy: `it is Healthy, by ${object.check}`,
    done: `it is done, by ${object.check}`,
    applied: "it is applied",
    unknown: "argocd-cm is not in the tree, so this is not known",
  }[object.until];
  return [
    stages.length ? fact("When", stages.map(waveName).join(" and "), object.hook ? " (hook)" : "") : null,
    until && fact("Then waits until", until),
  ];
}

function about(environment, application) {
  return [
    el("dl", { class: "facts" },
      fact("Project", application.project),
      fact("Goes to", [application.cluster, application.namespace].filter(Boolean).join(" / ")),
      fact("Sources", application.sources.map((each) => el("div", {}, each))),
      application.automated ? null : fact("Sync", "by hand"),
      application.not_seen.map((each) => fact("Not looked into", each))),
    application.stages.map((stage) => el("div", {},
      el("h4", {}, waveName(stage)),
      el("ul", { class: "links" }, stage.objects.slice(0, 200).map((each) => el("li", {}, objectLink(each))),
        stage.objects.length > 200 && el("li", {}, `and ${stage.objects.length - 200} more`)))),
  ];
}

function source(text) {
  const copy = el("button", { type: "button", click: async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = "Copied";
  } }, "Copy");
  copy.hidden = !navigator.clipboard;
  return el("section", {},
    el("h3", {}, "Manifest ", copy),
    el("pre", { tabindex: 0, "aria-label": "YAML" }, yaml(text)));
}

export function title(index) {
  return subject(current().objects[index]);
}
