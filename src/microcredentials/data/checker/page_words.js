// What the page says of itself, in two languages. The words of a verdict come from the platform.

export const LANGUAGES = { nl: "Nederlands", en: "English" };

const DUTCH = {
  product: "Controle zonder internet",
  title: "Controleer een microcredential",
  lede: "Deze pagina rekent zelf. Zij stuurt niets op en haalt niets op.",
  ownKey:
    "Deze pagina gebruikt een sleutel uit dit bestand zelf. Wie het bestand maakte, koos ook de sleutel. " +
    "Vergelijk daarom deze vier woorden met die op de site van de operator; typ het adres zelf. Of met een " +
    "certificaat waarvan u zeker bent.",
  builtInKey: "Deze pagina gelooft deze operator. Vergelijk de vier woorden met die op diens site.",
  noKey:
    "Deze pagina gelooft nog geen operator. Zonder die kan zij wel zien of een bestand ongewijzigd is, maar " +
    "niet of de uitgever is toegelaten. Kies onderaan een vertrouwensbestand.",
  busy: "Bezig met controleren…",
  checkedAt: "Gecontroleerd op",
  fileName: "Bestand",
  facts: "Wat erin staat",
  load: "Omvang",
  hours: "uur",
  level: "Niveau",
  holder: "Op naam van",
  institution: "Instelling",
  awardedOn: "Uitgereikt op",
  validUntil: "Geldig tot",
  mark: "Keurmerk",
  decision: "besluit",
  caption: "Wat er is gecontroleerd",
  what: "Wat",
  outcome: "Uitkomst",
  source: "Volgens",
  when: "Stand van",
  sources: {
    readable: "dit bestand",
    unchanged: "de handtekening erin",
    key: "het register",
    admitted: "het register",
    mark: "het bestand",
    status: "de statuslijst",
    period: "dit bestand",
  },
  rest: "Andere controles",
  notCarriedOut: "Niet uitgevoerd",
  doesNotApply: "Niet van toepassing",
  first: "Welk bestand?",
  another: "Controleer een ander bestand",
  drop: "Sleep een bestand naar deze pagina: JSON, PNG, SVG of zip.",
  file: "Kies een bestand",
  pasting: "Of plak de tekst",
  text: "Tekst van het bestand, van { tot }",
  check: "Controleer",
  believing: "Een andere operator geloven",
  aboutTrust: "Een vertrouwensbestand noemt de sleutels die u gelooft. Haal het bij de operator zelf.",
  trust: "Kies een vertrouwensbestand",
  badTrust: "Dit is geen vertrouwensbestand.",
  empty: "Er is niets gekozen. Kies een bestand of plak de tekst.",
  technical: "Technische gegevens",
  document: "Nummer",
  key: "Ondertekend met",
  codes: "Codes",
  print: "Bewaren? Druk deze pagina af.",
};

const ENGLISH = {
  product: "Checks without internet",
  title: "Check a microcredential",
  lede: "This page does its own sums. It sends nothing and fetches nothing.",
  ownKey:
    "This page uses a key from this file itself. Whoever made the file also chose the key. So compare these " +
    "four words with those on the operator’s site; type its address yourself. Or with a certificate that you " +
    "are sure of.",
  builtInKey: "This page believes this operator. Compare the four words with those on its site.",
  noKey:
    "This page does not believe any operator yet. Without one it can see whether a file is unchanged, but not " +
    "whether the issuer is admitted. Choose a trust file below.",
  busy: "Checking…",
  checkedAt: "Checked on",
  fileName: "File",
  facts: "What it says",
  load: "Workload",
  hours: "hours",
  level: "Level",
  holder: "Name",
  institution: "Institution",
  awardedOn: "Awarded on",
  validUntil: "Valid until",
  mark: "Quality mark",
  decision: "decision",
  caption: "What was checked",
  what: "What",
  outcome: "Outcome",
  source: "According to",
  when: "As of",
  sources: {
    readable: "this file",
    unchanged: "the signature in it",
    key: "the register",
    admitted: "the register",
    mark: "the file",
    status: "the status list",
    period: "this file",
  },
  rest: "Other checks",
  notCarriedOut: "Not carried out",
  doesNotApply: "Does not apply",
  first: "Which file?",
  another: "Check another file",
  drop: "Drag a file to this page: JSON, PNG, SVG or zip.",
  file: "Choose a file",
  pasting: "Or paste the text",
  text: "Text of the file, from { to }",
  check: "Check",
  believing: "Believe another operator",
  aboutTrust: "A trust file names the keys that you believe. Get it from the operator itself.",
  trust: "Choose a trust file",
  badTrust: "This is not a trust file.",
  empty: "Nothing was chosen. Choose a file, or paste the text.",
  technical: "Technical details",
  document: "Number",
  key: "Signed with",
  codes: "Codes",
  print: "Keep it? Print this page.",
};

// What can only happen in a browser.
export const OWN_REASONS = {
  looks_like_pdf: {
    nl: "Deze pagina leest geen pdf. Open hem, bewaar de bijlage credential.json, en kies die.",
    en: "This page does not read PDF. Open it, save the attachment credential.json, and choose that.",
  },
  browser_too_old: {
    nl: "Deze browser kent de handtekening (Ed25519) niet. Probeer het in een nieuwere.",
    en: "This browser does not know the signature (Ed25519). Try it in a newer one.",
  },
};

export const PAGE_WORDS = { nl: DUTCH, en: ENGLISH };
