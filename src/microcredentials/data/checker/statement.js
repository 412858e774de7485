// What an award says, read from its JSON with every shape checked.

import { dayAt, moment } from "./dates.js";
import { Unreadable } from "./errors.js";
import { has, isObject, isText, listOf } from "./shapes.js";

const AWARD_TYPES = ["OpenBadgeCredential", "AchievementCredential"];
const EQF = /^http:\/\/data\.europa\.eu\/snb\/eqf\/([1-8])$/;
// A type may stand there by its word or by its address: both make the same statement.
const OWN_TYPE = ["", "https://w3id.org/keurmerk#"].map((start) => `${start}MicrocredentialAchievement`);
export const [MICROCREDENTIAL, EDUBADGE] = ["microcredential", "edubadge"];

// Read an award; throws `Unreadable` if a part of it has another shape than it must have.
export function readStatement(document) {
  if (!AWARD_TYPES.some((type) => typesOf(document).includes(type))) throw new Unreadable("not_an_award");
  const subject = subjectOf(document);
  const version = subject.achievement;
  const [issuerId, issuerName] = issuerOf(document);
  const isNamed = isText(document.id) && (isText(document.issuer) || isText(document.issuer?.id));
  if (!isNamed || !isObject(version) || !isText(version.id) || !isText(version.name)) misshapen();
  const validFrom = momentOf(document, "validFrom", "issuanceDate") ?? misshapen();
  return {
    id: document.id,
    issuerId,
    issuerName,
    achievement: version,
    learnerName: learnerOf(subject),
    isBearer: !isFull(subject.id) && !isFull(subject.identifier),
    awardedOn: dayAt(momentOf(document, "awardedDate") ?? validFrom),
    validFrom,
    validUntil: momentOf(document, "validUntil", "expirationDate"),
    status: document.credentialStatus ?? null,
    suspension: optionalText(document, "suspension"),
    replaces: optionalText(document, "replaces") ?? "",
    admission: endorsementOf(isObject(document.issuer) ? document.issuer : {}, "InstitutionAdmission"),
    mark: endorsementOf(version, "QualityMark"),
    kind: kindOf(version),
    eqfLevel: levelIn(textOf(version, "eqfLevel")),
  };
}

function misshapen() {
  throw new Unreadable("misshapen");
}

// Neither missing nor empty, zero or false.
function isFull(value) {
  if (isObject(value)) return Object.keys(value).length > 0;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function kindOf(version) {
  // Written in another shape it is the same statement, but would not be seen as a microcredential.
  const isOwn = typesOf(version).some((type) => OWN_TYPE.includes(type));
  const isSaid = optionalText(version, "achievementType") === "MicroCredential";
  return isOwn || isSaid ? MICROCREDENTIAL : EDUBADGE;
}

function levelIn(address) {
  const found = EQF.exec(address);
  return found ? Number(found[1]) : null;
}

// The level of the European Qualifications Framework that a version is aligned with, if any.
export function alignedLevel(version) {
  const levels = listOf(version.alignment).filter(isObject).map((entry) => levelIn(textOf(entry, "targetUrl")));
  return levels.find((level) => level !== null) ?? "";
}

function momentOf(document, ...words) {
  const word = words.find((one) => has(document, one));
  return word === undefined ? null : (moment(document[word]) ?? misshapen());
}

function optionalText(document, word) {
  const value = document[word] ?? null;
  return value === null || isText(value) ? value : misshapen();
}

function learnerOf(subject) {
  const found = listOf(subject.identifier).find(
    (one) => isObject(one) && one.identityType === "name" && one.hashed === false && isText(one.identityHash),
  );
  return found?.identityHash ?? "";
}

function endorsementOf(node, kind) {
  const found = listOf(node.endorsement).filter(isObject);
  return found.find((entry) => typesOf(subjectOf(entry)).includes(kind)) ?? null;
}

// What a credential is about; empty if it does not say so in one object.
export function subjectOf(credential) {
  return isObject(credential?.credentialSubject) ? credential.credentialSubject : {};
}

export function typesOf(node) {
  return listOf(node.type).filter(isText);
}

export function textOf(node, word) {
  return isText(node[word]) ? node[word] : "";
}

// Id and name of who made a credential; empty if it does not say so.
export function issuerOf(document) {
  const issuer = document?.issuer;
  if (isText(issuer)) return [issuer, ""];
  return isObject(issuer) && isText(issuer.id) ? [issuer.id, textOf(issuer, "name")] : ["", ""];
}
