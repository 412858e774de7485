// Files of other kinds: of these a page without network can tell little, and says so.

import { dayAt, moment } from "./dates.js";
import { Unreadable } from "./errors.js";
import { passed, skipped, unknown } from "./report.js";
import { isObject, isText, listOf } from "./shapes.js";
import { EDUBADGE, textOf, typesOf } from "./statement.js";
import { parse } from "./strict_json.js";

const OPEN_BADGES_2 = "https://w3id.org/openbadges/v2";
const EUROPEAN = "EuropeanDigitalCredential";
const EQF = "http://data.europa.eu/snb/eqf/";
const LANGUAGES = ["en", "nl"];

function misshapen() {
  throw new Unreadable("misshapen");
}

export function isHosted(document) {
  return typesOf(document).includes("Assertion") && listOf(document["@context"]).includes(OPEN_BADGES_2);
}

// An assertion of Open Badges 2.0 counts because of where it stands, which nobody can ask here.
export function examineHosted(document, isToken) {
  const address = textOf(document, "id") || misshapen();
  let reason = address.startsWith("https://") ? "legacy_hosted" : "hosted_address";
  if (isToken) reason = "legacy_signed";
  const badge = isObject(document.badge) ? document.badge : {};
  const checks = [passed("readable"), unknown("unchanged", reason, address), ...skipped("key")];
  for (const word of ["issuedOn", "expires"]) if (word in document) momentOr(document[word], misshapen);
  return { checks, document, facts: { title: textOf(badge, "name"), kind: EDUBADGE } };
}

function momentOr(text, otherwise) {
  return moment(text) ?? otherwise();
}

export function isEuropean(document) {
  return typesOf(document).includes(EUROPEAN) || ("payload" in document && "signatures" in document);
}

// European Digital Credentials: their seal (JAdES) is not checked here, so nothing is proven.
export function examineEuropean(document, isToken, at) {
  const content = isText(document.payload) ? parse(document.payload) : document;
  if (!("credentialSubject" in content) || !typesOf(content).includes(EUROPEAN)) misshapen();
  const isSealed = isToken || content !== document;
  const facts = factsOf(content);
  const checks = [
    passed("readable"),
    unknown("unchanged", isSealed ? "seal_not_checked" : "not_sealed"),
    ...skipped("key").slice(0, -1),
    unknown("period", periodOf(content, facts, at)),
  ];
  return { checks, document: content, facts };
}

function periodOf(content, { validUntil }, at) {
  const start = firstMoment(content, "validFrom", "issuanceDate");
  if (start !== null && start > at) return "award_in_future";
  return validUntil !== null && at >= validUntil ? "expired" : "not_checked";
}

function factsOf(content) {
  const subject = first(content, "credentialSubject");
  const claim = first(subject, "hasClaim");
  const awarding = first(claim, "awardedBy");
  const issuer = first(content, "issuer");
  const awarded = firstMoment(awarding, "awardingDate") ?? firstMoment(content, "issued", "validFrom");
  const level = textOf(first(first(claim, "specifiedBy"), "eqfLevel"), "id").replace(EQF, "");
  const names = [inWords(subject.givenName), inWords(subject.familyName)].filter(Boolean);
  return {
    issuerId: textOf(issuer, "id"),
    issuerName: inWords(first(awarding, "awardingBody").legalName) || inWords(issuer.legalName),
    title: inWords(claim.title) || inWords(first(content, "displayParameter").title),
    learnerName: inWords(subject.fullName) || names.join(" "),
    awardedOn: awarded === null ? null : dayAt(awarded),
    kind: EDUBADGE,
    eqfLevel: /^[1-8]$/.test(level) ? level : "",
    validUntil: firstMoment(content, "validUntil", "expirationDate"),
  };
}

function first(node, word) {
  return listOf(node[word]).find(isObject) ?? {};
}

// The first date that can be read; none is relied on, so another one is passed over.
function firstMoment(node, ...words) {
  const found = words.map((word) => moment(node[word])).find((one) => one !== null);
  return found ?? null;
}

// A text that is written per language: in English, else Dutch, else any.
function inWords(value) {
  if (!isObject(value)) return "";
  const texts = [...LANGUAGES, ...Object.keys(value)].flatMap((language) => listOf(value[language]));
  return texts.find((text) => isText(text) && text !== "") ?? "";
}
