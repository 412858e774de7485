// Pieces of the page, made without ever reading text as HTML.

const SVG = "http://www.w3.org/2000/svg";
const LINES = {
  good: "M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19zM7.5 12.4l3.1 3.1l6-6.6",
  note: "M12 2.8L22 20.5H2zM12 9v5.5M12 17v1",
  open: "M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19zM9.2 9.4c.2-3.4 5.7-3.3 5.7.1c0 2.4-2.9 2.3-2.9 4.7M12 16.6v1.2",
  stop: "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7m0-7l-7 7",
};

// Attributes that begin with `on` are listeners.
export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  replaceContent(made, ...content);
  return made;
}

export function replaceContent(place, ...content) {
  place.replaceChildren(...content.filter((part) => part !== "" && part !== undefined && part !== null));
}

export function icon(kind) {
  const drawn = document.createElementNS(SVG, "svg");
  const attributes = { class: `icon ${kind}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", LINES[kind]);
  drawn.append(line);
  return drawn;
}

// Names and what they stand for, without those that stand for nothing.
export function described(rows) {
  const filled = rows.filter(([, value]) => value);
  return element("dl", {}, ...filled.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}
