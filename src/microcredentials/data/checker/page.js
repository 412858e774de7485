// The page: what it was given is checked at once, and other files when they are dropped on it.

import { pinContexts } from "./context.js";
import { digest, hex, utf8 } from "./encoding.js";
import { element, icon, replaceContent } from "./elements.js";
import { Unreachable } from "./errors.js";
import { LANGUAGES, PAGE_WORDS } from "./page_words.js";
import { dayWords, explanation, momentWords, outcomeOf, sentence, told, whyOf } from "./telling.js";
import { NOBODY, readTrust } from "./trust.js";
import { verify } from "./verify.js";

const given = JSON.parse(document.getElementById("given").textContent);
const main = document.getElementById("main");
const state = { language: "en", trust: NOBODY, keys: [], report: null, busy: false, problem: "", own: given.own };

// What stands at the addresses that are given, and nothing else: nothing is ever fetched.
function resolverOf(pages) {
  return {
    async get(url) {
      if (!Object.hasOwn(pages, url)) throw new Unreachable("offline");
      return pages[url];
    },
  };
}

function page() {
  return PAGE_WORDS[state.language];
}

async function examine(bytes) {
  Object.assign(state, { busy: true, problem: "", report: null });
  show();
  const trust = { ...state.trust, copies: { ...given.copies, ...state.trust.copies } };
  state.report = await verify(bytes, { trust, resolver: resolverOf({}), at: Date.now() });
  state.busy = false;
  show();
  document.getElementById("outcome").focus();
}

function show() {
  const words = page();
  document.documentElement.lang = state.language;
  document.title = words.title;
  replaceContent(document.getElementById("product"), words.product);
  showLanguages();
  const parts = state.report ? [verdict(), keyOfTrust(), facts(), checks(), technical()] : [opening(), keyOfTrust()];
  replaceContent(main, ...parts, another());
}

function showLanguages() {
  const buttons = Object.entries(LANGUAGES).map(([language, name]) =>
    element("button", {
      type: "button",
      lang: language,
      "aria-pressed": String(language === state.language),
      onclick: () => speak(language),
    }, name),
  );
  replaceContent(document.getElementById("languages"), ...buttons);
}

function speak(language) {
  state.language = language;
  show();
}

function opening() {
  const lede = state.busy ? page().busy : page().lede;
  return element("div", {}, element("h1", {}, page().title), element("p", { class: "lede", role: "status" }, lede));
}

function verdict() {
  const { report, language } = state;
  const words = page();
  const kind = given.words.verdicts[report.verdict].kind;
  return element("section", { class: `verdict ${kind}`, role: "status" },
    icon(kind),
    element("h1", { id: "outcome", tabindex: "-1" }, sentence(report, given.words, language)),
    element("p", {}, explanation(report, given.words, language)),
    element("p", { class: "small soft" },
      `${words.checkedAt} ${momentWords(report.checkedAt, language)}. ${words.print}`),
  );
}

function keyOfTrust() {
  const words = page();
  if (!state.keys.length) return element("section", { class: "key" }, element("p", {}, words.noKey));
  const list = state.keys.map((key) => element("p", {},
    element("strong", { lang: "en" }, key.fingerprint.words.join(" ")),
    element("br"),
    element("span", { class: "code" }, key.fingerprint.hex.match(/.{4}/g).join(" ")),
    element("br"),
    element("span", { class: "small soft" }, key.operator),
  ));
  return element("section", { class: "key" }, element("p", {}, state.own ? words.ownKey : words.builtInKey), ...list);
}

function facts() {
  const { report, language } = state;
  const words = page();
  const unchanged = report.checks.find((found) => found.code === "unchanged");
  // Of a document that is not as it was signed, we repeat nothing.
  if (unchanged?.outcome !== "passed") return "";
  const found = report.facts;
  const mark = [found.markedBy, found.decisionNumber].filter(Boolean).join(", ");
  const rows = [
    [words.programme, found.title],
    [words.holder, found.learnerName],
    [words.institution, found.issuerName || found.issuerId],
    [words.awardedOn, dayWords(found.awardedOn, language)],
    [words.load, found.ects && `${found.ects.replace(".", language === "nl" ? "," : ".")} EC`],
    [words.level, found.eqfLevel && `EQF ${found.eqfLevel}`],
    [words.mark, mark],
  ];
  return element("section", {}, element("h2", {}, words.facts), described(rows));
}

function described(rows) {
  const filled = rows.filter(([, value]) => value);
  return element("dl", {}, ...filled.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

function checks() {
  const words = page();
  const head = [words.what, words.outcome, words.when].map((name) => element("th", { scope: "col" }, name));
  const rows = told(state.report).map(checkRow);
  if (state.report.checks.some((found) => found.reason === "not_checked")) {
    const rest = element("td", { class: "outcome open" }, icon("open"), " ", words.notCarriedOut);
    rows.push(element("tr", {}, element("th", { scope: "row" }, words.rest), rest, element("td", {}, "–")));
  }
  return element("table", {}, element("caption", {}, words.caption),
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

function checkRow(found) {
  const { language } = state;
  const { kind, word } = outcomeOf(found, given.words, page(), language);
  const why = whyOf(found, given.words, language);
  return element("tr", {},
    element("th", { scope: "row" },
      given.words.checks[found.code][language], why && element("span", { class: "why" }, why)),
    element("td", { class: `outcome ${kind}` }, icon(kind), " ", word),
    element("td", {}, dayWords(found.sourceTime, language) || "–"),
  );
}

function technical() {
  const { report } = state;
  const words = page();
  const codes = told(report).filter((found) => found.reason).map((found) => `${found.code}: ${found.reason}`);
  const rows = [
    [words.document, report.document?.id],
    [words.key, report.facts.keyId],
    [words.codes, codes.join(", ")],
  ];
  return element("section", {}, element("h2", {}, words.technical), described(rows));
}

function another() {
  const words = page();
  const file = element("input", { type: "file", id: "file", onchange: () => readFile(file.files[0]) });
  const text = element("textarea", { id: "text", spellcheck: "false" });
  const trust = element("input", { type: "file", id: "trust", onchange: () => readTrustFile(trust.files[0]) });
  const zone = element("section", { class: "drop", ondragover: over, ondragleave: left, ondrop: dropped },
    element("h2", {}, words.another),
    element("p", { role: "alert", class: "stop" }, state.problem),
    element("label", { for: "file" }, words.file), file,
    element("label", { for: "text" }, words.text), text,
    element("p", {}, element("button", { type: "button", onclick: () => readText(text.value) }, words.check)),
    element("label", { for: "trust" }, words.trust), trust,
  );
  return zone;
}

function over(event) {
  event.preventDefault();
  event.currentTarget.classList.add("over");
}

function left(event) {
  event.currentTarget.classList.remove("over");
}

function dropped(event) {
  event.preventDefault();
  left(event);
  readFile(event.dataTransfer.files[0]);
}

async function readFile(file) {
  if (file) await examine(new Uint8Array(await file.arrayBuffer()));
}

async function readText(text) {
  if (text.trim()) return examine(utf8(text));
  state.problem = page().empty;
  show();
}

async function readTrustFile(file) {
  if (!file) return;
  try {
    await believe(await file.text());
    Object.assign(state, { own: false, problem: "" });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    state.problem = page().badTrust;
  }
  show();
}

async function believe(text) {
  state.trust = readTrust(text);
  state.keys = await Promise.all(state.trust.operatorKeys.map(withFingerprint));
}

async function withFingerprint(key) {
  return { operator: key.operator, fingerprint: await fingerprint(key.multikey) };
}

// The first bytes of SHA-256 over the Multikey: four as words, sixteen as digits.
async function fingerprint(multikey) {
  const bytes = await digest(utf8(multikey));
  return { words: [...bytes.slice(0, 4)].map((byte) => given.fingerprintWords[byte]), hex: hex(bytes).slice(0, 32) };
}

// For programs: check a file as the page does, at any moment (milliseconds) and with any trust.
// `pages` are bytes by address that count as fetched now; `copies` texts that came with the file.
async function check(bytes, { trust, pages = {}, copies = {}, register = "", at = Date.now() }) {
  const resolver = resolverOf(pages);
  const { verdict, checks } = await verify(bytes, { trust: readTrust(trust), resolver, at, register, copies });
  return { verdict, checks: checks.map(({ code, outcome, reason }) => [code, outcome, reason]) };
}

async function open() {
  pinContexts(given.contexts);
  window.keurmerk = { check };
  state.language = navigator.language.startsWith("nl") ? "nl" : "en";
  await believe(given.trust);
  show();
  if (given.award) await examine(utf8(given.award));
}

open();
