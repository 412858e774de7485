// Moments and days as they are written in a signed document; milliseconds, and YYYY-MM-DD.

import { isText } from "./shapes.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
// xsd:dateTimeStamp, without the hour 24 and the second 60.
const MOMENT =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

// Read a moment with its zone; null for anything else.
export function moment(text) {
  const found = isText(text) ? MOMENT.exec(text) : null;
  if (!found || day(found[1]) === null) return null;
  const time = Date.parse(text);
  return time >= EARLIEST && time <= LATEST ? time : null;
}

// Read a day; null for anything else.
export function day(text) {
  if (!isText(text) || !DAY.test(text) || text.startsWith("0000")) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayAt(time) === text ? text : null;
}

// The day, in UTC, of a moment.
export function dayAt(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
