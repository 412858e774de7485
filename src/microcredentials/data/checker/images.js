// A signed document inside a PNG or an SVG image, as the Open Badges standards put it there.

import { fromUtf8, unpacked, utf8 } from "./encoding.js";
import { Unreadable } from "./errors.js";
import { checksumOf } from "./zip.js";

const MEGABYTE = 1024 * 1024;
const MAXIMUM_TEXT = 256 * 1024;
const [MAXIMUM_PNG, MAXIMUM_CHUNKS, MAXIMUM_PIXELS] = [10 * MEGABYTE, 10_000, 50_000_000];
const [MAXIMUM_SVG, MAXIMUM_DEPTH, MAXIMUM_ELEMENTS] = [2 * MEGABYTE, 256, 100_000];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
// The first of these that an image carries is read: Open Badges 3.0, CLR 2.0, Open Badges 2.0.
const STANDARDS = [
  { keyword: "openbadgecredential", namespace: "https://purl.imsglobal.org/ob/v3p0", element: "credential" },
  { keyword: "clrcredential", namespace: "https://purl.imsglobal.org/clr/v2p0", element: "credential" },
  { keyword: "openbadges", namespace: "http://openbadges.org", element: "assertion", mayRepeat: true },
];

function refuse(code) {
  throw new Unreadable(code);
}

export function isPng(bytes) {
  return PNG.every((byte, place) => bytes[place] === byte);
}

// Return the text that is baked into a PNG image.
export async function unbakePng(bytes) {
  if (bytes.length > MAXIMUM_PNG) refuse("too_large");
  const texts = chunksOf(bytes).filter(({ kind }) => kind === "iTXt").map(({ content }) => content);
  for (const { keyword } of STANDARDS) {
    const start = utf8(`${keyword}\0`);
    const found = texts.filter((content) => start.every((byte, place) => content[place] === byte));
    if (found.length > 1) refuse("multiple_payloads");
    if (found.length === 1) return textOfChunk(found[0].subarray(start.length));
  }
  return refuse("looks_like_image");
}

function chunksOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [];
  let begin = PNG.length;
  while (chunks.length < MAXIMUM_CHUNKS && begin + 8 <= bytes.length) {
    const end = begin + 8 + view.getUint32(begin);
    if (end + 4 > bytes.length) break;
    const kind = String.fromCharCode(...bytes.subarray(begin + 4, begin + 8));
    const [content, summed] = [bytes.subarray(begin + 8, end), bytes.subarray(begin + 4, end)];
    chunks.push({ kind, content, summed, sum: view.getUint32(end) });
    if (kind === "IEND") return checkedChunks(chunks);
    begin = end + 4;
  }
  return refuse("png_damaged");
}

function checkedChunks(chunks) {
  const [{ kind, content, summed, sum }] = chunks;
  if (checksumOf(summed) !== sum || kind !== "IHDR" || content.length !== 13) refuse("png_damaged");
  const view = new DataView(content.buffer, content.byteOffset);
  if (view.getUint32(0) * view.getUint32(4) > MAXIMUM_PIXELS) refuse("image_too_large");
  if (chunks.some((chunk) => checksumOf(chunk.summed) !== chunk.sum)) refuse("png_damaged");
  return chunks;
}

// Behind the keyword: packed or not, the method, language and translated keyword with NUL, text.
async function textOfChunk(content) {
  const language = content.indexOf(0, 2);
  const keyword = language < 0 ? -1 : content.indexOf(0, language + 1);
  let text = keyword < 0 ? new Uint8Array() : content.subarray(keyword + 1);
  const [flag, method] = content;
  if (method !== 0 || flag > 1) refuse("png_damaged");
  if (flag === 1) text = await inflated(text);
  if (text === null || text.length > MAXIMUM_TEXT) refuse("too_large");
  return decoded(text);
}

async function inflated(packed) {
  try {
    return await unpacked(packed, "deflate", MAXIMUM_TEXT);
  } catch (error) {
    if (error instanceof TypeError) refuse("png_damaged");
    throw error;
  }
}

function decoded(bytes) {
  try {
    return fromUtf8(bytes);
  } catch (error) {
    if (error instanceof TypeError) refuse("not_utf8");
    throw error;
  }
}

export function isSvg(text) {
  return /^\s*(<\?xml\b((?!\?>).)*\?>\s*)?(<!--((?!-->).)*-->\s*)*<(\w+:)?svg\b/s.test(text);
}

// Return the text that is baked into an SVG image; the image is read as XML, never drawn.
export function unbakeSvg(bytes) {
  if (bytes.length > MAXIMUM_SVG) refuse("too_large");
  const text = decoded(bytes);
  if (text.includes("\0")) refuse("not_utf8");
  const root = rootOf(text.replace(/^\ufeff/, ""));
  const elements = [root, ...root.querySelectorAll("*")];
  if (elements.length > MAXIMUM_ELEMENTS || elements.some((one) => depthOf(one) > MAXIMUM_DEPTH)) refuse("too_large");
  for (const standard of STANDARDS) {
    const found = elements.filter(
      (one) => one.namespaceURI === standard.namespace && one.localName === standard.element,
    );
    if (found.length > 1) refuse("multiple_payloads");
    if (found.length === 1) return documentIn(found[0], standard);
  }
  return refuse("looks_like_svg");
}

function rootOf(text) {
  const encoding = /^<\?xml\b[^?]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(text);
  if (encoding && !["utf-8", "us-ascii"].includes(encoding[1].toLowerCase())) refuse("not_utf8");
  if (/^(\s|<\?((?!\?>).)*\?>|<!--((?!-->).)*-->)*<!DOCTYPE/s.test(text)) refuse("svg_doctype");
  const found = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = found.documentElement;
  const isDamaged = found.getElementsByTagName("parsererror").length > 0;
  if (isDamaged || root.localName !== "svg" || root.namespaceURI !== SVG_NAMESPACE) refuse("svg_damaged");
  return root;
}

function depthOf(element) {
  let depth = 0;
  for (let one = element; one; one = one.parentElement) depth += 1;
  return depth;
}

function documentIn(element, { mayRepeat = false }) {
  if (element.children.length > 0) refuse("svg_damaged");
  const verify = element.getAttribute("verify") ?? "";
  const text = element.textContent.trim();
  if (verify && text && !mayRepeat) refuse("multiple_payloads");
  const found = COMPACT_JWS.test(verify) ? verify : text || verify;
  if (utf8(found).length > MAXIMUM_TEXT) refuse("too_large");
  return found;
}
