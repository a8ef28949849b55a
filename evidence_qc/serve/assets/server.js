// The server's addresses; every answer that is no success becomes an Error with a remedy.
import { language, say } from "./say.js";

export const SENDING = "page.sending";

export class Trouble extends Error {
  constructor({ message, remedy, code }) {
    super(message);
    this.remedy = remedy ?? "";
    this.code = code ?? "";
  }
}

/** Sentences are asked for in the language of the page. */
const spoken = (path) => `${path}${path.includes("?") ? "&" : "?"}lang=${language}`;

export const ask = (path) => json("GET", path);

const trouble = (id) => ({ message: say(id), remedy: say(`${id}-remedy`) });
/** Of a file that is not any more where it was chosen. */
export const UNREADABLE = "unreadable";
const CHANGED = { ...trouble("page.file-changed"), code: UNREADABLE };
const STRANGE = trouble("page.strange");
/** Of a server that is not there, or a line that broke: what was asked for may be asked again. */
export const NOT_THERE = "not-there";
const SILENT = { ...trouble("page.silent"), code: NOT_THERE };

/** Thrown where a request was given up for a newer one. */
export class GivenUp extends Error {}

/** A small request with a JSON body; resolves to the answer's. */
export async function json(method, path, value, headers = {}) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const answer = await fetch(spoken(path), { method, body, headers }).catch(() => null);
  if (!answer) throw new Trouble(SILENT);
  if (!answer.ok) throw new Trouble(await problemOf(await answer.json().catch(() => null)));
  return answer.status === 204 ? null : answer.json();
}

/** Rejects for a file that was moved or changed since it was chosen; a slice of one that is gone is only empty. */
async function begins(file) {
  const reader = file.stream().getReader();
  await reader.read();
  reader.cancel();
}

/** Not crypto.randomUUID, which browsers keep from pages of plain HTTP. */
const newTicket = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Sends a form; tells how far it is whoever wants to know; resolves to {body, header}. */
export function send(path, names, fields, { type = "json", method = "POST", progressed, signal = new AbortController().signal }) {
  const ticket = newTicket();
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) if (value) form.append(name, value);
  for (const [name, { file }] of names) form.append("file", file, name);
  const request = new XMLHttpRequest();
  const events = progressed && new EventSource(spoken(`/v1/progress/${ticket}/events`));
  events?.addEventListener("progress", ({ data }) => tell(JSON.parse(data), progressed, signal));
  events?.addEventListener("end", () => events.close());
  return new Promise((done, failed) => {
    const end = () => events?.close();
    signal.addEventListener("abort", () => {
      end();
      request.abort();
      failed(new GivenUp());
    });
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progressed?.(SENDING, event.loaded, event.total);
    });
    request.addEventListener("error", async () => {
      end();
      const areReadable = await Promise.all(names.map(([, { file }]) => begins(file))).then(() => true, () => false);
      failed(new Trouble(areReadable ? SILENT : CHANGED));
    });
    request.addEventListener("load", async () => {
      end();
      const body = request.response;
      if (request.status === 200) done({ body, header: (name) => request.getResponseHeader(name) });
      else failed(new Trouble(await problemOf(body)));
    });
    request.open(method, `${spoken(path)}&ticket=${ticket}`);
    request.responseType = type;
    request.send(method === "GET" ? null : form);
  });
}

function tell({ what, what_message: message, done, of }, progressed, signal) {
  if (what && !signal.aborted) progressed(message?.message_id ?? what, done, of, what);
}

async function problemOf(body) {
  try {
    const plain = body instanceof Blob ? JSON.parse(await body.text()) : body;
    return plain.error ?? STRANGE;
  } catch {
    return STRANGE;
  }
}
