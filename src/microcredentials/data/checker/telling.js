// A report in words: the sentence of the verdict, and a line per check.

const LOCALES = { nl: "nl-NL", en: "en-GB" };
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
  if (check.outcome === "passed") return { kind: isDated(check) ? "note" : "good", word };
  if (check.outcome === "unknown" || check.code === "readable") return { kind: "open", word };
  const serious = SERIOUS.has(check.code) || check.reason === "withdrawn";
  return { kind: serious ? "stop" : "note", word };
}

// Of what was once so, the day tells enough; only what may have changed since is worth a warning.
function isDated(check) {
  return check.reason === "last_known" && check.code === "status";
}

export function whyOf(check, words, language) {
  // What makes a file unreadable stands under the verdict already.
  const isSaid = check.code === "readable" || (check.reason === "last_known" && !isDated(check));
  return check.reason && !isSaid ? reasonWords(check, words, language) : "";
}

// According to whom a check was answered.
export function sourceOf(check, report, words) {
  if (check.outcome === "unknown" && !check.source) return "";
  if (check.code === "mark" && check.reason !== "edubadge" && report.facts.decisionNumber) {
    return `${words.decision} ${report.facts.decisionNumber}`;
  }
  return words.sources[check.code] ?? "";
}

// A day as it is written (2026-07-01), or a moment in milliseconds.
export function dayWords(when, language) {
  if (when === null || when === undefined || when === "") return "";
  const moment = typeof when === "string" ? new Date(`${when}T12:00:00`) : new Date(when);
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long" }).format(moment);
}

export function momentWords(moment, language) {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeStyle: "short" }).format(moment);
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
