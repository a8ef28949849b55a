// One word at a time, and none that flickers: what most of the last answers say is shown.

const REMEMBERED = 4;
const OLD_MS = 1500;
const CLEAR_AFTER = 3;
const FAULT_AFTER = 2;
export const CLEAR = "clear";

/** A fault is said once half of the last answers agree; "clear" only where none of three disagrees. */
export class Steady {
  #last = [];
  shown = "";

  /** The word to show after one more answer, at a time in milliseconds. */
  next(word, at) {
    this.#last = [...this.#last.filter(([, when]) => at - when < OLD_MS), [word, at]].slice(-REMEMBERED);
    const words = this.#last.map(([each]) => each);
    const recent = words.slice(-CLEAR_AFTER);
    if (recent.length === CLEAR_AFTER && recent.every((each) => each === CLEAR)) return (this.shown = CLEAR);
    const many = (each) => words.filter((other) => other === each).length;
    const faults = words.filter((each) => each !== CLEAR && many(each) >= FAULT_AFTER);
    if (faults.length && !faults.includes(this.shown)) this.shown = faults.at(-1);
    return this.shown;
  }

  forget() {
    this.#last = [];
    this.shown = "";
  }
}
