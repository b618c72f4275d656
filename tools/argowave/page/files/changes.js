// What is different from the base, and what that does: the worst first.

import { count, el, listed } from "./dom.js";
import { fieldTable, heading, noMatch, nothing, subjectLink } from "./parts.js";
import { current, report, state } from "./state.js";

const SAID = {
  "destroys data": "is deleted with everything in it",
  hangs: "never ends, and needs a person",
  fails: "is refused, and the object stays out of step",
  nothing: "has no effect",
  deletes: "is pruned",
  restarts: "pods are made anew",
  replaces: "is deleted and made again",
};

export function changes() {
  const environment = current();
  const { changes: all, effects, renamed, not_compared: gaps } = environment.changes ?? { changes: [], effects: [], renamed: [], not_compared: [] };
  const shown = all.filter(isWanted);
  return el("div", {},
    heading("Changes", `What merging does to ${environment.name}, compared with ${report.base}.`),
    all.length ? null : nothing("Nothing changes", `${environment.name} stays as it is.`, "good"),
    all.length && !shown.length ? noMatch() : null,
    effects.length && shown.length ? radius(effects.filter((each) => shown.includes(all[each.change])), all) : null,
    renamed.map(([former, present]) => el("p", {}, `Application/${former} is Application/${present} now.`)),
    byApplication(shown),
    gaps.length ? el("section", { class: "unchecked" }, el("h3", {}, "What could not be compared"), el("ul", {}, gaps.map((each) => el("li", {}, each)))) : null);
}

function isWanted(each) {
  const text = `${each.kind}/${each.name} ${each.namespace} ${each.application} ${each.how}`.toLowerCase();
  return state.words.every((word) => text.includes(word));
}

function radius(effects, all) {
  if (!effects.length) return null;
  const byWeight = [...Map.groupBy(effects, (each) => each.weight)];
  return el("section", { class: "radius" },
    el("h3", {}, "What it does"),
    byWeight.map(([weight, members]) => el("div", { class: `effect ${members[0].fatal ? "error" : weight === "fails" ? "warning" : ""}` },
      el("h4", {}, weight[0].toUpperCase() + weight.slice(1), el("small", {}, SAID[weight])),
      listed(members, (each) => el("li", {}, named(all[each.change]), " ", each.message), { class: "plain", first: 20 }))));
}

function named(change) {
  return change.how === "removed" ? el("span", {}, `${change.kind}/${change.name}`) : subjectLink(`${change.kind}/${change.name}`);
}

function byApplication(shown) {
  const groups = [...Map.groupBy(shown, (each) => each.application)];
  return listed(groups, ([application, members]) => el("section", { class: "group" },
    el("h3", {}, application ? `Application ${application}` : "Applied by hand", el("small", {}, count(members.length, "change"))),
    listed(members, entry, { class: "plain", first: 30 })), { tag: "div", first: 30 });
}

function entry(change) {
  return el("li", { class: "change" },
    el("p", {}, el("span", { class: `badge ${change.how}` }, change.how), " ", named(change),
      change.namespace && el("span", { class: "soft" }, ` in ${change.namespace}`),
      change.former && el("span", { class: "soft" }, `, from Application/${change.former}`)),
    fieldTable(change));
}
