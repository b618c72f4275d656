// What is wrong, by rule, the errors first.

import { count, el, listed } from "./dom.js";
import { explanation, finding, heading, noMatch, nothing } from "./parts.js";
import { current, narrow, report, state } from "./state.js";

export function findings() {
  const environment = current();
  const shown = environment.findings.filter(isWanted);
  return el("div", {},
    heading("Findings", "What would go wrong in a cluster, and what to do about it."),
    environment.findings.length ? severities(environment) : null,
    groups(environment, shown),
    unchecked(environment));
}

function isWanted(each) {
  if (["error", "warning"].includes(state.only) && each.severity !== state.only) return false;
  if (!state.words.length) return true;
  const text = `${each.subject} ${each.message} ${each.path} ${each.pointer} ${each.rule}`.toLowerCase();
  return state.words.every((word) => text.includes(word));
}

function severities(environment) {
  const choices = [["", "Everything"], ["error", count(environment.errors, "error")], ["warning", count(environment.warnings, "warning")]];
  const chosen = ["error", "warning"].includes(state.only) ? state.only : "";
  return el("div", { class: "tools" }, el("div", { class: "filters", role: "group", "aria-label": "Show" },
    choices.map(([only, text]) => el("button", { type: "button", "aria-pressed": String(chosen === only), click: () => narrow({ only }) }, text))));
}

function groups(environment, shown) {
  if (!environment.findings.length) {
    const objects = count(environment.objects.length, "object");
    return nothing("No findings", `${objects} of ${environment.name} were checked: schemas, order, references, permissions and contracts between layers.`, "good");
  }
  if (!shown.length) return noMatch();
  const byRule = Map.groupBy(shown, (each) => `${each.severity} ${each.rule}`);
  return listed([...byRule.values()], group, { tag: "div", first: 40 });
}

function group(members) {
  const [{ rule: name, severity }] = members;
  const rule = report.rules[name];
  return el("section", { class: `group ${severity}` },
    el("h3", {}, el("span", { class: `badge ${severity}` }, count(members.length, severity)), " ", el("span", {}, name)),
    rule && el("p", { class: "summary" }, rule.summary),
    rule && explanation(rule),
    listed(members, (each) => el("li", {}, finding(each, { withRule: false })), { class: "plain", first: 20 }));
}

function unchecked(environment) {
  if (!environment.gaps.length) return null;
  return el("section", { class: "unchecked" },
    el("h3", {}, "What could not be checked"),
    el("ul", {}, environment.gaps.map((each) => el("li", {}, each))));
}
