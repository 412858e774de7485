// Public keys: how they are written, where they are found, and whether they made a signature.

import { moment } from "./dates.js";
import {
  fromAnyBytes, joined, readBase58, readBase64url, sameBytes, utf8, writeBase64url,
} from "./encoding.js";
import { Trouble, UncheckableProof, UntrustedProof } from "./errors.js";
import { canonicalJson } from "./jcs.js";
import { has, isObject, isText, listOf } from "./shapes.js";
import { MAXIMUM_BYTES, parse } from "./strict_json.js";

export const [ED25519, P256, P384, RSA] = ["Ed25519", "P-256", "P-384", "RSA"];
export const SIGNATURE_BYTES = { [ED25519]: 64, [P256]: 64, [P384]: 96 };
const MULTIKEY_CHARACTERS = 80;
const MULTIKEYS = [
  [ED25519, [0xed, 0x01], 32],
  [P256, [0x80, 0x24], 33],
  [P384, [0x81, 0x24], 49],
];
const HASHES = { [P256]: "SHA-256", [P384]: "SHA-384" };
// y² = x³ - 3x + b over a prime field (SEC 2, sections 2.4.2 and 2.5.1).
const CURVES = {
  [P256]: [
    0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  ],
  [P384]: [
    0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  ],
};
// Points of small order: a signature by such a "key" fits any message (RFC 8032, section 5.1.7).
const FIELD_ENDS = ["ecffff", "edffff", "eeffff"];

// Read a Multikey; null if it is none, or of a kind we do not know.
export function readMultikey(text) {
  const data = readBase58(text, MULTIKEY_CHARACTERS);
  for (const [kind, prefix, length] of MULTIKEYS) {
    if (data?.length === length + 2 && data[0] === prefix[0] && data[1] === prefix[1]) {
      const raw = data.slice(2);
      return kind === ED25519 ? { kind, raw } : pointKey(kind, raw);
    }
  }
  return null;
}

function pointKey(kind, raw) {
  const [field, b] = CURVES[kind];
  const x = toNumber(raw.slice(1));
  if ((raw[0] !== 2 && raw[0] !== 3) || x >= field) return null;
  const square = mod(x ** 3n - 3n * x + b, field);
  // Both fields leave 3 when divided by 4.
  let y = power(square, (field + 1n) / 4n, field);
  if (mod(y * y, field) !== square) return null;
  if (Number(y & 1n) !== (raw[0] & 1)) y = field - y;
  return { kind, raw, point: joined(Uint8Array.of(4), raw.slice(1), toBytes(y, raw.length - 1)) };
}

function mod(number, field) {
  const rest = number % field;
  return rest < 0n ? rest + field : rest;
}

function power(base, exponent, field) {
  let result = 1n;
  for (let factor = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * factor, field);
    factor = mod(factor * factor, field);
  }
  return result;
}

function toNumber(bytes) {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function toBytes(number, size) {
  const digits = number.toString(16).padStart(size * 2, "0");
  return Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16));
}

export function isSecret(jwk) {
  return ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].some((word) => has(jwk, word));
}

export function readJwk(jwk) {
  const operations = jwk.key_ops ?? ["verify"];
  const isForSignatures = (jwk.use ?? "sig") === "sig" && Array.isArray(operations) && operations.includes("verify");
  if (isSecret(jwk) || !isForSignatures) return null;
  if (jwk.kty === RSA) return readRsa(jwk);
  if (!isText(jwk.x)) return null;
  const x = readBase64url(jwk.x);
  if (jwk.kty === "OKP" && jwk.crv === ED25519) return x?.length === 32 ? { kind: ED25519, raw: x } : null;
  if (jwk.kty !== "EC" || !has(CURVES, jwk.crv) || !isText(jwk.y)) return null;
  const y = readBase64url(jwk.y);
  const size = jwk.crv === P256 ? 32 : 48;
  if (x?.length !== size || y?.length !== size) return null;
  const key = pointKey(jwk.crv, joined(Uint8Array.of(2 + (y.at(-1) & 1)), x));
  return key && sameBytes(key.point.slice(1 + size), y) ? key : null;
}

function readRsa(jwk) {
  const [n, e] = [jwk.n, jwk.e].map((text) => (isText(text) ? readBase64url(text) : null));
  if (!n?.length || !e?.length || e.length > 4) return null;
  const [modulus, exponent] = [toNumber(n), toNumber(e)];
  const bits = modulus.toString(2).length;
  const isOdd = exponent % 2n === 1n && modulus % 2n === 1n;
  const isUsable = isOdd && bits >= 2048 && bits <= 8192 && exponent >= 3n;
  return isUsable ? { kind: RSA, jwk: { e: minimal(exponent), kty: RSA, n: minimal(modulus) } } : null;
}

function minimal(number) {
  return writeBase64url(toBytes(number, Math.ceil(number.toString(16).length / 2)));
}

// The name of a key that consists of the key (did:jwk), its members as RFC 7638 orders them.
export function didJwk(key) {
  return `did:jwk:${writeBase64url(utf8(canonicalJson(jwkOf(key))))}`;
}

function jwkOf({ kind, raw, point, jwk }) {
  if (kind === RSA) return jwk;
  if (kind === ED25519) return { crv: kind, kty: "OKP", x: writeBase64url(raw) };
  const middle = (point.length + 1) / 2;
  const [x, y] = [point.slice(1, middle), point.slice(middle)].map(writeBase64url);
  return { crv: kind, kty: "EC", x, y };
}

// Say whether a signature over a message was made with this key.
export async function verifies(key, signature, message) {
  if (key.kind === ED25519) {
    return !isSmall(key.raw) && fits(["raw", key.raw, { name: ED25519 }], ED25519, signature, message);
  }
  if (key.kind === RSA) {
    const using = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    return fits(["jwk", key.jwk, using], using, signature, message);
  }
  const importing = { name: "ECDSA", namedCurve: key.kind };
  const using = { name: "ECDSA", hash: HASHES[key.kind] };
  if (signature.length !== SIGNATURE_BYTES[key.kind]) return false;
  return fits(["raw", key.point, importing], using, signature, message);
}

async function fits(importing, using, signature, message) {
  try {
    const key = await crypto.subtle.importKey(...importing, false, ["verify"]);
    return await crypto.subtle.verify(using, key, signature, message);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new UncheckableProof("browser_too_old");
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function isSmall(raw) {
  const text = Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const withoutSign = text.slice(0, 62) + (raw[31] & 0x7f).toString(16).padStart(2, "0");
  const isEnd = FIELD_ENDS.some((start) => withoutSign === `${start.padEnd(62, "f")}7f`);
  return isEnd || /^0[01]0{62}$/.test(withoutSign) || SMALL_ORDER.includes(withoutSign);
}

const SMALL_ORDER = [
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
];

// Return the key `keyId`: out of its own name, or of the document where it is listed.
export async function methodOf(keyId, issuer, resolver) {
  const [owner, fragment] = cut(keyId, "#");
  const named = selfNaming(owner, fragment);
  if (named) return named;
  let document;
  try {
    const bytes = await resolver.get(documentUrl(owner));
    document = parse(fromAnyBytes(bytes.slice(0, MAXIMUM_BYTES)));
  } catch (error) {
    if (error instanceof Trouble) throw new UncheckableProof("key_unknown");
    throw error;
  }
  return methodIn(document, keyId, owner, issuer);
}

function selfNaming(owner, fragment) {
  if (owner.startsWith("did:jwk:")) {
    const key = fragment === "0" ? keyOfDidJwk(owner) : null;
    return key && { key, controller: owner };
  }
  const key = readMultikey(fragment);
  if (key && owner.startsWith("did:key:") && owner !== `did:key:${fragment}`) {
    throw new UntrustedProof("key_not_of_issuer");
  }
  return key && { key, controller: owner };
}

function keyOfDidJwk(did) {
  const raw = did.length <= 4096 ? readBase64url(did.slice("did:jwk:".length)) : null;
  try {
    return raw && readJwk(parse(fromAnyBytes(raw)));
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}

function documentUrl(owner) {
  if (owner.startsWith("https://")) return owner;
  const url = didWebUrl(owner);
  if (url === null) unknownKey();
  return url;
}

function didWebUrl(did) {
  if (!did.startsWith("did:web:")) return null;
  const [host, ...path] = did.slice("did:web:".length).split(":").map(unquote);
  const isPath = (part) => /^(?!\.{1,2}$)[A-Za-z0-9._~!$&'()*+,;=@-]+$/.test(part);
  if (!/^[A-Za-z0-9.-]+(:[0-9]{1,5})?$/.test(host) || !path.every(isPath)) return null;
  return `https://${host}/${path.length ? path.join("/") : ".well-known"}/did.json`;
}

export function unquote(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The part before the first mark, and the part behind it.
export function cut(text, mark) {
  const place = text.indexOf(mark);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + mark.length)];
}

function unknownKey() {
  throw new UncheckableProof("key_unknown");
}

function methodIn(document, keyId, owner, issuer) {
  if (!keyId.includes("#")) return standingAlone(document, keyId, issuer);
  if (document.id !== owner) unknownKey();
  const asserting = listed(document.assertionMethod);
  for (const method of [...listed(document.verificationMethod), ...asserting]) {
    if (!isObject(method) || !isNamed(method, owner, keyId)) continue;
    const found = readMethod(method, owner);
    const name = absolute(method.id, owner);
    const isAsserting = asserting.some((entry) => entry === method || absolute(entry, owner) === name);
    if (!isAsserting) throw new UntrustedProof("purpose");
    const isOwn = listOf(method.controller ?? owner).includes(owner);
    if (!isOwn) throw new UntrustedProof("key_not_of_issuer");
    return found;
  }
  return unknownKey();
}

function listed(value) {
  return Array.isArray(value) ? value : [];
}

function isNamed(method, owner, keyId) {
  if (absolute(method.id, owner) === keyId) return true;
  return isText(method.id) && isObject(method.publicKeyJwk) && keyId === `${owner}#${method.publicKeyJwk.kid}`;
}

function absolute(name, owner) {
  if (!isText(name)) return null;
  return name.startsWith("#") ? owner + name : name;
}

// An address at which one key stands, as JWK or as method (Open Badges 3.0, section 8.2).
function standingAlone(document, url, issuer) {
  if (has(document, "kty")) {
    const key = readJwk(document) ?? unknownKey();
    return { key, controller: isSameOrigin(issuer, url) ? issuer : url };
  }
  const claimed = document.controller;
  if ((document.id ?? url) !== url || !isText(claimed)) unknownKey();
  return readMethod(document, isSameOrigin(claimed, url) ? claimed : url);
}

function isSameOrigin(name, url) {
  const isDid = name.startsWith("did:web:");
  if (!isDid && !name.startsWith("https://")) return false;
  const host = isDid ? unquote(name.split(":")[2]).toLowerCase() : hostOf(name);
  return host !== "" && host === hostOf(url);
}

// The host of an address, with its port, in small letters.
function hostOf(address) {
  return cut(address, "://")[1].split(/[/?#]/)[0].toLowerCase();
}

function readMethod(method, controller) {
  let key = null;
  if (isText(method.publicKeyMultibase)) key = readMultikey(method.publicKeyMultibase);
  else if (isObject(method.publicKeyJwk)) key = readJwk(method.publicKeyJwk);
  if (key === null) unknownKey();
  const [expires, revoked] = ["expires", "revoked"].map((word) =>
    has(method, word) ? (moment(method[word]) ?? unknownKey()) : null,
  );
  return { key, controller, expires, revoked };
}

// Throw if the key had expired, or was revoked, when it signed.
export function checkMoment({ expires = null, revoked = null }, created) {
  if (revoked !== null && created >= revoked) throw new UntrustedProof("key_compromised");
  if (expires !== null && created >= expires) throw new UntrustedProof("key_window");
}
