// What comes when: a column for each wave, and between two columns what the later one waits for.

import { breakable, count, el, listed } from "./dom.js";
import { badge, changeBadge, filters, heading, noMatch, nothing, objectLink, role, signed, subjectLink, waveName } from "./parts.js";
import { current, subject } from "./state.js";

const CHIPS = 14; // objects of a wave that a card shows

let start = { environment: -1, application: -1 };

export function order() {
  const environment = current();
  if (start.environment !== environment.number) start = { environment: environment.number, application: -1 };
  const body = el("div", {});
  const draw = () => body.replaceChildren(...content(environment));
  draw();
  return el("div", {},
    heading("What comes when", "Argo CD applies one wave after the other, from left to right; the next one begins when the condition between the two holds."),
    el("div", { class: "tools" }, filters(environment), startChoice(environment, draw)),
    body);
}

function startChoice(environment, draw) {
  const parents = [...new Set(environment.applications.map((each) => each.parent))].filter((each) => each >= 0);
  if (parents.length < 2) return null;
  const select = el("select", { change: () => {
    start.application = Number(select.value);
    draw();
  } }, el("option", { value: -1 }, "the roots"), parents.map((each) =>
    el("option", { value: each, selected: each === start.application }, environment.applications[each].name)));
  return el("label", {}, "Start from ", select);
}

function content(environment) {
  const roots = environment.applications
    .map((each, index) => (start.application < 0 ? each.parent < 0 : index === start.application) && each)
    .filter(Boolean);
  if (!roots.length) return [nothing("No Application", "There is nothing that Argo CD would apply in an order.")];
  const lanes = roots.map((each) => [each, shownStages(environment, each)]).filter(([, stages]) => stages.length);
  const byHand = environment.by_hand.filter((index) => environment.objects[index].inside < 0);
  if (!lanes.length && roots.some((each) => each.stages.length)) return [noMatch()];
  return [
    byHand.length ? el("p", { class: "soft" }, "Applied by hand, with the roots: ", byHand.map((each) => [objectLink(each), " "])) : "",
    listed(lanes.length ? lanes : roots.map((each) => [each, []]), ([root, stages]) => lane(environment, root, stages, roots.length > 1), { tag: "div", first: 12 }),
  ];
}

function shownStages(environment, application) {
  return application.stages
    .map((stage, index) => ({
      stage,
      last: index + 1 === application.stages.length,
      objects: stage.objects.filter((each) => environment.matches(each)),
    }))
    .filter((each) => each.objects.length);
}

function lane(environment, root, stages, named) {
  const columns = stages.flatMap(({ stage, objects, last }) => [
    column(environment, stage, objects),
    last ? null : gate(environment, stage),
  ]);
  return el("section", { class: "lane" },
    el("h3", { class: named ? null : "hidden" }, root.object >= 0 && named ? objectLink(root.object, root.name) : root.name),
    root.automated ? null : el("p", { class: "soft" }, `${root.name} is synced by hand.`),
    root.not_seen.map((each) => el("p", { class: "soft" }, `Not looked into: ${each}`)),
    columns.length ? el("div", { class: "columns", tabindex: 0, role: "region", "aria-label": `waves of ${root.name}` }, columns) : null);
}

function column(environment, stage, objects) {
  const [phase, wave] = stage.phase === "Sync" ? ["wave", signed(stage.wave)] : [`${stage.phase} wave`, signed(stage.wave)];
  const hidden = stage.objects.length - objects.length;
  return el("section", { class: "column" },
    el("h4", {}, el("small", {}, phase), ` ${wave}`),
    listed(objects, (each) => card(environment, each), { class: "stack" }),
    hidden ? el("p", { class: "soft" }, `${count(hidden, "object")} not shown`) : null);
}

// What stands between a wave and the next one.
function gate(environment, stage) {
  const objects = stage.objects.map((index) => environment.objects[index]);
  const leaks = objects.filter((each) => each.missing.length);
  const waited = objects.filter((each) => each.until === "Healthy" || each.until === "done");
  if (leaks.length) {
    const why = leaks.flatMap((each) => each.missing.map((cause) => `${subject(each)}: ${cause}`));
    return gateOf("open", "does not wait", why);
  }
  if (objects.some((each) => each.until === "unknown")) return gateOf("unknown", "not known", ["argocd-cm is not in the tree, so nothing tells whether Argo CD waits"]);
  if (!waited.length) return gateOf("free", "once applied", ["nothing in this wave has a health that could be waited for"]);
  const until = [...new Set(waited.map((each) => each.until))].join(" and ");
  const names = waited.length === objects.length ? "all of it" : waited.map(subject).slice(0, 8).join(", ");
  return gateOf("closed", until, [`the next wave waits until ${names} is ${until}`, ...new Set(waited.map((each) => `by ${each.check}`))]);
}

function gateOf(mood, text, why) {
  const said = why.join("; ");
  return el("div", { class: `gate ${mood}`, title: said },
    el("span", { class: "sign", "aria-hidden": "true" }), el("span", {}, text), el("span", { class: "hidden" }, `: ${said}`));
}

function card(environment, index) {
  const object = environment.objects[index];
  const application = environment.applications[object.inside];
  const weight = environment.weigh(index);
  const mood = weight.error ? "error" : weight.warning ? "warning" : "";
  return el("li", { class: `card ${mood}`, "data-role": role(object.kind) },
    el("p", { class: "kind" }, application ? `Application${application.namespace ? ` → ${application.namespace}` : ""}` : object.kind, object.hook && " · hook"),
    el("p", { class: "name" }, objectLink(index, object.name || "?")),
    application && inside(environment, application),
    object.needs.length ? el("p", { class: "needs" }, "after ", object.needs.slice(0, 6).flatMap((each, at) => [at ? ", " : "", subjectLink(each)]), object.needs.length > 6 && ` and ${object.needs.length - 6} more`) : null,
    object.missing.map((each) => el("p", { class: "missing" }, `No gate: ${each}`)),
    el("p", { class: "badges" }, badge(weight), changeBadge(environment.change(index))));
}

// The waves inside an Application, each a line.
function inside(environment, application) {
  return [
    application.not_seen.map((each) => el("p", { class: "unseen" }, "not looked into: ", breakable(each))),
    application.stages.length ? el("ol", { class: "waves" }, application.stages.map((stage) =>
      el("li", {},
        el("span", { class: "number", title: waveName(stage) }, stage.phase === "Sync" ? signed(stage.wave) : stage.phase),
        el("span", { class: "chips" }, chips(environment, stage),
          stage.objects.length > CHIPS && el("span", { class: "soft" }, `+${stage.objects.length - CHIPS}`))))) : null,
  ];
}

// Kinds, as they say more than long names do; names where there are several of a kind.
function chips(environment, stage) {
  const shown = stage.objects.slice(0, CHIPS);
  const kinds = Map.groupBy(shown, (index) => environment.objects[index].kind);
  return shown.map((index) => chip(environment, index, kinds.get(environment.objects[index].kind).length > 1));
}

function chip(environment, index, byName) {
  const object = environment.objects[index];
  const weight = environment.weigh(index);
  const mood = weight.error ? "error" : weight.warning ? "warning" : environment.changed(index) ? "changed" : "";
  const text = object.inside >= 0 || byName ? object.name : object.kind;
  return objectLink(index, text, { class: `chip ${mood}`, title: subject(object), "aria-label": subject(object) });
}
