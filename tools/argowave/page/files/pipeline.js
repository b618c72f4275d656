// What a message and a request go through; boxes and curves come laid out.

import { drawInSight, el, listed, svg } from "./dom.js";
import { filters, finding, heading, nothing, objectLink } from "./parts.js";
import { current, go, state, subject } from "./state.js";

const LINE = 16; // between two lines of text in a box
const SPARE = 800; // pixels above and below what is in sight

export function pipeline() {
  const environment = current();
  const picture = environment.pipeline;
  const title = heading("Pipeline", picture.description);
  if (!picture.boxes.length) {
    return el("div", {}, title, nothing("No pipeline", `Nothing in ${environment.name} is a managed resource, or leads to one.`));
  }
  return el("div", {}, title, matches(environment, picture),
    el("div", { class: "canvas", tabindex: 0, role: "region", "aria-label": "pipeline" }, draw(environment, picture)),
    legend(picture), faults(environment, picture));
}

function isWanted(environment, { objects }) {
  return objects.some((index) => environment.matches(index, { whole: false }));
}

// What is looked for, by name: it may be far down in a large picture.
function matches(environment, { boxes }) {
  if (!state.words.length && !state.only) return filters(environment);
  const found = boxes.filter((each) => isWanted(environment, each));
  const shown = found.slice(0, 12);
  return el("div", { class: "tools" }, filters(environment),
    el("p", { class: "soft", role: "status" }, found.length ? "Found: " : "Nothing in the picture matches.",
      shown.flatMap((each, at) => [at ? ", " : "", objectLink(each.objects.find((index) => environment.matches(index, { whole: false })))]),
      found.length > shown.length && ` and ${found.length - shown.length} more`));
}

// Draws what is in sight, and somewhat more above and below.
function draw(environment, { width, height, boxes, curves }) {
  const image = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": `pipeline of ${environment.name}` });
  image.style.minWidth = `${Math.min(width, 760)}px`; // what is smaller cannot be read
  const parts = [
    ...curves.map((each) => ({ top: Math.min(...each.points.map(([, y]) => y)), bottom: Math.max(...each.points.map(([, y]) => y)), make: () => curve(environment, each) })),
    ...boxes.map((each) => ({ top: each.y, bottom: each.y + each.height, make: () => box(environment, each) })),
  ];
  const made = new Map();
  const layers = [svg("g", {}), svg("g", {})]; // curves below boxes
  image.append(...layers);
  function show(all) {
    const { top, height: shown } = image.getBoundingClientRect();
    const scale = shown / height || 1;
    const from = all ? 0 : (-top - SPARE) / scale;
    const to = all ? height : (window.innerHeight - top + SPARE) / scale;
    parts.forEach((part, index) => {
      const inSight = part.bottom >= from && part.top <= to;
      const there = made.get(index);
      if (inSight && !there) {
        made.set(index, part.make());
        layers[index < curves.length ? 0 : 1].append(made.get(index));
      } else if (!inSight && there && !there.contains(document.activeElement)) {
        there.remove();
        made.delete(index);
      }
    });
  }
  show(false);
  return drawInSight(image, show);
}

function mood(environment, each) {
  const severities = each.findings.map((index) => environment.all[index].severity);
  if (severities.includes("error")) return "error";
  return severities.length ? "warning" : "";
}

function box(environment, each) {
  const { x, y, width, height, lines, objects } = each;
  const middle = x + width / 2;
  const changed = objects.some((index) => environment.changed(index));
  const dim = (state.words.length || state.only) && !isWanted(environment, each);
  const first = objects.length ? environment.objects[objects[0]] : null;
  const label = first ? subject(first) : lines.map(([, text]) => text).join(" ");
  const open = () => first && go({ object: objects[0] });
  return svg("g", {
    class: ["box", each.role, mood(environment, each), changed && "changed", dim && "dim"].filter(Boolean).join(" "),
    role: first ? "button" : "img", tabindex: first ? 0 : null, "aria-label": label, click: open,
    keydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    },
  },
    svg("rect", { x, y, width, height, rx: each.role === "wave" ? height / 2 : 8 }),
    lines.map(([style, text], at) => svg("text", { x: middle, y: y + 5 + LINE * at + 11.5, class: style }, text)),
    each.findings.length ? mark(x + width, y, each.findings.length) : null);
}

function mark(x, y, number) {
  return svg("g", { class: "mark" }, svg("circle", { cx: x - 2, cy: y + 2, r: 9 }), svg("text", { x: x - 2, y: y + 6 }, number));
}

function curve(environment, each) {
  const points = each.points;
  const [[x, y], [toX, toY]] = [points[1], points[2] ?? points[1]];
  const middle = [(x + toX) / 2, (y + toY) / 2];
  return svg("g", { class: ["curve", each.dashed && "dashed", mood(environment, each)].filter(Boolean).join(" ") },
    svg("path", { d: way(points) }),
    each.directed && svg("path", { class: "head", d: head(points) }),
    each.label && svg("text", { x: middle[0], y: middle[1] - 5 }, each.label),
    each.findings.length ? mark(middle[0], middle[1] + 6, each.findings.length) : null);
}

// Level from an even point to the next one, and bent from there to the one after it.
function way([[startX, startY], ...rest]) {
  let [x, y] = [startX, startY];
  let path = `M${x} ${y}`;
  for (const [toX, toY] of rest) {
    const half = (x + toX) / 2;
    path += y === toY ? `H${toX}` : `C${half} ${y} ${half} ${toY} ${toX} ${toY}`;
    [x, y] = [toX, toY];
  }
  return path;
}

function head(points) {
  const [x, y] = points.at(-1);
  const back = (points.at(-3)?.[0] ?? 0) > x ? 8 : -8;
  return `M${x} ${y}L${x + back} ${y - 4.5}V${y + 4.5}Z`;
}

function legend({ boxes, curves }) {
  const roles = [...new Set(boxes.map((each) => each.role))];
  const names = { entry: "where requests come in", missing: "named, and nowhere", resource: "another managed resource" };
  return el("ul", { class: "legend" },
    roles.map((each) => el("li", { class: each }, el("span", { "aria-hidden": "true" }), names[each] ?? each)),
    curves.some((each) => each.dashed) && el("li", { class: "dashed" }, el("span", { "aria-hidden": "true" }), "only what fails goes this way"));
}

function faults(environment, { boxes, curves }) {
  const found = [...new Set([...boxes, ...curves].flatMap((each) => each.findings))];
  if (!found.length) return nothing("No findings", "Nothing is wrong with what is drawn here.", "good");
  return el("section", { class: "faults" }, el("h3", {}, "Findings in this picture"), listed(found, (index) => el("li", {}, finding(environment.all[index])), { class: "plain", first: 20 }));
}
