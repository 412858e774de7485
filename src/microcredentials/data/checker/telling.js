// A report in words: the sentence of the verdict, and a line per check.

const SERIOUS = new Set(["unchanged", "key"]);
// Said of nothing that a reader could do something with.
const UNTOLD = new Set(["not_checked", "no_log"]);

export function sentence(report, words, language) {
  const said = words.verdicts[report.verdict];
  const facts = report.facts;
  const values = {
    institution: facts.issuerName || facts.issuerId,
    date: dayWords(facts.awardedOn, language),
    status_on: dayWords(facts.statusOn, language),
    status_since: dayWords(facts.statusSince, language),
    valid_until: dayWords(facts.validUntil, language),
    reason: words.classes[facts.statusReason]?.[language],
    what: firstDoubt(report, words, language),
  };
  const filled = fill(said.line[language], values);
  return filled ?? fill(said.short?.[language] ?? "", values) ?? "";
}

export function explanation(report, words, language) {
  if (report.verdict === "unreadable") return reasonWords(report.checks[0], words, language);
  const sentences = [words.verdicts[report.verdict].explanation?.[language]];
  const sound = report.verdict === "genuine" || report.verdict === "last_known";
  if (sound && report.facts.kind === "edubadge") sentences.unshift(words.edubadge[language]);
  if (sound && report.checks.some((check) => check.reason === "mark_withdrawn_later")) {
    sentences.push(words.reasons.mark_withdrawn_later[language]);
  }
  return sentences.filter(Boolean).join(" ");
}

export function told(report) {
  return report.checks.filter((check) => !UNTOLD.has(check.reason));
}

export function outcomeOf(check, words, page, language) {
  if (check.reason === "edubadge") return { kind: "open", word: page.doesNotApply };
  const word = words.outcomes[check.outcome][language];
  if (check.outcome === "passed") return { kind: check.reason === "last_known" ? "note" : "good", word };
  if (check.outcome === "unknown" || check.code === "readable") return { kind: "open", word };
  const serious = SERIOUS.has(check.code) || check.reason === "withdrawn";
  return { kind: serious ? "stop" : "note", word };
}

export function whyOf(check, words, language) {
  // What makes a file unreadable stands under the verdict already.
  return check.reason && check.code !== "readable" ? reasonWords(check, words, language) : "";
}

// A day as it is written (2026-07-01), or a moment in milliseconds.
export function dayWords(when, language) {
  if (when === null || when === undefined || when === "") return "";
  const moment = typeof when === "string" ? new Date(`${when}T12:00:00`) : new Date(when);
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(moment);
}

export function momentWords(moment, language) {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(moment);
}

function reasonWords(check, words, language) {
  return (words.reasons[check.reason] ?? words.any_reason)[language];
}

function firstDoubt(report, words, language) {
  const doubt = report.checks.find((check) => check.outcome === "unknown");
  return doubt ? reasonWords(doubt, words, language) : undefined;
}

// Nothing if a value that the sentence needs is not there.
function fill(text, values) {
  const needed = [...text.matchAll(/%\((\w+)\)s/g)].map(([, name]) => name);
  if (!needed.every((name) => values[name])) return null;
  return text.replaceAll(/%\((\w+)\)s/g, (_, name) => values[name]);
}
