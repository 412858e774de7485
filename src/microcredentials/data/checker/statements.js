// From expanded JSON-LD to RDF statements (quads), and those as N-Quads.

import { canonicalJson } from "./jcs.js";
import { has, isNumber, isObject, isText, listOf, numberOf } from "./shapes.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const RDF_TYPE = named(`${RDF}type`);
const [FIRST, REST, NIL] = ["first", "rest", "nil"].map((word) => named(RDF + word));
const ESCAPES = {
  "\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f",
};
const TO_ESCAPE = /[\x00-\x1f\x7f"\\]/g;

function named(value) {
  return { kind: "iri", value };
}

// Return the statements of expanded nodes, each once, with `_:b…` as names of blank nodes.
export function quadsOf(expanded) {
  const writer = new Writer();
  for (const node of expanded) writer.object(node, null);
  return [...writer.quads.values()];
}

class Writer {
  constructor() {
    this.quads = new Map();
    this.count = 0;
  }

  blank() {
    this.count += 1;
    return { kind: "blank", value: `_:b${this.count - 1}` };
  }

  add(subject, predicate, object, graph) {
    const quad = { subject, predicate, object, graph };
    this.quads.set(nquad(quad), quad);
  }

  // Write what an expanded value says, and return the term that stands for it.
  object(value, graph) {
    if (has(value, "@value")) return literal(value);
    if (has(value, "@list")) return this.list(value["@list"], graph);
    return this.node(value, graph);
  }

  list(members, graph) {
    const terms = members.map((member) => this.object(member, graph));
    const places = terms.map(() => this.blank());
    terms.forEach((term, number) => {
      this.add(places[number], FIRST, term, graph);
      this.add(places[number], REST, places[number + 1] ?? NIL, graph);
    });
    return places[0] ?? NIL;
  }

  node(node, graph) {
    const subject = has(node, "@id") ? named(node["@id"]) : this.blank();
    for (const word of Object.keys(node)) {
      if (word === "@type") {
        for (const type of node[word]) this.add(subject, RDF_TYPE, named(type), graph);
      } else if (word === "@graph") {
        for (const member of node[word]) if (isNode(member)) this.object(member, subject);
      } else if (!word.startsWith("@")) {
        for (const value of listOf(node[word])) {
          this.add(subject, named(word), this.object(value, graph), graph);
        }
      }
    }
    return subject;
  }
}

// A value or a list that stands alone in a graph says nothing.
function isNode(value) {
  return isObject(value) && !has(value, "@value") && !has(value, "@list");
}

function literal(found) {
  const type = found["@type"] ?? null;
  const value = found["@value"];
  if (type === "@json") return { kind: "literal", value: canonicalJson(value), type: `${RDF}JSON` };
  if (typeof value === "boolean") {
    return { kind: "literal", value: String(value), type: type ?? `${XSD}boolean` };
  }
  if (isNumber(value)) return number(numberOf(value), type);
  if (has(found, "@language")) {
    return { kind: "literal", value, type: `${RDF}langString`, language: found["@language"] };
  }
  return { kind: "literal", value, type: type ?? `${XSD}string` };
}

function number(value, type) {
  const isDouble = !Number.isInteger(value) || Math.abs(value) >= 1e21 || type === `${XSD}double`;
  if (isDouble) return { kind: "literal", value: canonicalDouble(value), type: type ?? `${XSD}double` };
  return { kind: "literal", value: String(BigInt(value)), type: type ?? `${XSD}integer` };
}

// 2.5 is written 2.5E0 (XML Schema 1.0, section 3.2.5.2).
function canonicalDouble(value) {
  return value.toExponential(15).replace(/(\d)0*e\+?(-)?0*(\d)/, "$1E$2$3");
}

export function nquad({ subject, predicate, object, graph }) {
  const place = graph ? ` ${term(graph)}` : "";
  return `${term(subject)} ${term(predicate)} ${term(object)}${place} .\n`;
}

function term(found) {
  if (found.kind === "iri") return `<${found.value}>`;
  if (found.kind === "blank") return found.value;
  const text = `"${found.value.replace(TO_ESCAPE, escaped)}"`;
  if (isText(found.language)) return `${text}@${found.language}`;
  return found.type === `${XSD}string` ? text : `${text}^^<${found.type}>`;
}

function escaped(letter) {
  return ESCAPES[letter] ?? `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
