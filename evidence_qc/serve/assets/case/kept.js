// The case as the server keeps it: read, changed by small patches, filled, shown, cleared.
import { begun, ended, forgetAll, unsent } from "./pending.js";
import { say } from "../say.js";
import { json, send, SENDING, Trouble } from "../server.js";

/** Answers that a change has for ever: what makes no sense, or speaks of what is gone. */
const NEVER = ["usage", "profile", "not-found", "too-large"];
const KEY = "evidence-qc-case";
const BATCH_FILES = 8;
const BATCH_BYTES = 24e6;
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
    for (const each of [id, remembered(), shared].filter(Boolean)) {
      const found = await json("GET", `/v1/cases/${each}`).catch((error) => {
        if (error.code !== "not-found") throw error;
      });
      if (found) return this.#hear(found);
    }
    return forget();
  }

  async begin() {
    if (!this.document) this.#hear(await json("POST", "/v1/cases"));
  }

  #hear(found) {
    if (this.document && this.document.id === found.id && this.document.version >= found.version) return;
    this.document = found;
    remember(found.id);
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
    const patch = typeof made === "function" ? made() : made;
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
        if (!touched(patch, before, this.document)) continue;
        ended(before.id, patch);
        throw new Trouble({ message: say("page.changed"), remedy: say("page.changed-remedy") });
      }
    }
  }

  /** Sends [file, path] in small lots, taking from the list what has arrived; tells how many bytes are done. */
  async add(found, { progressed, signal, group = "", role = "", arrived = () => {} }) {
    await this.begin();
    const total = found.reduce((sum, [file]) => sum + file.size, 0);
    let sent = 0;
    for (const lot of lots(found)) {
      const bytes = lot.reduce((sum, [file]) => sum + file.size, 0);
      const { body } = await send(`${this.path}/files`, lot.map(([file, path]) => [path, { file }]), { group, role }, {
        signal, progressed: (what, done) => what === SENDING && progressed(what, Math.min(sent + done, total), total),
      });
      sent += bytes;
      arrived(found.splice(0, lot.length));
      this.#hear(body);
    }
  }

  report({ form = "json", ...options }) {
    return send(`${this.path}/report?format=${form}`, [], {}, { ...options, method: "GET" });
  }

  preview({ isDraft = false, ...options }) {
    return send(`${this.path}/preview${isDraft ? "?draft=1" : ""}`, [], {}, options);
  }

  /** Makes the changes that a reload of the page was quicker than. */
  async resume() {
    for (const { patch, isFree, isHeld } of this.document ? unsent(this.document) : []) {
      if (isFree && !isHeld) await this.change(patch);
      else ended(this.document.id, patch);
    }
  }

  async clear() {
    if (this.document) await fetch(this.path, { method: "DELETE" });
    this.document = null;
    forgetAll();
    forget();
  }

  /** Looks now and then whether another window or a phone changed something. */
  watch() {
    setInterval(async () => {
      if (document.hidden || !this.document) return;
      const headers = { "If-None-Match": `"${this.document.version}"` };
      const answer = await fetch(this.path, { headers }).catch(() => null);
      if (answer?.status === 200) this.#hear(await answer.json());
      if (answer?.status === 404) this.gone?.();
    }, LOOK_MS);
  }
}

/** True where somebody else changed what a patch speaks of. */
function touched(patch, before, now) {
  return Object.entries(patch).some(([key, value]) => {
    const [one, other] = [before?.[key], now?.[key]];
    if (value && typeof value === "object" && !Array.isArray(value)) return one !== undefined && touched(value, one, other);
    return JSON.stringify(one) !== JSON.stringify(other);
  });
}

function lots(found) {
  const made = [];
  for (const each of found) {
    const last = made.at(-1);
    const fits = last && last.length < BATCH_FILES && last.reduce((sum, [file]) => sum + file.size, 0) + each[0].size < BATCH_BYTES;
    if (fits) last.push(each);
    else made.push([each]);
  }
  return made;
}

// A browser that keeps nothing for pages still has a page that works.
const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const remember = (id) => { try { localStorage.setItem(KEY, id); } catch { /* not kept */ } };
const forget = () => { try { localStorage.removeItem(KEY); } catch { /* not kept */ } };

