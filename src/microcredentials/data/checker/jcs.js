// JSON in its one spelling (RFC 8785).

import { UntrustedProof } from "./errors.js";
import { isNumber, isObject, numberOf } from "./shapes.js";

const SAFE_INTEGER = 2 ** 53 - 1;

export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isObject(value)) {
    // The standard sorts by half characters, which is how this language compares.
    const words = Object.keys(value).sort();
    const members = words.map((word) => `${JSON.stringify(word)}:${canonicalJson(value[word])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) > SAFE_INTEGER) {
    throw new UntrustedProof("canonical_json");
  }
  return JSON.stringify(isNumber(value) ? numberOf(value) : value);
}
