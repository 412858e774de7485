// What was found, as the page shows it: the verdict, what the document says, and each check.

import { described, element, icon } from "./elements.js";
import { dayWords, explanation, momentWords, outcomeOf, sentence, sourceOf, told, whyOf } from "./telling.js";

// `view` holds the report, the language, the words of the page and those of the checks.
export function outcome(view) {
  return [verdict(view), facts(view), checks(view), technical(view)];
}

function verdict({ report, said, words, language }) {
  const kind = said.verdicts[report.verdict].kind;
  const when = `${words.checkedAt} ${momentWords(report.checkedAt, language)}.`;
  return element("section", { class: `verdict ${kind}`, role: "status" },
    icon(kind),
    element("h1", { id: "outcome", tabindex: "-1" }, sentence(report, said, language)),
    element("p", {}, explanation(report, said, language)),
    element("p", { class: "small soft" }, when, " ", element("span", { class: "screen" }, words.print)),
  );
}

function facts({ report, words, language }) {
  const unchanged = report.checks.find((found) => found.code === "unchanged");
  // Of a document that is not as it was signed, we repeat nothing.
  if (unchanged?.outcome !== "passed") return "";
  const found = report.facts;
  const rows = [
    [words.holder, found.learnerName],
    [words.institution, found.issuerName || found.issuerId],
    [words.awardedOn, dayWords(found.awardedOn, language)],
    [words.load, loadOf(found, words, language)],
    [words.level, found.eqfLevel && `EQF ${found.eqfLevel}`],
    [words.mark, [found.markedBy, found.decisionNumber].filter(Boolean).join(", ")],
    [words.validUntil, dayWords(found.validUntil, language)],
  ];
  return element("section", { class: "facts" },
    element("p", { class: "over" }, words.facts), element("h2", {}, found.title), described(rows));
}

function loadOf({ ects, hours }, words, language) {
  const credits = ects && `${language === "nl" ? ects.replace(".", ",") : ects} EC`;
  return [credits, hours && `${hours} ${words.hours}`].filter(Boolean).join(", ");
}

function checks(view) {
  const { report, words } = view;
  const head = [words.what, words.outcome, words.source, words.when];
  const rows = told(report).map((found) => checkRow(found, view));
  if (report.checks.some((found) => found.reason === "not_checked")) {
    const rest = cell("outcome open", icon("open"), " ", words.notCarriedOut);
    rows.push(row(rowHead(words.rest), rest, cell(""), cell("")));
  }
  const heads = head.map((name) => element("th", { scope: "col", role: "columnheader" }, name));
  return element("table", { role: "table" }, element("caption", {}, words.caption),
    element("thead", { role: "rowgroup" }, row(...heads)),
    element("tbody", { role: "rowgroup" }, ...rows));
}

// The roles say what these are where a narrow screen lays them out as blocks.
function row(...cells) {
  return element("tr", { role: "row" }, ...cells);
}

function rowHead(...content) {
  return element("th", { scope: "row", role: "rowheader" }, ...content);
}

function cell(kind, ...content) {
  return element("td", { class: kind, role: "cell" }, ...content);
}

function checkRow(found, { report, said, words, language }) {
  const { kind, word } = outcomeOf(found, said, words, language);
  const why = whyOf(found, said, language);
  return row(
    rowHead(said.checks[found.code][language], why && element("span", { class: "why" }, why)),
    cell(`outcome ${kind}`, icon(kind), " ", word),
    cell("soft", sourceOf(found, report, words)),
    cell("soft", dayWords(found.sourceTime, language)),
  );
}

function technical({ report, words }) {
  const codes = told(report).filter((found) => found.reason).map((found) => `${found.code}: ${found.reason}`);
  const rows = [
    [words.document, report.document?.id],
    [words.key, report.facts.keyId],
    [words.codes, codes.join(", ")],
  ];
  if (!rows.some(([, value]) => value)) return "";
  return element("details", {}, element("summary", {}, words.technical), described(rows));
}
