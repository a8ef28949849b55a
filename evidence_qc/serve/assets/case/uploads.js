// What was chosen goes to the server, one choice after the other, and waits here until it is there.
import { forsaken, isFleeting, stash, unstash } from "./outbox.js";
import { GivenUp } from "../server.js";

export class Uploads {
  isSending = false;
  #following = [];

  /** `makeWay()` ends what runs and gives what stops the sending; `later()` looks at what has come; `dropped(media)` hears what was not sent, `refused(media, error)` what is never taken. */
  constructor({ kept, makeWay, progressed, later, trouble, dropped, refused }) {
    Object.assign(this, { kept, makeWay, progressed, later, trouble, dropped, refused });
    addEventListener("beforeunload", (event) => isFleeting() && event.preventDefault());
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.resume());
  }

  /** What was chosen before a reload, or in a window that was closed, and had not arrived. */
  async resume() {
    const media = await forsaken(this.kept.document?.id);
    if (media.length) await this.send(media);
  }

  /** `media` loses what has arrived, so that trying again sends only the rest. */
  async send(media) {
    stash(media, this.kept.document?.id); // at once: a reload may be next
    if (this.isSending) return void this.#following.push(...media);
    const { signal } = this.makeWay();
    this.isSending = true;
    const failed = await this.#sendAll(media, signal).then(() => null, (error) => error);
    this.isSending = false;
    if (!failed) return this.later();
    media.push(...this.#following.splice(0));
    if (failed instanceof GivenUp) {
      unstash(media);
      if (media.length) this.dropped(media);
    }
    this.trouble(failed, () => this.send(media));
    if (failed instanceof GivenUp) this.later();
  }

  async #sendAll(media, signal) {
    do {
      media.push(...this.#following.splice(0));
      await this.kept.add(media, { progressed: this.progressed, signal, arrived: unstash, refused: this.refused });
    } while (this.#following.length);
  }
}
