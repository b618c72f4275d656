// The document with its indexes, and what of it is looked at: kept in the address, so that a link
// leads to the same place again.

export const report = JSON.parse(document.getElementById("document").textContent);

export const VIEWS = ["overview", "order", "pipeline", "applications", "findings", "changes"];
export const state = { environment: 0, view: "overview", object: -1, text: "", only: "", words: [] };
const listeners = [];

export function subject(object) {
  return `${object.kind || "?"}/${object.name || "?"}`;
}

class Environment {
  constructor(data, number) {
    Object.assign(this, data);
    this.number = number;
    this.all = report.findings; // pictures name them by their numbers
    this.findingsOf = new Map();
    this.findings = report.findings.filter(
      (each) => !each.environments.length || each.environments.includes(number),
    );
    for (const finding of this.findings) {
      for (const [environment, object] of finding.objects) {
        if (environment === number) push(this.findingsOf, object, finding);
      }
    }
    this.errors = this.findings.filter((each) => each.severity === "error").length;
    this.warnings = this.findings.length - this.errors;
    this.changeOf = new Map();
    this.changes?.changes.forEach((each) => this.changeOf.set(changeKey(each), each));
    this.bySubject = new Map();
    this.objects.forEach((each, index) => push(this.bySubject, subject(each), index));
    this.texts = this.objects.map(textOf);
    this.wholes = this.wholeTexts();
  }

  // What is found when an Application's card is looked for: its own text and all below it.
  wholeTexts() {
    const wholes = this.applications.map((each) => {
      const own = each.object < 0 ? each.name.toLowerCase() : this.texts[each.object];
      return [own, ...each.objects.map((index) => this.texts[index])].join("\n");
    });
    for (let index = this.applications.length - 1; index >= 0; index -= 1) {
      const parent = this.applications[index].parent;
      if (parent >= 0) wholes[parent] += `\n${wholes[index]}`;
    }
    return wholes;
  }

  // Whether an object is one of those asked for; an Application's card stands for all below it.
  matches(index, { whole = true } = {}) {
    const inside = this.objects[index].inside;
    const text = whole && inside >= 0 ? this.wholes[inside] : this.texts[index];
    return state.words.every((word) => text.includes(word)) && this.hasWhatIsWanted(index, whole);
  }

  hasWhatIsWanted(index, whole) {
    if (!state.only) return true;
    const object = this.objects[index];
    const own = state.only === "findings" ? this.findingsOf.has(index) : this.changed(index);
    if (own || !whole || object.inside < 0) return own;
    return this.applications[object.inside].objects.some((each) => this.hasWhatIsWanted(each, true));
  }

  changed(index) {
    return this.changeOf.has(changeKey(this.objects[index]));
  }

  change(index) {
    return this.changeOf.get(changeKey(this.objects[index]));
  }

  // The findings of an object; of an Application with those of everything below it.
  weigh(index, into = { error: 0, warning: 0 }) {
    for (const each of this.findingsOf.get(index) ?? []) into[each.severity] += 1;
    const inside = this.objects[index].inside;
    if (inside >= 0) this.applications[inside].objects.forEach((each) => this.weigh(each, into));
    return into;
  }
}

function changeKey(each) {
  return `${each.kind}/${each.namespace}/${each.name}`;
}

function textOf(object) {
  return `${subject(object)} ${object.namespace} ${object.api} ${object.file}`.toLowerCase();
}

function push(map, key, value) {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
}

export const environments = report.environments.map((each, index) => new Environment(each, index));

export function current() {
  return environments[state.environment];
}

export function address(patch = {}) {
  const { environment, view, object } = { ...state, object: -1, ...patch };
  const words = [encodeURIComponent(environments[environment].name), view];
  return `#/${[...words, ...(object >= 0 ? [object] : [])].join("/")}`;
}

export function go(patch) {
  location.hash = address(patch);
}

export function narrow(patch) {
  Object.assign(state, patch);
  state.words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  listeners.forEach((each) => each("filter"));
}

export function onChange(listener) {
  listeners.push(listener);
}

export function hasChanges() {
  return environments.some((each) => each.changes);
}

export function readAddress(event) {
  const before = { ...state };
  const [name, view, object] = location.hash.replace(/^#\/?/, "").split("/");
  const number = environments.findIndex((each) => encodeURIComponent(each.name) === name);
  state.environment = Math.max(number, 0);
  state.view = VIEWS.includes(view) ? view : "overview";
  const index = Number.parseInt(object, 10);
  state.object = index >= 0 && index < current().objects.length ? index : -1;
  const same = event && before.environment === state.environment && before.view === state.view;
  listeners.forEach((each) => each(same ? "object" : "view"));
}
