// Bytes as letters, and letters as bytes.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const IS_BASE58 = /^z[1-9A-HJ-NP-Za-km-z]+$/;
const IS_BASE64URL = /^[A-Za-z0-9_-]*$/;

export function utf8(text) {
  return new TextEncoder().encode(text);
}

// Throws TypeError for what is no UTF-8.
export function fromUtf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function fromAnyBytes(bytes) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

// Read base58btc with a z before it; null if it is longer than allowed, or something else.
export function readBase58(text, maximumCharacters) {
  if (text.length > maximumCharacters || !IS_BASE58.test(text)) return null;
  let number = 0n;
  for (const letter of text.slice(1)) number = number * 58n + BigInt(BASE58.indexOf(letter));
  const zeros = /^1*/.exec(text.slice(1))[0].length;
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  return Uint8Array.from([...new Array(zeros).fill(0), ...bytes]);
}

// Read base64url without padding; null unless it is written in its one spelling.
export function readBase64url(text) {
  if (!IS_BASE64URL.test(text) || text.length % 4 === 1) return null;
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  return writeBase64url(bytes) === text ? bytes : null;
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function writeBase64url(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export async function digest(bytes, name = "SHA-256") {
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}

// Unpack a whole stream (gzip, deflate, deflate-raw) to at most `maximum` bytes.
// Throws TypeError for a stream that is damaged or cut off; null if it unpacks to more.
export async function unpacked(bytes, kind, maximum) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(kind)).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await nextPart(reader);
    if (done) return joined(...parts);
    size += value.length;
    parts.push(value);
    if (size > maximum) {
      await reader.cancel();
      return null;
    }
  }
}

async function nextPart(reader) {
  try {
    return await reader.read();
  } catch {
    // Not every engine says it with the same kind of error.
    throw new TypeError("damaged");
  }
}
