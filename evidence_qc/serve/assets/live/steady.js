// One word at a time, and none that flickers: what most of the last answers say is shown.

const REMEMBERED = 4;
const OLD_MS = 1500;
const FAULT_AFTER = 2;
const CLEAR_AFTER = 2;
/** A hand stands still for a moment whenever it turns. */
const STILL_AFTER = 3;
const SHAKEN = "shaken";
export const CLEAR = "clear";

/** A stray answer changes nothing; two on end, or half of the last four, do. */
export class Steady {
  #last = [];
  shown = "";

  /** The word to show after one more answer, at a time in milliseconds. */
  next(word, at) {
    this.#last = [...this.#last.filter(([, when]) => at - when < OLD_MS), [word, at]].slice(-REMEMBERED);
    const words = this.#last.map(([each]) => each);
    const onEnd = (each, times) => words.length >= times && words.slice(-times).every((other) => other === each);
    const faults = words.filter((each) => each !== CLEAR && words.filter((other) => other === each).length >= FAULT_AFTER);
    if (word === CLEAR) {
      if (onEnd(CLEAR, this.shown === SHAKEN ? STILL_AFTER : CLEAR_AFTER)) this.shown = CLEAR;
    } else if (onEnd(word, FAULT_AFTER)) {
      this.shown = word;
    } else if (faults.length && (this.shown === CLEAR || !words.includes(this.shown))) {
      this.shown = faults.at(-1);
    }
    return this.shown;
  }

  forget() {
    this.#last = [];
    this.shown = "";
  }
}
