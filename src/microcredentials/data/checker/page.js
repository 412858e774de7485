// The page: what it was given is checked at once, and other files when they are dropped on it.

import { pinContexts } from "./context.js";
import { element, replaceContent } from "./elements.js";
import { digest, hex, utf8 } from "./encoding.js";
import { Unreachable } from "./errors.js";
import { outcome } from "./outcome.js";
import { LANGUAGES, OWN_REASONS, PAGE_WORDS } from "./page_words.js";
import { NOBODY, readTrust } from "./trust.js";
import { verify } from "./verify.js";

const given = JSON.parse(document.getElementById("given").textContent);
const main = document.getElementById("main");
const state = {
  language: "en", trust: NOBODY, keys: [], report: null, name: "", busy: false, problem: "", own: given.own,
};

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

async function examine(bytes, name = "") {
  Object.assign(state, { busy: true, problem: "", report: null, name });
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
  const view = { report: state.report, language: state.language, words, said: given.words };
  const found = state.report ? outcome(view) : [opening()];
  replaceContent(main, keyOfTrust(), fileName(), ...found, another());
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
  return element("section", { class: "opening" },
    element("h1", {}, page().title), element("p", { class: "lede", role: "status" }, lede));
}

function fileName() {
  const name = element("span", { class: "code" }, state.name);
  return state.name && element("p", { class: "small soft" }, `${page().fileName}: `, name);
}

// Whom the page believes stands above everything else: who chose the key chose the answer.
function keyOfTrust() {
  const words = page();
  if (!state.keys.length) return element("aside", { class: "key" }, element("p", {}, words.noKey));
  const told = state.own ? words.ownKey : words.builtInKey;
  return element("aside", { class: "key" }, element("p", {}, told), ...state.keys.map(keyWords));
}

function keyWords({ operator, fingerprint }) {
  return element("p", { class: "fingerprint" },
    element("strong", { lang: "en" }, fingerprint.words.join(" ")),
    element("span", { class: "code" }, fingerprint.hex.match(/.{4}/g).join(" ")),
    element("span", { class: "soft" }, operator),
  );
}

function another() {
  const words = page();
  const text = element("textarea", { id: "text", spellcheck: "false", rows: "4" });
  return element("section", { class: "drop" },
    element("h2", {}, state.report ? words.another : words.first),
    element("p", { role: "alert", id: "problem", class: "stop" }, words[state.problem]),
    element("p", {}, words.drop),
    chooser("file", words.file, readFile),
    element("details", {}, element("summary", {}, words.pasting),
      element("label", { for: "text" }, words.text), text,
      element("button", { type: "button", onclick: () => readText(text.value) }, words.check)),
    element("details", {}, element("summary", {}, words.believing),
      element("p", {}, words.aboutTrust), chooser("trust", words.trust, readTrustFile)),
  );
}

// The browser's own button speaks the language of the browser, so the label stands for it.
function chooser(id, name, read) {
  const input = element("input", { type: "file", id, class: "hidden", onchange: () => read(input.files[0]) });
  return element("p", { class: "chooser" }, input, element("label", { for: id, class: "button" }, name));
}

async function readFile(file) {
  if (file) await examine(new Uint8Array(await file.arrayBuffer()), file.name);
}

async function readText(text) {
  if (text.trim()) return examine(utf8(text));
  return complain("empty");
}

// What was typed stays, so only the complaint is shown anew.
function complain(problem) {
  state.problem = problem;
  replaceContent(document.getElementById("problem"), page()[problem]);
}

async function readTrustFile(file) {
  if (!file) return null;
  try {
    await believe(await file.text());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return complain("badTrust");
  }
  Object.assign(state, { own: false, problem: "", report: null, name: "" });
  return show();
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

// A file may be dropped anywhere: a trust file is believed, anything else is checked.
function listenForFiles() {
  const mark = (isOver) => (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", isOver);
  };
  document.addEventListener("dragover", mark(true));
  document.addEventListener("dragleave", mark(false));
  document.addEventListener("drop", (event) => {
    mark(false)(event);
    const [file] = event.dataTransfer.files;
    if (file?.name === "trust.json") readTrustFile(file);
    else readFile(file);
  });
}

// For programs: check a file as the page does, at any moment (milliseconds) and with any trust.
// `pages` are bytes by address that count as fetched now; `copies` texts that came with the file.
async function check(bytes, { trust, pages = {}, copies = {}, register = "", at = Date.now() }) {
  const resolver = resolverOf(pages);
  const { verdict, checks } = await verify(bytes, { trust: readTrust(trust), resolver, at, register, copies });
  return { verdict, checks: checks.map(({ code, outcome: found, reason }) => [code, found, reason]) };
}

async function open() {
  pinContexts(given.contexts);
  Object.assign(given.words.reasons, OWN_REASONS);
  window.keurmerk = { check };
  state.language = navigator.language.startsWith("nl") ? "nl" : "en";
  listenForFiles();
  await believe(given.trust);
  show();
  if (given.award) await examine(utf8(given.award));
}

open();
