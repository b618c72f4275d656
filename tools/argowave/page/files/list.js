// Rows of one height, of which only those in sight are made.

import { drawInSight, el } from "./dom.js";

const HEIGHT = 34;
const SPARE = 12; // rows above and below what is in sight

export class Rows {
  constructor(make, properties) {
    this.make = make;
    this.rows = [];
    this.active = 0;
    this.element = el("div", { class: "rows", tabindex: 0, ...properties });
    drawInSight(this.element, (all) => this.draw(all));
  }

  show(rows) {
    this.rows = rows;
    this.active = Math.min(this.active, Math.max(rows.length - 1, 0));
    this.element.style.height = `${rows.length * HEIGHT}px`;
    this.draw();
  }

  draw(all = false) {
    const top = this.element.isConnected ? this.element.getBoundingClientRect().top : 0;
    const seen = Math.ceil(window.innerHeight / HEIGHT);
    const from = all ? 0 : Math.max(Math.floor(-top / HEIGHT) - SPARE, 0);
    const to = all ? this.rows.length : Math.min(from + seen + 2 * SPARE, this.rows.length);
    const made = [];
    for (let index = from; index < to; index += 1) {
      const row = this.make(this.rows[index], index);
      row.id = `row-${index}`;
      row.classList.toggle("active", index === this.active);
      row.setAttribute("aria-selected", String(index === this.active));
      row.style.transform = `translateY(${index * HEIGHT}px)`;
      made.push(row);
    }
    this.element.replaceChildren(...made);
    if (this.rows.length) this.element.setAttribute("aria-activedescendant", `row-${this.active}`);
    else this.element.removeAttribute("aria-activedescendant");
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
