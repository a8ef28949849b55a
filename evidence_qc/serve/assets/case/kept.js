// The case as the server keeps it: read, changed by small patches, filled, shown, cleared.
import { forget as forgetPhotos, release } from "./outbox.js";
import { begun, ended, forgetAll, isHeld, unsent } from "./pending.js";
import { forget, remember, remembered } from "./memory.js";
import { say } from "../say.js";
import { json, send, SENDING, Trouble, UNREADABLE } from "../server.js";

/** Answers that a change has for ever: what makes no sense, or speaks of what is gone. */
const NEVER = ["usage", "profile", "not-found", "too-large"];
const KEY = "evidence-qc-case";
const BATCH_FILES = 8;
const BATCH_BYTES = 24e6;
/** What of a file would come again, however often it is sent. */
const LASTING = ["too-large", UNREADABLE];
const LOOK_MS = 3000;

/** One case; `heard(document)` is called whenever it is another than before. */
export class Kept {
  constructor(heard) {
    this.heard = heard;
    this.document = null;
    this.line = Promise.resolve();
  }

  get path() {
    return `/v1/cases/${this.document.id}`;
  }

  get files() {
    return Object.entries(this.document?.files ?? {}).sort(([, one], [, other]) => one.number - other.number);
  }

  get groups() {
    return Object.entries(this.document?.groups ?? {}).sort(([a, one], [b, other]) => one.order - other.order || (a < b ? -1 : 1));
  }

  /** The case of the address, else the one this browser saw last; none is no trouble. */
  async find(id, isShared) {
    const shared = isShared && !id ? (await json("GET", "/v1/phone")).case : null;
    for (const each of [id, remembered(KEY), shared].filter(Boolean)) {
      const found = await json("GET", `/v1/cases/${each}`).catch(orMissing);
      if (found) return this.#hear(found);
      await release(each);
    }
    return forget(KEY);
  }

  /** One case, however many wait for it. */
  async begin() {
    if (this.document) return;
    this.beginning ??= json("POST", "/v1/cases").finally(() => (this.beginning = null));
    const found = await this.beginning;
    if (!this.document) this.#hear(found);
  }

  #hear(found) {
    if (this.document && this.document.id === found.id && this.document.version >= found.version) return;
    this.document = found;
    remember(KEY, found.id);
    this.heard(found);
  }

  /** Takes a patch, or what makes it when its turn comes; resolves to it and the case before. Changes go one after the other; one that another window was quicker with is made anew. */
  change(patch) {
    const done = this.line.then(() => this.#change(patch));
    this.line = done.catch(() => {});
    return done;
  }

  async #change(made) {
    await this.begin();
    const patch = ofWhatIsThere(typeof made === "function" ? made() : made, this.document);
    const before = this.document;
    begun(before, patch);
    for (let tries = 0; ; tries++) {
      try {
        const found = await json("PATCH", this.path, patch, { "If-Match": `"${this.document.version}"` });
        ended(before.id, patch);
        this.#hear(found);
        return { patch, before };
      } catch (error) {
        if (NEVER.includes(error.code)) ended(before.id, patch);
        if (error.code !== "conflict" || tries > 8) throw error;
        this.#hear(await json("GET", this.path));
        const isDone = isHeld(patch, this.document); // it had arrived, and its answer was lost on the way
        if (!isDone && !touched(patch, before, this.document)) continue;
        ended(before.id, patch);
        if (isDone) return { patch, before };
        throw new Trouble({ message: say("page.changed"), remedy: say("page.changed-remedy") });
      }
    }
  }

  /** Sends [file, path] in small lots, taking from the list what has arrived or is `refused(lot, error)` for ever; tells how many bytes are done. */
  async add(found, { progressed, signal, refused, role = "", arrived = () => {} }) {
    await this.begin();
    const total = bytesOf(found);
    let sent = 0;
    for (const line = lots(found); line.length;) {
      const lot = line.shift();
      const { body, error } = await send(`${this.path}/files`, lot.map(([file, path]) => [path, { file }]), { role }, {
        signal, progressed: (what, done) => what === SENDING && progressed(what, Math.min(sent + done, total), total),
      }).catch((error) => {
        if (!LASTING.includes(error.code)) throw error;
        return { error };
      });
      if (error && lot.length > 1) { // each alone may be taken
        line.unshift(...lot.map((each) => [each]));
        continue;
      }
      sent += bytesOf(lot);
      found.splice(0, lot.length);
      if (error) refused(lot, error);
      await arrived(lot);
      if (body) this.#hear(body);
    }
  }

  report({ form = "json", ...options }) {
    return send(`${this.path}/report?format=${form}`, [], {}, { ...options, method: "GET" });
  }

  preview({ isDraft = false, ...options }) {
    return send(`${this.path}/preview${isDraft ? "?draft=1" : ""}`, [], {}, options);
  }

  /** Changes that were made and have not arrived. */
  get unsent() {
    return this.document ? unsent(this.document) : [];
  }

  /** Makes them, in their order: a reload of the page was quicker, or the server was not there. */
  async resume() {
    for (const { patch, isFree, isHeld } of this.unsent) {
      if (isFree && !isHeld) await this.change(patch);
      else ended(this.document.id, patch);
    }
  }

  /** For good, here as on the server; whatever keeps the server from it is thrown, and nothing is gone. */
  async clear() {
    if (this.document) await json("DELETE", this.path).catch(orMissing);
    await forgetPhotos(this.document?.id);
    this.document = null;
    forgetAll();
    forget(KEY);
  }

  /** It is not there any more, by no doing of this window: photos that wait here wait for the next one. */
  async #lose() {
    const { id } = this.document;
    this.document = null;
    await release(id);
    this.gone?.();
  }

  /** Looks now and then whether another window or a phone changed something, and whether a server that was gone is `back`. */
  watch() {
    let isSilent = false;
    setInterval(async () => {
      if (document.hidden || !this.document) return;
      const { path, document: { version } } = this;
      const answer = await fetch(path, { headers: { "If-None-Match": `"${version}"` } }).catch(() => null);
      const wasSilent = isSilent;
      isSilent = !answer;
      if (!this.document || path !== this.path) return;
      if (answer?.status === 200) this.#hear(await answer.json());
      if (answer?.status === 404) await this.#lose();
      if (answer && wasSilent) this.back?.();
    }, LOOK_MS);
  }
}

/** Nothing, for a case that is not there. */
const orMissing = (error) => {
  if (error.code !== "not-found") throw error;
};

/** A patch without files that another window took off: nothing more is to be said of them. */
function ofWhatIsThere(patch, { files }) {
  return patch.files ? { ...patch, files: Object.fromEntries(Object.entries(patch.files).filter(([id]) => id in files)) } : patch;
}

/** True where somebody else changed what a patch speaks of. */
function touched(patch, before, now) {
  return Object.entries(patch).some(([key, value]) => {
    const [one, other] = [before?.[key], now?.[key]];
    if (value && typeof value === "object" && !Array.isArray(value)) return one !== undefined && touched(value, one, other);
    return JSON.stringify(one) !== JSON.stringify(other);
  });
}

const bytesOf = (found) => found.reduce((sum, [file]) => sum + file.size, 0);

function lots(found) {
  const made = [];
  for (const each of found) {
    const last = made.at(-1);
    const fits = last && last.length < BATCH_FILES && bytesOf(last) + each[0].size < BATCH_BYTES;
    if (fits) last.push(each);
    else made.push([each]);
  }
  return made;
}

