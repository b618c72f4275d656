// What several views show.

import { breakable, count, el } from "./dom.js";
import { address, current, narrow, report, state, subject } from "./state.js";

const ROLES = [
  ["application", /^(Application|ApplicationSet|AppProject)$/],
  ["workload", /^(Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|ReplicaSet)$/],
  ["entry", /^(Ingress|HTTPRoute|GRPCRoute|Gateway|Service|EndpointSlice)$/],
  ["topic", /^(Topic|TopicSubscription)/],
  ["queue", /^Queue/],
  ["table", /^Table/],
];

export function role(kind) {
  return ROLES.find(([, pattern]) => pattern.test(kind))?.[0] ?? "other";
}

export function badge(weight) {
  if (weight.error) return el("span", { class: "badge error" }, count(weight.error, "error"));
  if (weight.warning) return el("span", { class: "badge warning" }, count(weight.warning, "warning"));
  return null;
}

export function changeBadge(change) {
  return change && el("span", { class: `badge ${change.how}` }, change.how);
}

export function place(path, line) {
  return el("span", { class: "place" }, breakable(line ? `${path}:${line}` : path));
}

// A link to an object's details.
export function objectLink(index, text, properties = {}) {
  const object = current().objects[index];
  return el("a", { href: address({ object: index }), "data-role": role(object.kind), ...properties }, text ?? subject(object));
}

// Kind/name as a link, where the environment has such an object.
export function subjectLink(name) {
  const found = current().bySubject.get(name);
  return found ? objectLink(found[0], name) : el("span", {}, name);
}

export function waveName(stage) {
  return stage.phase === "Sync" ? `wave ${signed(stage.wave)}` : `${stage.phase} wave ${signed(stage.wave)}`;
}

export function signed(number) {
  return String(number).replace("-", "\u2212");
}

export function heading(title, said) {
  return el("div", { class: "heading" }, el("h2", {}, title), said && el("p", {}, said));
}

export function nothing(title, said, mood = "") {
  return el("div", { class: `nothing ${mood}` }, el("h3", {}, title), said && el("p", {}, said));
}

export function filters(environment) {
  const choices = [["", "Everything"], ["findings", "With findings"]];
  if (environment.changes) choices.push(["changed", "Changed"]);
  return el("div", { class: "filters", role: "group", "aria-label": "Show" },
    choices.map(([only, text]) => el("button", {
      type: "button",
      "aria-pressed": String(state.only === only),
      click: () => narrow({ only }),
    }, text)));
}

export function noMatch() {
  return nothing("Nothing matches", "Try fewer words, or show everything.");
}

export function finding(each, { withRule = true, withSubject = true } = {}) {
  const here = each.objects.find(([environment]) => environment === state.environment);
  const rule = report.rules[each.rule];
  const named = withSubject && each.subject && each.message.startsWith(`${each.subject} `);
  const message = named ? each.message.slice(each.subject.length + 1) : each.message;
  const about = here ? objectLink(here[1], each.subject) : el("span", {}, each.subject);
  return el("article", { class: `finding ${each.severity}` },
    el("p", { class: "message" }, withSubject && each.subject && [about, " "], message),
    el("p", { class: "about" },
      each.pointer && el("code", {}, each.pointer),
      place(each.path, each.line),
      withRule && el("span", { class: "rule" }, each.rule)),
    each.origin && el("p", { class: "origin" }, breakable(each.origin)),
    withRule && rule && explanation(rule));
}

export function explanation(rule) {
  return el("details", {},
    el("summary", {}, "Why it matters, and what to do"),
    el("dl", {},
      el("dt", {}, "Why"), el("dd", {}, rule.why),
      el("dt", {}, "What to do"), el("dd", {}, rule.mend),
      el("dt", {}, "Where this is written"), el("dd", {}, rule.source)));
}

export function fieldTable(change) {
  if (!change.fields.length) return null;
  return el("table", { class: "fields" },
    el("thead", {}, el("tr", {}, ["field", "before", "after"].map((each) => el("th", { scope: "col" }, each)))),
    el("tbody", {}, change.fields.map((field) => el("tr", {},
      el("th", { scope: "row" }, field.path.replace(/^\$\.?/, "") || "everything"),
      cell("before", field.before),
      cell("after", field.after)))));
}

function cell(name, value) {
  return value === undefined ? el("td", { class: "soft" }, "absent") : el("td", { class: name }, value);
}
