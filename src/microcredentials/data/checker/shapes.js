// JSON values as the checks ask after them. Objects have no prototype: any word may be a member.

// A number that was written with a fraction or an exponent, and is whole (5.0, 1e3).
export class Real {
  constructor(value) {
    this.value = value;
  }
}

export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Real);
}

export function isText(value) {
  return typeof value === "string";
}

export function isNumber(value) {
  return typeof value === "number" || value instanceof Real;
}

export function numberOf(value) {
  return value instanceof Real ? value.value : value;
}

export function listOf(value) {
  return Array.isArray(value) ? value : [value];
}

export function has(node, word) {
  return Object.hasOwn(node, word);
}

// A copy of `node` in which the members of `changes` stand instead.
export function withMembers(node, changes) {
  return Object.assign(Object.create(null), node, changes);
}

export function without(node, word) {
  const copy = withMembers(node, {});
  delete copy[word];
  return copy;
}

export function sameValue(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((member, place) => sameValue(member, other[place]));
  }
  if (isObject(one) && isObject(other)) {
    const words = Object.keys(one);
    return (
      words.length === Object.keys(other).length &&
      words.every((word) => has(other, word) && sameValue(one[word], other[word]))
    );
  }
  return numberOf(one) === numberOf(other);
}

// In the order of code points, as canonical texts are sorted; `<` compares half characters.
export function compareTexts(one, other) {
  const length = Math.min(one.length, other.length);
  for (let place = 0; place < length; place++) {
    const left = one.charCodeAt(place);
    const right = other.charCodeAt(place);
    if (left !== right) {
      const halves = isHalf(left) - isHalf(right);
      return halves || left - right;
    }
  }
  return one.length - other.length;
}

// A half stands for a character beyond U+FFFF, so it comes after every whole one.
function isHalf(unit) {
  return Number(unit >= 0xd800 && unit <= 0xdfff);
}

export function sortedTexts(texts) {
  return [...texts].sort(compareTexts);
}
