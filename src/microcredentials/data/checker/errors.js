// What can go wrong with a signed document; the codes are those of the library in Python.

export class Trouble extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// The input holds no signed document that we can read.
export class Unreadable extends Trouble {}

// The proof does not hold: the document was changed, or never signed this way.
export class UntrustedProof extends Trouble {}

// We cannot tell whether the proof holds: something it needs is unknown to us.
export class UncheckableProof extends Trouble {}

// What stands at an address cannot be had.
export class Unreachable extends Trouble {}

// A key may not have signed this; `doubtful` if that cannot be told for certain.
export class KeyProblem extends Trouble {
  constructor(code, doubtful = false) {
    super(code);
    this.doubtful = doubtful;
  }
}
