// After a reload: what was said before it and has not arrived is said again.
import { placeOf, typed, unsaid } from "./pending.js";

export class Resumed {
  #isReady = false;

  /** `actionsOf()` gives the problems as they are shown now, and what can be done with them. */
  constructor({ kept, change, trouble, actionsOf }) {
    Object.assign(this, { kept, change, trouble, actionsOf });
    addEventListener("input", ({ target }) => placeOf(target) && typed(placeOf(target), target.value, kept.document));
  }

  start() {
    if (!this.kept.document) return;
    this.kept.resume().then(() => this.#words(), (error) => this.trouble(error, () => this.start()));
  }

  #words() {
    for (const [place, value] of unsaid(this.kept.document)) {
      if (place.length === 1) this.change({ [place[0]]: value.trim() });
      else this.#title(place[1], value);
    }
  }

  /** Titles of problems that are only proposed wait for these, once. */
  titles() {
    if (this.#isReady) return;
    this.#isReady = true;
    for (const [[, key], value] of unsaid(this.kept.document).filter(([place]) => place.length > 1)) this.#title(key, value);
  }

  #title(key, value) {
    const [groups, does] = this.actionsOf();
    const group = groups.find((each) => each.key === key);
    if (group) does.rename(group, value);
  }
}
