// The frame: environments, views, search, the switch between light and dark, and keys.

import { applications } from "./applications.js";
import { changes } from "./changes.js";
import { detail } from "./detail.js";
import { el } from "./dom.js";
import { findings } from "./findings.js";
import { order } from "./order.js";
import { overview } from "./overview.js";
import { pipeline } from "./pipeline.js";
import { address, current, environments, go, hasChanges, narrow, onChange, readAddress, report, state, VIEWS } from "./state.js";

const MAKE = { overview, order, pipeline, applications, findings, changes };
const NAMES = { overview: "Overview", order: "Order", pipeline: "Pipeline", applications: "Applications", findings: "Findings", changes: "Changes" };
const THEMES = ["auto", "light", "dark"];
const KEYS = [
  ["/", "search"], ["1 – 6", "choose a view"], ["[ and ]", "the environment before, and after"],
  ["Esc", "close what is open"], ["arrow keys", "walk through Applications; → unfolds, Enter opens"], ["?", "this help"],
];

const views = VIEWS.filter((each) => each !== "changes" || hasChanges());
const search = el("input", {
  type: "search", id: "search", placeholder: "Search", "aria-keyshortcuts": "/", title: "Press / to search", autocomplete: "off", spellcheck: "false",
  "aria-label": "Search", input: () => narrow({ text: search.value }),
});
const tabs = el("nav", { class: "views", "aria-label": "Views" });
const choice = el("nav", { class: "environments", "aria-label": "Environments" });
const main = el("main", { id: "main", tabindex: -1 });
const aside = el("aside", { id: "detail", "aria-labelledby": "detail-title", hidden: true });
const theme = el("button", { type: "button", class: "theme", click: () => keepTheme(setTheme(THEMES[(THEMES.indexOf(shownTheme()) + 1) % 3])) });
const help = el("dialog", { "aria-labelledby": "help-title" },
  el("h2", { id: "help-title" }, "Keys"),
  el("dl", {}, KEYS.map(([key, said]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, said)])),
  el("form", { method: "dialog" }, el("button", {}, "Close")));
let opener = null; // what had the focus before the details came

document.title = `${report.repository}: argowave report`;
document.getElementById("page").replaceChildren(
  el("a", { class: "skip", href: "#main", click: (event) => {
    event.preventDefault();
    main.focus();
  } }, "Skip to the content"),
  el("header", {},
    el("div", { class: "bar" },
      el("h1", { class: "brand" }, el("a", { href: "#" }, el("b", {}, "argowave"), el("span", {}, report.repository))),
      choice, search, theme,
      el("button", { type: "button", class: "help", "aria-label": "Keys", click: () => help.showModal() }, "?")),
    tabs),
  el("div", { class: "body" }, main, aside),
  el("footer", {}, `Written by ${report.tool}. This file loads nothing and sends nothing; values of Secrets are not in it.`),
  help);

function shownTheme() {
  return document.documentElement.dataset.theme ?? "auto";
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[name];
  theme.setAttribute("aria-label", `Colours: ${name}`);
  return name;
}

function keepTheme(name) {
  try {
    localStorage.setItem("argowave-theme", name);
  } catch {
    // a browser that keeps nothing still switches
  }
}

function firstTheme() {
  try {
    return localStorage.getItem("argowave-theme") ?? "auto";
  } catch {
    return "auto";
  }
}

function drawFrame() {
  const environment = current();
  const figures = {
    findings: environment.findings.length || null,
    changes: environment.changes?.changes.length || null,
  };
  choice.replaceChildren(...(environments.length > 6 ? [picker()] : environments.map((each) => link(
    each.name,
    { environment: each.number, view: state.view === "overview" ? "order" : state.view },
    state.view !== "overview" && each.number === state.environment,
    each.errors ? "error" : each.warnings ? "warning" : "",
  ))));
  tabs.replaceChildren(...views.map((each) => link(NAMES[each], { view: each }, each === state.view, each === "findings" && environment.errors ? "error" : "", figures[each])));
}

function link(text, patch, isCurrent, mood, figure) {
  return el("a", { href: address(patch), class: mood, "aria-current": isCurrent ? "page" : null }, text,
    mood && !figure && el("span", { class: "hidden" }, `, with ${mood}s`), figure && el("span", { class: "figure" }, figure.toLocaleString("en")));
}

function picker() {
  const select = el("select", { "aria-label": "Environment", change: () => go({ environment: Number(select.value), view: state.view === "overview" ? "order" : state.view }) },
    environments.map((each) => el("option", { value: each.number, selected: each.number === state.environment }, each.name)));
  return select;
}

function drawDetail() {
  const open = state.object >= 0;
  if (open) {
    if (aside.hidden) opener = document.activeElement;
    aside.replaceChildren(...detail(state.object));
    aside.hidden = false;
    aside.scrollTop = 0;
    document.getElementById("detail-title").focus({ preventScroll: true });
  } else if (!aside.hidden) {
    aside.hidden = true;
    aside.replaceChildren();
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
  document.body.classList.toggle("with-detail", open);
}

onChange((what) => {
  if (what === "view" && state.only) {
    narrow({ only: "" }); // draws it
    return drawDetail();
  }
  if (what !== "object") {
    const filtering = document.activeElement.closest(".filters");
    main.replaceChildren(MAKE[state.view]());
    main.dataset.shown = address();
    drawFrame();
    if (filtering) main.querySelector(".filters [aria-pressed=true]")?.focus();
  }
  if (what === "view") window.scrollTo(0, 0);
  if (what !== "filter") drawDetail();
  return undefined;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.key === "Escape") {
    if (state.object >= 0) go({});
    else if (state.text) {
      search.value = "";
      narrow({ text: "" });
    }
    return;
  }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const view = views[Number(event.key) - 1];
  const step = { "[": -1, "]": 1 }[event.key];
  if (event.key === "/") search.focus();
  else if (event.key === "?") help.showModal();
  else if (view) go({ view });
  else if (step) go({ environment: (state.environment + step + environments.length) % environments.length });
  else return;
  event.preventDefault();
});

setTheme(firstTheme());
window.addEventListener("hashchange", readAddress);
readAddress();
