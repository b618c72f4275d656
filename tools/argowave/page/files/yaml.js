// YAML with its keys, comments and texts told apart; every piece is a text node.

import { el } from "./dom.js";

const LINE = /^(\s*(?:- )*)("(?:[^"\\]|\\.)*"|[^\s"'#&*|>-][^:#]*|[^\s"'#:][^\s:]*):(?= |$)(.*)$/;
const BLOCK = /^\s*[|>][+-]?\d*$/;
const LARGEST = 200_000; // characters; what is longer stays plain

export function yaml(text) {
  const code = el("code");
  if (text.length > LARGEST) {
    code.append(text);
    return code;
  }
  let block = -1; // how far the key of a text of several lines is indented
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const indent = line.search(/\S/);
    if (block >= 0 && (indent > block || indent < 0)) {
      code.append(el("span", { class: "text" }, line), "\n");
      continue;
    }
    block = -1;
    const found = LINE.exec(line);
    if (found) {
      const [, before, key, value] = found;
      code.append(before, el("span", { class: "key" }, key), ":", el("span", { class: "text" }, value), "\n");
      if (BLOCK.test(value)) block = indent;
    } else {
      code.append(line, "\n");
    }
  }
  return code;
}
