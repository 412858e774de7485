// JSON, read strictly: what two readers could read differently is refused.

import { Unreadable } from "./errors.js";
import { Real, has, isObject, isText } from "./shapes.js";

export const MAXIMUM_BYTES = 256 * 1024;
export const MAXIMUM_VALUES = 5000;
const MAXIMUM_DEPTH = 32;
const NUMBER_CHARACTERS = 24;
const SAFE_INTEGER = 2 ** 53 - 1;

export const CONTROL_CHARACTERS =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
export const LONE_SURROGATE = /\p{Surrogate}/u;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const CONSTANT = /NaN|-?Infinity/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = [["true", true], ["false", false], ["null", null]];

// Return the document that a text says; throws `Unreadable`.
export function parse(text, maximumValues = MAXIMUM_VALUES) {
  refuseDepth(text);
  const reader = new Reader(text);
  const document = reader.whole();
  if (!isObject(document)) throw new Unreadable("expected_object");
  refuseTexts(document, maximumValues);
  return document;
}

function refuseDepth(text) {
  let depth = 0;
  let inText = false;
  for (let place = 0; place < text.length; place++) {
    const letter = text[place];
    if (inText) {
      if (letter === "\\") place += 1;
      else if (letter === '"') inText = false;
    } else if (letter === '"') inText = true;
    else if (letter === "[" || letter === "{") {
      depth += 1;
      if (depth > MAXIMUM_DEPTH) throw new Unreadable("too_deep");
    } else if (letter === "]" || letter === "}") depth -= 1;
  }
}

class Reader {
  constructor(text) {
    this.text = text;
    this.place = 0;
  }

  whole() {
    this.space();
    const value = this.value();
    this.space();
    if (this.place !== this.text.length) refuse();
    return value;
  }

  space() {
    while (" \t\n\r".includes(this.text[this.place] ?? "x")) this.place += 1;
  }

  take(letter) {
    if (this.text[this.place] !== letter) return false;
    this.place += 1;
    return true;
  }

  match(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place += found[0].length;
    return found;
  }

  value() {
    if (this.take('"')) return this.string();
    if (this.take("{")) return this.object();
    if (this.take("[")) return this.array();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.place)) {
        this.place += word.length;
        return value;
      }
    }
    if (this.match(CONSTANT)) throw new Unreadable("number_range");
    return readNumber(this.match(NUMBER) ?? refuse());
  }

  object() {
    const pairs = [];
    this.space();
    if (!this.take("}")) {
      do {
        this.space();
        if (!this.take('"')) refuse();
        const word = this.string();
        this.space();
        if (!this.take(":")) refuse();
        this.space();
        pairs.push([word, this.value()]);
        this.space();
      } while (this.take(","));
      if (!this.take("}")) refuse();
    }
    return objectOf(pairs);
  }

  array() {
    const members = [];
    this.space();
    if (this.take("]")) return members;
    do {
      this.space();
      members.push(this.value());
      this.space();
    } while (this.take(","));
    return this.take("]") ? members : refuse();
  }

  string() {
    let text = "";
    for (;;) {
      text += this.match(PLAIN)[0];
      if (this.take('"')) return text;
      if (!this.take("\\")) refuse();
      text += this.escape();
    }
  }

  escape() {
    const letter = this.text[this.place] ?? "";
    this.place += 1;
    if (has(ESCAPES, letter)) return ESCAPES[letter];
    const digits = this.text.slice(this.place, this.place + 4);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) refuse();
    this.place += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

function objectOf(pairs) {
  const found = Object.create(null);
  for (const [word, value] of pairs) {
    if (has(found, word)) throw new Unreadable("duplicate_key");
    found[word] = value;
  }
  return found;
}

function readNumber([text, fraction, exponent]) {
  const value = Number(text);
  const isWhole = fraction === undefined && exponent === undefined;
  const inRange = isWhole ? Math.abs(value) <= SAFE_INTEGER : Number.isFinite(value);
  if (text.length > NUMBER_CHARACTERS || !inRange) throw new Unreadable("number_range");
  return isWhole || !Number.isInteger(value) ? value : new Real(value);
}

function refuse() {
  throw new Unreadable("not_json");
}

function refuseTexts(document, maximumValues) {
  let count = 0;
  for (const text of texts(document)) {
    if (count > maximumValues) throw new Unreadable("too_many_values");
    if (CONTROL_CHARACTERS.test(text)) throw new Unreadable("control_char");
    if (LONE_SURROGATE.test(text)) throw new Unreadable("lone_surrogate");
    count += 1;
  }
}

function* texts(value) {
  if (Array.isArray(value)) {
    for (const member of value) yield* texts(member);
  } else if (isObject(value)) {
    for (const word of Object.keys(value)) {
      yield word;
      yield* texts(value[word]);
    }
  } else {
    yield isText(value) ? value : "";
  }
}
