// Any file → a signed document, strictly.

import { fromUtf8, utf8 } from "./encoding.js";
import { Unreadable } from "./errors.js";
import { isPng, isSvg, unbakePng, unbakeSvg } from "./images.js";
import { MAXIMUM_BYTES, parse } from "./strict_json.js";
import { TOKEN, openToken } from "./tokens.js";
import { isZip, unpackBundle } from "./zip.js";

const DISCLOSING = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*~.*$/;
const BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
// What a person may hand in by mistake.
const LOOKS_LIKE = [
  ["%pdf", "looks_like_pdf"],
  ["<", "looks_like_web_page"],
  ["http://", "looks_like_address"],
  ["https://", "looks_like_address"],
];
const IMAGES = ["\xff\xd8\xff", "GIF8", "RIFF", "BM", "II*\0", "MM\0*"];

// Return the document in a file, the token if it came in one, and the signed documents that came with it.
export async function read(bytes) {
  if (isZip(bytes)) {
    const { text, copies } = await unpackBundle(bytes);
    return { document: parse(text), copies };
  }
  let raw = bytes;
  if (isPng(bytes)) raw = utf8(baked(await unbakePng(bytes)));
  else if (isSvg(lettersOf(bytes, 0, 65_536).replace(BYTE_ORDER_MARK, ""))) raw = utf8(baked(unbakeSvg(bytes)));
  const text = decoded(raw);
  const token = text.trim();
  if (TOKEN.test(token)) return { document: openToken(token).document, token, copies: {} };
  return { document: parse(text), copies: {} };
}

// Each byte as one letter.
function lettersOf(bytes, start, end) {
  let letters = "";
  for (const byte of bytes.subarray(start, end)) letters += String.fromCharCode(byte);
  return letters;
}

// What was baked; of an address, the assertion that must stand there (Open Badges 2.0).
function baked(text) {
  if (!/^https?:\/\//.test(text)) return text;
  if (!/^https:\/\/[!-~]{1,300}$/.test(text)) throw new Unreadable("legacy_hosted");
  return JSON.stringify({ "@context": "https://w3id.org/openbadges/v2", type: "Assertion", id: text });
}

function decoded(bytes) {
  const first = bytes.findIndex((byte) => !" \t\n\r\v\f".includes(String.fromCharCode(byte)));
  if (first < 0) throw new Unreadable("empty_input");
  const start = lettersOf(bytes, first, first + 16).toLowerCase();
  for (const [prefix, code] of LOOKS_LIKE) {
    if (start.startsWith(prefix)) throw new Unreadable(code);
  }
  if (IMAGES.some((mark) => lettersOf(bytes, 0, 4).startsWith(mark))) throw new Unreadable("looks_like_image");
  if (bytes.length > MAXIMUM_BYTES) throw new Unreadable("too_large");
  const text = utf8Text(bytes);
  if (text.includes("\0")) throw new Unreadable("not_utf8");
  if (DISCLOSING.test(text.trim())) throw new Unreadable("looks_like_jwt");
  return text;
}

function utf8Text(bytes) {
  try {
    return fromUtf8(bytes).replace(/^\ufeff/, "");
  } catch (error) {
    if (error instanceof TypeError) throw new Unreadable("not_utf8");
    throw error;
  }
}
