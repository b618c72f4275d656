// Rows of one height, of which only those in sight are made. One that stays in sight stays the
// element that it is: what takes its place between a press and a release would lose the click.

import { drawInSight, el } from "./dom.js";

const HEIGHT = 34;
const SPARE = 12; // rows above and below what is in sight

export class Rows {
  constructor(make, properties) {
    this.make = make;
    this.rows = [];
    this.made = new Map(); // index → element
    this.active = 0;
    this.element = el("div", { class: "rows", tabindex: 0, ...properties });
    drawInSight(this.element, (all) => this.draw(all));
  }

  show(rows) {
    this.rows = rows;
    this.made.clear();
    this.element.replaceChildren();
    this.active = Math.min(this.active, Math.max(rows.length - 1, 0));
    this.element.style.height = `${rows.length * HEIGHT}px`;
    this.draw();
  }

  draw(all = false) {
    const top = this.element.isConnected ? this.element.getBoundingClientRect().top : 0;
    const seen = Math.ceil(window.innerHeight / HEIGHT);
    const from = all ? 0 : Math.max(Math.floor(-top / HEIGHT) - SPARE, 0);
    const to = all ? this.rows.length : Math.min(from + seen + 2 * SPARE, this.rows.length);
    for (const [index, row] of this.made) {
      if (index < from || index >= to) {
        row.remove();
        this.made.delete(index);
      }
    }
    const first = Math.min(...this.made.keys());
    const before = this.element.firstChild; // null where nothing is left
    for (let index = from; index < to; index += 1) {
      const row = this.made.get(index) ?? this.makeRow(index);
      row.classList.toggle("active", index === this.active);
      row.setAttribute("aria-selected", String(index === this.active));
      if (row.parentNode !== this.element) this.element.insertBefore(row, index < first ? before : null);
    }
    if (this.rows.length) this.element.setAttribute("aria-activedescendant", `row-${this.active}`);
    else this.element.removeAttribute("aria-activedescendant");
  }

  makeRow(index) {
    const row = this.make(this.rows[index], index);
    row.id = `row-${index}`;
    row.style.transform = `translateY(${index * HEIGHT}px)`;
    this.made.set(index, row);
    return row;
  }

  move(index) {
    this.active = Math.min(Math.max(index, 0), this.rows.length - 1);
    const top = this.element.getBoundingClientRect().top + this.active * HEIGHT;
    const head = document.querySelector("header").offsetHeight;
    if (top < head) window.scrollBy(0, top - head - HEIGHT);
    if (top > window.innerHeight - 2 * HEIGHT) window.scrollBy(0, top - window.innerHeight + 3 * HEIGHT);
    this.draw();
  }
}
