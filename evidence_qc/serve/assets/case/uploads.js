// What was chosen goes to the server, one choice after the other, and waits here until it is there.
import { isFleeting, stash, unstash } from "./outbox.js";
import { GivenUp } from "../server.js";

export class Uploads {
  isSending = false;
  #following = [];

  /** `makeWay()` ends what runs and gives what stops the sending; `later()` looks at what has come; `dropped(media)` hears what was not sent. */
  constructor({ kept, makeWay, progressed, later, trouble, dropped }) {
    Object.assign(this, { kept, makeWay, progressed, later, trouble, dropped });
    addEventListener("beforeunload", (event) => isFleeting() && event.preventDefault());
  }

  /** `media` loses what has arrived, so that trying again sends only the rest. */
  async send(media) {
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
    if (failed instanceof GivenUp && this.kept.files.length) this.later();
  }

  async #sendAll(media, signal) {
    await this.kept.begin();
    do {
      media.push(...this.#following.splice(0));
      stash(media, this.kept.document.id);
      await this.kept.add(media, { progressed: this.progressed, signal, arrived: unstash });
    } while (this.#following.length);
  }
}
