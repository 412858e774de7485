// Credentials in a signed token: VC-JWT of Open Badges 3.0, and `vc+jwt` of VC-JOSE-COSE.

import { statementsOf } from "./canonical.js";
import { moment } from "./dates.js";
import { fromUtf8, readBase64url, utf8 } from "./encoding.js";
import { UncheckableProof, Unreadable, UntrustedProof } from "./errors.js";
import { ED25519, P256, P384, RSA, didJwk, isSecret, readJwk, verifies } from "./keys.js";
import { screen } from "./screening.js";
import { has, isNumber, isObject, isText, numberOf, sameValue, withMembers, without } from "./shapes.js";
import { MAXIMUM_BYTES, parse } from "./strict_json.js";

export const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
const [OPEN_BADGE, VC_JOSE] = ["JWT", "vc+jwt"];
// Only what is listed here is ever verified: neither `none`, nor a shared secret (RFC 8725, 3.1).
const ALGORITHMS = { EdDSA: ED25519, Ed25519: ED25519, ES256: P256, ES384: P384, RS256: RSA };
const NOT_HERE = ["ES256K", "ES512", "Ed448", "PS256", "PS384", "PS512", "RS384", "RS512"];
const HEADERS = {
  [OPEN_BADGE]: ["alg", "kid", "jwk", "typ"],
  [VC_JOSE]: ["alg", "kid", "jwk", "typ", "cty", "iss"],
};
// Where a key may be found, by the word of the one who signed: that could be anybody's.
const OTHERS_KEYS = ["jku", "x5u", "x5c", "x5t", "x5t#S256"];
// They change how the token is to be read.
const OTHER_READING = ["crit", "b64", "enc", "zip"];
const CLAIMS = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vc", "vp"];
const NAME = /^(did:[a-z0-9]+:|https:\/\/)[!-~]{1,1024}$/;
const RELATIVE_NAME = /^#?[A-Za-z0-9_.=-]{1,256}$/;
const LATEST = 253_402_300_799; // the last second of the year 9999

function refuse(code) {
  throw new UntrustedProof(code);
}

// The parts of a token, and the credential in it; throws `Unreadable` if it is no token.
export function openToken(token) {
  const parts = token.length <= 2 * MAXIMUM_BYTES ? token.split(".") : [];
  if (parts.length !== 3 || parts.some((part) => readBase64url(part) === null)) {
    throw new Unreadable("token_encoding");
  }
  const [header, payload] = parts.slice(0, 2).map((part) => textOfPart(part));
  const opened = { header: parse(header), payload: parse(payload), signature: readBase64url(parts[2]) };
  return { ...opened, document: credentialOf(opened), signed: utf8(`${parts[0]}.${parts[1]}`) };
}

function textOfPart(part) {
  try {
    return fromUtf8(readBase64url(part));
  } catch (error) {
    if (error instanceof TypeError) throw new Unreadable("not_utf8");
    throw error;
  }
}

function credentialOf({ header, payload }) {
  if (!has(payload, "@context") && isObject(payload.vc)) return older(payload);
  const document = withMembers(payload, {});
  for (const claim of CLAIMS) delete document[claim];
  const end = instant(payload.exp);
  if (formOf(header) === OPEN_BADGE && end && !has(document, "validUntil")) document.validUntil = timestamp(end);
  return document;
}

// A credential of data model 1.1: what the token says around it fills what it leaves out.
function older(payload) {
  const document = withMembers(payload.vc, {});
  for (const [word, claim] of [["id", "jti"], ["issuer", "iss"]]) {
    if (has(payload, claim) && !has(document, word)) document[word] = payload[claim];
  }
  for (const [word, claim] of [["issuanceDate", "nbf"], ["expirationDate", "exp"]]) {
    const found = instant(payload[claim]);
    if (found !== null && !has(document, word)) document[word] = timestamp(found);
  }
  const subject = document.credentialSubject;
  if (has(payload, "sub") && isObject(subject)) {
    document.credentialSubject = withMembers({ id: payload.sub }, subject);
  }
  return document;
}

// Read a NumericDate (RFC 7519, section 2) as milliseconds; null if it is none.
function instant(value) {
  const seconds = isNumber(value) ? numberOf(value) : -1;
  return seconds >= 0 && seconds <= LATEST ? seconds * 1000 : null;
}

function timestamp(milliseconds) {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function formOf(header) {
  const found = has(header, "typ") ? header.typ : OPEN_BADGE;
  return [OPEN_BADGE, VC_JOSE].includes(found) ? found : null;
}

// Who says to have signed a token, and when; `tokenHolds` tells whether it is true.
export function tokenProof({ header, payload, document, signature }) {
  const form = checkHeader(header);
  checkClaims(form, payload, document);
  const known = [issued(payload.iat), instant(payload.nbf)].filter((found) => found !== null);
  return {
    keyId: keyIdOf(header, payload, document),
    created: known.length ? Math.max(...known) : startOf(document),
    signature,
    options: header,
    // In a badge it is the end of the badge, and stands inside it.
    expires: form === VC_JOSE ? instant(payload.exp) : null,
    controller: "",
  };
}

// Say whether a proof was made over the whole of a token with this key.
export async function tokenHolds({ document, signed }, proof, key) {
  if (ALGORITHMS[proof.options.alg] !== key.kind) return false;
  screen(document);
  await statementsOf(without(document, "proof"));
  return verifies(key, proof.signature, signed);
}

function checkHeader(header) {
  const form = formOf(header);
  if (form === null || (has(header, "cty") && header.cty !== "vc")) refuse("typ");
  if (OTHERS_KEYS.some((word) => has(header, word))) refuse("key_not_of_issuer");
  const unknown = Object.keys(header).filter((word) => !HEADERS[form].includes(word));
  // VC-JOSE-COSE has readers pass over what they do not know; Open Badges 3.0 allows nothing.
  const isOtherwise = unknown.some((word) => OTHER_READING.includes(word));
  if (isOtherwise || (unknown.length && form === OPEN_BADGE)) refuse("token_header");
  if (NOT_HERE.includes(header.alg)) throw new UncheckableProof("unsupported_suite");
  if (!isText(header.alg) || !has(ALGORITHMS, header.alg)) refuse("alg");
  return form;
}

function keyIdOf(header, payload, document) {
  const { kid, jwk } = header;
  if (isText(kid) && NAME.test(kid)) return kid;
  if (isText(kid) && RELATIVE_NAME.test(kid)) {
    // A short name is one of the issuer's own keys; `vc+jwt` must then say who that is.
    const isNamed = formOf(header) === OPEN_BADGE || has(payload, "iss") || has(header, "iss");
    if (isNamed) return `${issuerOfToken(document)}#${kid.replace(/^#/, "")}`;
  } else if (isObject(jwk) && !has(header, "kid")) {
    const key = readJwk(jwk);
    // The key is its own name: it is the issuer's only if the issuer goes by it.
    if (key) return `${didJwk(key)}#0`;
    if (isSecret(jwk)) refuse("token_header");
  }
  return refuse("kid");
}

function checkClaims(form, payload, document) {
  if (has(payload, "vp") || (has(payload, "vc") && has(payload, "@context"))) refuse("token_claims");
  const stated = claimsOf(document);
  for (const word of ["iss", "sub", "jti"]) {
    if (has(payload, word) && !sameValue(payload[word], stated[word])) refuse("token_claims");
  }
  for (const word of ["nbf", "exp"]) {
    if (has(payload, word) && instant(payload[word]) === null) refuse("token_claims");
  }
  if (form !== OPEN_BADGE) return;
  for (const [word, member] of Object.entries(stated)) {
    const at = instant(payload[word]);
    // Whole seconds are compared: a moment may be written in finer parts.
    const isSame = sameValue(payload[word], member) || (at !== null && Math.floor(at / 1000) === member);
    if (!isSame) refuse("token_claims");
  }
}

// What the token of a badge must say around it (Open Badges 3.0, section 8.2.4.1).
function claimsOf(document) {
  const claims = { iss: issuerOfToken(document) };
  if (isText(document.id)) claims.jti = document.id;
  const subject = document.credentialSubject;
  if (isObject(subject) && isText(subject.id)) claims.sub = subject.id;
  claims.nbf = wholeSeconds(startOf(document));
  const end = has(document, "validUntil") ? document.validUntil : (document.expirationDate ?? null);
  if (end !== null) claims.exp = wholeSeconds(momentIn(end));
  return claims;
}

function wholeSeconds(milliseconds) {
  return Math.trunc(milliseconds / 1000);
}

function issuerOfToken({ issuer }) {
  if (isText(issuer)) return issuer;
  return isObject(issuer) && isText(issuer.id) ? issuer.id : refuse("token_claims");
}

function startOf(document) {
  return momentIn(has(document, "validFrom") ? document.validFrom : document.issuanceDate);
}

function momentIn(text) {
  return moment(text) ?? refuse("token_claims");
}

// The vectors of VC-JOSE-COSE write a text here.
function issued(value) {
  return isText(value) ? moment(value) : instant(value);
}
