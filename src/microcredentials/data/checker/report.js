// What a check found: one outcome per question, and one verdict over all of them.

export const [PASSED, FAILED, UNKNOWN] = ["passed", "failed", "unknown"];
export const CHECKS = ["readable", "unchanged", "key", "admitted", "mark", "status", "period", "log", "person"];
export const LAST_KNOWN = "last_known";
// The worst first.
export const VERDICTS = [
  "unreadable", "altered", "unknown_issuer", "withdrawn", "suspended", "replaced", "past_end_date",
  "could_not_check", "no_mark", LAST_KNOWN, "genuine",
];
const OF_FAILED = {
  readable: "unreadable",
  unchanged: "altered",
  key: "unknown_issuer",
  admitted: "unknown_issuer",
  mark: "no_mark",
  period: "past_end_date",
};
// The log dates a signature and the person is the reader's own question: they add a line.
const ASIDE = ["log", "person"];

export function passed(code, reason = "", source = "", sourceTime = null) {
  return { code, outcome: PASSED, reason, source, sourceTime };
}

export function failed(code, reason, source = "") {
  return { code, outcome: FAILED, reason, source, sourceTime: null };
}

export function unknown(code, reason, source = "") {
  return { code, outcome: UNKNOWN, reason, source, sourceTime: null };
}

// Checks `first` to 7, not made because of what was found before.
export function skipped(first) {
  const codes = CHECKS.slice(CHECKS.indexOf(first), CHECKS.indexOf("log"));
  return codes.map((code) => unknown(code, "not_checked"));
}

// A check that passed on the word of the register, however old that is.
export function passedBy(code, registry, note = "") {
  return passed(code, note || (registry.isFresh ? "" : LAST_KNOWN), registry.url, registry.created);
}

export function ofKey(code, problem, source) {
  return (problem.doubtful ? unknown : failed)(code, problem.code, source);
}

export function verdictOf(checks) {
  const found = checks.filter(({ code }) => !ASIDE.includes(code)).map(verdictOfOne);
  return VERDICTS.find((verdict) => found.includes(verdict));
}

function verdictOfOne({ code, outcome, reason }) {
  if (outcome === UNKNOWN) return "could_not_check";
  if (outcome === PASSED) return reason === LAST_KNOWN ? LAST_KNOWN : "genuine";
  return code === "status" ? reason : OF_FAILED[code];
}
