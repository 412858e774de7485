// Canonical names for blank nodes (RDFC-1.0), bounded: a hostile graph would take for ever.

import { digest, hex, utf8 } from "./encoding.js";
import { UntrustedProof } from "./errors.js";
import { expandDocument } from "./expand.js";
import { compareTexts, sortedTexts } from "./shapes.js";
import { nquad, quadsOf } from "./statements.js";

export const LIMITS = { statements: 20_000, blankNodes: 128, alike: 6, calls: 1_000 };
const POSITIONS = [["subject", "s"], ["object", "o"], ["graph", "g"]];

// Return the canonical N-Quads of a document; throws `UntrustedProof`.
export async function statementsOf(document, hash = "SHA-256") {
  return canonicalText(quadsOf(expandDocument(document)), hash);
}

export async function canonicalText(quads, hash = "SHA-256") {
  const named = new Set(
    quads.flatMap(({ subject, object }) => [subject, object]).filter(isBlank).map(({ value }) => value),
  );
  if (named.size > LIMITS.blankNodes || quads.length > LIMITS.statements) refuseGraph();
  const names = await new Canonicaliser(quads, hash).names();
  const renamed = (term) => (isBlank(term) ? { ...term, value: names.get(term.value) } : term);
  const lines = quads.map(({ subject, predicate, object, graph }) =>
    nquad({ subject: renamed(subject), predicate, object: renamed(object), graph: renamed(graph) }),
  );
  return sortedTexts(lines).join("");
}

function isBlank(term) {
  return term?.kind === "blank";
}

function refuseGraph() {
  throw new UntrustedProof("canonicalisation_limit");
}

// Gives out names in the order in which they are asked for.
class Issuer {
  constructor(prefix, names = new Map()) {
    this.prefix = prefix;
    this.names = names;
  }

  issue(old) {
    if (!this.names.has(old)) this.names.set(old, `${this.prefix}${this.names.size}`);
    return this.names.get(old);
  }

  copy() {
    return new Issuer(this.prefix, new Map(this.names));
  }
}

class Canonicaliser {
  constructor(quads, hash) {
    this.hash = hash;
    this.calls = 0;
    this.canonical = new Issuer("_:c14n");
    this.first = new Map();
    this.quadsOf = new Map();
    for (const quad of quads) {
      for (const term of new Set([quad.subject, quad.object, quad.graph].filter(isBlank).map((t) => t.value))) {
        this.quadsOf.set(term, [...(this.quadsOf.get(term) ?? []), quad]);
      }
    }
  }

  async digest(text) {
    return hex(await digest(utf8(text), this.hash));
  }

  // RDFC-1.0, section 4.4.
  async names() {
    const byHash = new Map();
    for (const node of this.quadsOf.keys()) {
      push(byHash, await this.hashFirstDegree(node), node);
    }
    const alike = [];
    for (const hash of sortedTexts(byHash.keys())) {
      const nodes = byHash.get(hash);
      if (nodes.length === 1) this.canonical.issue(nodes[0]);
      else alike.push(nodes);
    }
    for (const nodes of alike) await this.nameAlike(nodes);
    return this.canonical.names;
  }

  async nameAlike(nodes) {
    const results = [];
    for (const node of nodes) {
      if (this.canonical.names.has(node)) continue;
      const issuer = new Issuer("_:b");
      issuer.issue(node);
      results.push(await this.hashNDegree(node, issuer));
    }
    results.sort((one, other) => compareTexts(one.hash, other.hash));
    for (const { issuer } of results) {
      for (const old of issuer.names.keys()) this.canonical.issue(old);
    }
  }

  // Section 4.6.
  async hashFirstDegree(node) {
    if (!this.first.has(node)) {
      const masked = (term) => (isBlank(term) ? { ...term, value: term.value === node ? "_:a" : "_:z" } : term);
      const lines = this.quadsOf.get(node).map((quad) =>
        nquad({
          subject: masked(quad.subject),
          predicate: quad.predicate,
          object: masked(quad.object),
          graph: masked(quad.graph),
        }),
      );
      this.first.set(node, await this.digest(sortedTexts(lines).join("")));
    }
    return this.first.get(node);
  }

  // Section 4.7.
  async hashRelated(related, quad, issuer, position) {
    const name =
      this.canonical.names.get(related) ??
      issuer.names.get(related) ??
      (await this.hashFirstDegree(related));
    const predicate = position === "g" ? "" : `<${quad.predicate.value}>`;
    return this.digest(position + predicate + name);
  }

  // Section 4.8.
  async hashNDegree(node, given) {
    this.calls += 1;
    if (this.calls > LIMITS.calls) refuseGraph();
    let issuer = given;
    let data = "";
    const groups = await this.related(node, issuer);
    for (const hash of sortedTexts(groups.keys())) {
      const chosen = await this.shortestPath(groups.get(hash), issuer);
      data += hash + chosen.path;
      issuer = chosen.issuer;
    }
    return { hash: await this.digest(data), issuer };
  }

  async related(node, issuer) {
    const groups = new Map();
    for (const quad of this.quadsOf.get(node)) {
      for (const [part, position] of POSITIONS) {
        const term = quad[part];
        if (!isBlank(term) || term.value === node) continue;
        push(groups, await this.hashRelated(term.value, quad, issuer, position), term.value);
      }
    }
    for (const nodes of groups.values()) if (nodes.length > LIMITS.alike) refuseGraph();
    return groups;
  }

  async shortestPath(nodes, issuer) {
    let chosen = { path: "", issuer: null };
    for (const order of permutations(nodes)) {
      const found = await this.path(order, issuer.copy(), chosen.path);
      if (found && (chosen.path === "" || compareTexts(found.path, chosen.path) < 0)) chosen = found;
    }
    return chosen;
  }

  async path(order, given, chosen) {
    let path = "";
    let issuer = given;
    const unnamed = [];
    for (const node of order) {
      if (this.canonical.names.has(node)) path += this.canonical.names.get(node);
      else {
        if (!issuer.names.has(node)) unnamed.push(node);
        path += issuer.issue(node);
      }
      if (isWorse(path, chosen)) return null;
    }
    for (const node of unnamed) {
      const result = await this.hashNDegree(node, issuer);
      path += `${issuer.issue(node)}<${result.hash}>`;
      issuer = result.issuer;
      if (isWorse(path, chosen)) return null;
    }
    return { path, issuer };
  }
}

function isWorse(path, chosen) {
  return chosen !== "" && path.length >= chosen.length && compareTexts(path, chosen) > 0;
}

function push(groups, key, value) {
  if (!groups.has(key)) groups.set(key, []);
  groups.get(key).push(value);
}

function* permutations(members) {
  if (members.length <= 1) yield members;
  for (const [place, member] of members.length > 1 ? members.entries() : []) {
    const rest = members.toSpliced(place, 1);
    for (const order of permutations(rest)) yield [member, ...order];
  }
}
