// Every environment at a glance.

import { count, el } from "./dom.js";
import { heading, signed, waveName } from "./parts.js";
import { address, environments, report } from "./state.js";

const LINES = 12; // waves that a card shows
const NAMES = 6; // of a wave's objects

export function overview() {
  const errors = report.findings.filter((each) => each.severity === "error").length;
  const warnings = report.findings.length - errors;
  const said = errors || warnings
    ? `${count(errors, "error")} and ${count(warnings, "warning")} in ${count(environments.length, "environment")}.`
    : `Nothing is wrong, as far as it could be checked, in ${count(environments.length, "environment")}.`;
  return el("div", {},
    heading(report.repository, report.base ? `${said} Changes are those since ${report.base}.` : said),
    el("div", { class: "cards" }, environments.map(card)),
    report.waived ? el("p", { class: "soft" }, `Not shown: ${count(report.waived, "finding")} that somebody accepts (waivers).`) : null);
}

function card(environment) {
  const to = (view) => address({ environment: environment.number, view });
  const mood = environment.errors ? "error" : environment.warnings ? "warning" : "good";
  const fatal = environment.changes?.effects.filter((each) => each.fatal).length ?? 0;
  return el("section", { class: `card environment ${mood}` },
    el("h3", {}, el("a", { href: to("order") }, environment.name)),
    el("p", { class: "verdict" }, el("a", { href: to("findings") }, verdict(environment))),
    waves(environment),
    el("dl", { class: "figures" },
      figure("Applications", environment.applications.length, to("applications")),
      figure("objects", environment.objects.length, to("applications")),
      environment.changes && figure("changes", environment.changes.changes.length, to("changes"))),
    fatal ? el("p", { class: "fatal" }, `${count(fatal, "change")} destroys data or hangs`) : null,
    gaps(environment));
}

function verdict(environment) {
  const words = [];
  if (environment.errors) words.push(count(environment.errors, "error"));
  if (environment.warnings) words.push(count(environment.warnings, "warning"));
  return words.join(", ") || "no findings";
}

function figure(name, number, href) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, el("a", { href }, number.toLocaleString("en"))));
}

// What the first root does, a line for each wave.
function waves(environment) {
  const root = environment.applications.find((each) => each.parent < 0);
  if (!root?.stages.length) return null;
  const shown = root.stages.slice(0, LINES);
  return el("ol", { class: "summary-waves", "aria-label": `waves of ${root.name}` },
    shown.map((stage) => line(environment, stage)),
    root.stages.length > LINES && el("li", { class: "soft" }, `and ${count(root.stages.length - LINES, "wave")} more`));
}

function line(environment, stage) {
  const weight = { error: 0, warning: 0 };
  stage.objects.forEach((index) => environment.weigh(index, weight));
  const mood = weight.error ? "error" : weight.warning ? "warning" : "";
  const names = stage.objects.slice(0, NAMES).map((index) => environment.objects[index].name);
  const more = stage.objects.length - names.length;
  return el("li", { class: mood },
    el("span", { class: "number", title: waveName(stage) }, stage.phase === "Sync" ? signed(stage.wave) : stage.phase),
    el("span", {}, names.join(", "), more > 0 && ` and ${more.toLocaleString("en")} more`));
}

function gaps(environment) {
  if (!environment.gaps.length) return null;
  return el("details", { class: "gaps" },
    el("summary", {}, count(environment.gaps.length, "thing was not checked", "things were not checked")),
    el("ul", {}, environment.gaps.map((each) => el("li", {}, each))));
}
