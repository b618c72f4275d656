// Elements are made here and nowhere else. Whatever comes from a manifest becomes a text or an
// attribute's value, so it never is markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(made, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((each) => each || each === 0));
  return made;
}

// A text that may be broken after each slash, as paths and long names have to be.
export function breakable(text) {
  return String(text).split(/(?<=[/:])/).flatMap((each) => [each, el("wbr")]).slice(0, -1);
}

export function count(number, noun, plural = `${noun}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

const drawers = new WeakMap(); // element → what draws of it what is in sight, or all of it

// Has an element drawn again whenever something else may be in sight, for as long as it is there.
export function drawInSight(element, draw) {
  element.setAttribute("data-in-sight", "");
  drawers.set(element, draw);
  return element;
}

for (const [event, all] of [["scroll", false], ["resize", false], ["beforeprint", true]]) {
  window.addEventListener(event, () => {
    for (const each of document.querySelectorAll("[data-in-sight]")) drawers.get(each)(all);
  }, { passive: true });
}

// A list of which the first entries are made, and more when they are asked for.
export function listed(entries, make, { tag = "ul", first = 60, ...properties } = {}) {
  const list = el(tag, properties);
  const outer = el("div", { class: "listed" }, list);
  let shown = 0;
  function more(number) {
    const last = Math.min(shown + number, entries.length);
    const made = [];
    for (; shown < last; shown += 1) made.push(make(entries[shown]));
    list.append(...made);
    button.hidden = shown === entries.length;
    button.textContent = `Show ${Math.min(entries.length - shown, 200)} more of ${count(entries.length, "entry", "entries")}`;
    return made[0];
  }
  const button = el("button", { class: "more", type: "button", click: () => {
    const next = more(200);
    (next.querySelector("a, button, [tabindex]") ?? next).focus();
  } });
  outer.append(button);
  more(first);
  return drawInSight(outer, (all) => all && more(entries.length));
}
