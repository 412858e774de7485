// Pieces of the page, made without ever reading text as HTML.

const SVG = "http://www.w3.org/2000/svg";
const LINES = {
  good: "M4 12.5l5 5L20 6.5",
  note: "M12 4v10M12 18.5v1",
  open: "M8.5 9a3.5 3.5 0 1 1 4.6 3.3c-.8.3-1.1.9-1.1 1.7v.5M12 18.5v1",
  stop: "M5 5l14 14M19 5L5 19",
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
  drawn.setAttribute("class", `icon ${kind}`);
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", LINES[kind]);
  drawn.append(line);
  return drawn;
}
