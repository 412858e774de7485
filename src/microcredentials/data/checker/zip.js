// The bundle: a zip file, read as strictly as the library in Python writes it.

import { fromUtf8, unpacked } from "./encoding.js";
import { Unreadable } from "./errors.js";
import { isObject, isText } from "./shapes.js";
import { MAXIMUM_BYTES, parse } from "./strict_json.js";

const MEGABYTE = 1024 * 1024;
const MAXIMUM = {
  zip: 10 * MEGABYTE, files: 64, copies: 32, unpacked: 16 * MEGABYTE, ratio: 200, copy: 4 * MEGABYTE, directory: 65_536,
};
const RATIO_FROM = 65_536;
const [LOCAL, CENTRAL, END] = [[0x04034b50, 30], [0x02014b50, 46], [0x06054b50, 22]];
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_. -]*(\/[A-Za-z0-9_][A-Za-z0-9_. -]*)*\/?$/;

export function isZip(bytes) {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL[0];
}

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function refuse(code = "zip_damaged") {
  throw new Unreadable(code);
}

// Return the text of the award in a bundle, and the signed documents that came with it.
export async function unpackBundle(bytes) {
  const entries = directory(bytes);
  if (!entries.has("contents.json")) refuse("looks_like_zip");
  const { format, award, copies } = parse(await textOfEntry(bytes, entries.get("contents.json"), MAXIMUM_BYTES));
  const isRight = format === "keurmerk-bundle-1" && isText(award) && isObject(copies);
  if (!isRight || Object.keys(copies).length > MAXIMUM.copies) refuse("bundle_contents");
  if (new Set(Object.values(copies)).size !== Object.keys(copies).length) refuse("bundle_contents");
  const text = await textOfEntry(bytes, listed(entries, award), MAXIMUM_BYTES);
  parse(text);
  const found = Object.create(null);
  for (const url of Object.keys(copies)) {
    found[url] = await textOfEntry(bytes, listed(entries, copies[url]), MAXIMUM.copy);
  }
  return { text, copies: found };
}

function listed(entries, name) {
  return isText(name) && entries.has(name) ? entries.get(name) : refuse("bundle_contents");
}

function directory(bytes) {
  if (bytes.length > MAXIMUM.zip) refuse("too_large");
  const view = viewOf(bytes);
  const { start, size, count } = endOf(view);
  if (count > MAXIMUM.files || size > MAXIMUM.directory) refuse("zip_too_many");
  const entries = new Map();
  let place = start;
  for (let number = 0; number < count; number++) {
    const entry = central(bytes, view, place);
    if (entries.has(entry.name)) refuse("zip_duplicate");
    entries.set(entry.name, entry);
    place = entry.next;
  }
  if (place !== start + size) refuse();
  refuseBombs([...entries.values()]);
  return entries;
}

function endOf(view) {
  const place = view.byteLength - END[1];
  if (place < 0 || view.getUint32(place, true) !== END[0]) refuse();
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((offset) => view.getUint16(place + offset, true));
  const [size, start] = [12, 16].map((offset) => view.getUint32(place + offset, true));
  const comment = view.getUint16(place + 20, true);
  if (disk || firstDisk || comment || here !== count || start + size !== place) refuse();
  return { start, size, count };
}

function central(bytes, view, place) {
  if (place + CENTRAL[1] > bytes.length || view.getUint32(place, true) !== CENTRAL[0]) refuse();
  const [flags, method, nameLength, extra, comment] = [8, 10, 28, 30, 32].map((offset) =>
    view.getUint16(place + offset, true),
  );
  const [checksum, packed, size, offset] = [16, 20, 24, 42].map((at) => view.getUint32(place + at, true));
  const after = place + CENTRAL[1];
  const name = ascii(bytes.subarray(after, after + nameLength));
  if (flags & ENCRYPTED) refuse("zip_encrypted");
  if (method !== STORED && method !== DEFLATED) refuse("zip_method");
  if (!NAME.test(name)) refuse("zip_path");
  return { name, method, checksum, packed, size, offset, next: after + nameLength + extra + comment };
}

function ascii(bytes) {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\ufffd")).join("");
}

function refuseBombs(entries) {
  if (entries.reduce((sum, { size }) => sum + size, 0) > MAXIMUM.unpacked) refuse("zip_too_large");
  for (const { name, size, packed } of entries) {
    if (size > RATIO_FROM && size > packed * MAXIMUM.ratio) refuse("zip_too_large");
    if (name.toLowerCase().endsWith(".zip")) refuse("zip_nested");
  }
}

async function textOfEntry(bytes, entry, limit) {
  if (entry.size > limit) refuse("too_large");
  const content = await contentOf(packedOf(bytes, entry), entry);
  if (isZip(content)) refuse("zip_nested");
  try {
    return fromUtf8(content);
  } catch (error) {
    if (error instanceof TypeError) refuse("not_utf8");
    throw error;
  }
}

function packedOf(bytes, entry) {
  const view = viewOf(bytes);
  const { offset } = entry;
  if (offset + LOCAL[1] > bytes.length || view.getUint32(offset, true) !== LOCAL[0]) refuse();
  const nameEnd = offset + LOCAL[1] + view.getUint16(offset + 26, true);
  const start = nameEnd + view.getUint16(offset + 28, true);
  const content = bytes.subarray(start, start + entry.packed);
  const name = ascii(bytes.subarray(offset + LOCAL[1], nameEnd));
  if (name !== entry.name || content.length !== entry.packed) refuse();
  return content;
}

async function contentOf(packed, entry) {
  let content = packed;
  if (entry.method === DEFLATED) {
    try {
      content = await unpacked(packed, "deflate-raw", entry.size);
    } catch (error) {
      if (error instanceof TypeError) refuse();
      throw error;
    }
  }
  if (content?.length !== entry.size || checksumOf(content) !== entry.checksum) refuse();
  return content;
}

// CRC-32, as ZIP and PNG use it.
export function checksumOf(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
