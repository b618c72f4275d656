// The tree of Applications, and every object.

import { count, el } from "./dom.js";
import { Rows } from "./list.js";
import { badge, changeBadge, filters, heading, noMatch, role } from "./parts.js";
import { current, go, state } from "./state.js";

const SMALL = 400; // objects up to which everything is unfolded at first

const unfolded = new Map(); // environment → numbers of its unfolded Applications

export function applications() {
  const environment = current();
  const open = unfolded.get(environment.number) ?? firstUnfolded(environment);
  unfolded.set(environment.number, open);
  const rows = new Rows((row, index) => made(environment, row, index), {
    role: "tree", "aria-label": `Applications and objects of ${environment.name}`,
    keydown: (event) => key(event, rows, environment, open, draw),
    click: (event) => click(event, rows, open, draw),
  });
  const empty = el("div", {});
  const said = el("p", { class: "soft", role: "status" });
  function draw() {
    const shown = visible(environment, open);
    rows.show(shown);
    rows.element.hidden = !shown.length;
    empty.replaceChildren(...(shown.length ? [] : [noMatch()]));
    said.textContent = count(shown.length, "row");
  }
  const all = (wanted) => () => {
    open.clear();
    if (wanted) environment.applications.forEach((_, index) => open.add(index));
    else environment.applications.forEach((each, index) => each.parent < 0 && open.add(index));
    draw();
  };
  const view = el("div", {},
    heading("Applications", "Everything that Argo CD would apply, below the Application that applies it."),
    el("div", { class: "tools" }, filters(environment),
      el("button", { type: "button", click: all(true) }, "Unfold all"),
      el("button", { type: "button", click: all(false) }, "Fold all"), said),
    empty, rows.element);
  draw();
  requestAnimationFrame(() => rows.draw());
  return view;
}

function firstUnfolded(environment) {
  const few = environment.objects.length <= SMALL;
  return new Set(environment.applications.flatMap((each, index) => (few || each.parent < 0 ? [index] : [])));
}

function visible(environment, open) {
  const narrowed = state.words.length || state.only;
  const rows = [];
  function walk(indexes, depth) {
    const shown = narrowed ? indexes.filter((each) => environment.matches(each)) : indexes;
    shown.forEach((index, at) => {
      const inside = environment.objects[index].inside;
      const below = inside >= 0 ? environment.applications[inside].objects : [];
      const isOpen = below.length > 0 && (open.has(inside) || Boolean(narrowed));
      rows.push({ index, depth, inside, below: below.length, isOpen, at: at + 1, of: shown.length });
      if (isOpen) walk(below, depth + 1);
    });
  }
  walk(environment.by_hand, 0);
  return rows;
}

function made(environment, row, index) {
  const object = environment.objects[row.index];
  const weight = environment.weigh(row.index);
  const made = el("div", {
    class: "row", role: "treeitem", "data-index": index, "data-role": role(object.kind),
    "aria-level": row.depth + 1, "aria-setsize": row.of, "aria-posinset": row.at,
    "aria-expanded": row.below ? String(row.isOpen) : null,
  },
    el("span", { class: "fold", "aria-hidden": "true" }, row.below ? (row.isOpen ? "▾" : "▸") : ""),
    el("span", { class: "kind" }, object.kind),
    el("span", { class: "name" }, object.name || "?"),
    object.namespace && el("span", { class: "soft" }, object.namespace),
    row.below ? el("span", { class: "soft" }, count(row.below, "object")) : null,
    badge(weight), changeBadge(environment.change(row.index)),
    el("span", { class: "place" }, object.line ? `${object.file}:${object.line}` : object.file));
  made.style.paddingInlineStart = `${0.5 + Math.min(row.depth, 12) * 1.4}rem`;
  return made;
}

function toggle(row, open) {
  if (open.has(row.inside)) open.delete(row.inside);
  else open.add(row.inside);
}

function click(event, rows, open, draw) {
  const found = event.target.closest(".row");
  if (!found) return;
  rows.active = Number(found.dataset.index);
  const row = rows.rows[rows.active];
  if (event.target.classList.contains("fold") && row.below) {
    toggle(row, open);
    draw();
  } else {
    rows.draw();
    go({ object: row.index });
  }
}

function key(event, rows, environment, open, draw) {
  const row = rows.rows[rows.active];
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -rows.rows.length, End: rows.rows.length };
  if (event.key in moves) rows.move(rows.active + moves[event.key]);
  else if (event.key === "Enter" || event.key === " ") go({ object: row.index });
  else if (event.key === "ArrowRight" && row.below) {
    if (row.isOpen) rows.move(rows.active + 1);
    else {
      open.add(row.inside);
      draw();
    }
  } else if (event.key === "ArrowLeft") {
    if (row.isOpen && open.delete(row.inside)) draw();
    else {
      const parent = rows.rows.findLastIndex((each, at) => at < rows.active && each.depth < row.depth);
      if (parent >= 0) rows.move(parent);
    }
  } else return;
  event.preventDefault();
}
