// Whom the checker believes, and where it gets what is not in the file.

import { moment } from "./dates.js";
import { fromAnyBytes } from "./encoding.js";
import { Unreachable } from "./errors.js";
import { cut } from "./keys.js";

export const NOBODY = { operatorKeys: [], seenSequence: 0, minimumDates: {}, copies: {}, carried: {} };

// Read a trust file, as the library in Python writes it; throws TypeError if it is not one.
export function readTrust(text) {
  const found = asJson(text);
  if (!Array.isArray(found?.operators)) throw new TypeError("not a trust file");
  return {
    operatorKeys: found.operators.map(readKey),
    seenSequence: Number(found.seenSequence ?? 0),
    minimumDates: mapValues(found.minimumDates ?? {}, needed),
    copies: mapValues(found.copies ?? {}, String),
    carried: {},
  };
}

function asJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError("not JSON");
  }
}

function mapValues(found, change) {
  return Object.fromEntries(Object.entries(found).map(([word, value]) => [word, change(value)]));
}

function needed(text) {
  const found = moment(text);
  if (found === null) throw new TypeError("not a moment");
  return found;
}

function readKey(entry) {
  const id = String(entry.id);
  return {
    id,
    operator: cut(id, "#")[0],
    multikey: String(entry.multikey),
    activeFrom: needed(entry.from),
    activeUntil: entry.until ? needed(entry.until) : null,
    compromisedSince: entry.compromisedSince ? needed(entry.compromisedSince) : null,
  };
}

// What stands at an address now, or else the copies of it; throws `Unreachable`.
export async function sourcesOf(url, { trust, resolver }) {
  try {
    return [{ text: fromAnyBytes(await resolver.get(url)), url, isLive: true }];
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const held = [trust.copies, trust.carried].filter((copies) => Object.hasOwn(copies, url));
    if (held.length === 0) throw error;
    return held.map((copies) => ({ text: copies[url], url, isLive: false }));
  }
}
