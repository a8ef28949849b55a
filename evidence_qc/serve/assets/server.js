// The server's addresses; every answer that is no success becomes an Error with a remedy.

export class Trouble extends Error {
  constructor({ message, remedy, code }) {
    super(message);
    this.remedy = remedy ?? "";
    this.code = code ?? "";
  }
}

export async function ask(path) {
  const answer = await fetch(path);
  return answer.json();
}

const CHANGED = { message: "A file could not be read.", remedy: "Was it moved or changed since you chose it? Take it off the list and add it again." };
const STRANGE = { message: "The server answered with something strange.", remedy: "Look at its log." };
const SILENT = { message: "The server does not answer.", remedy: "Is evidence-qc serve still running?" };

/** Thrown where a request was given up for a newer one. */
export class GivenUp extends Error {}

/** A small request with a JSON body; resolves to the answer's. */
export async function json(method, path, value, headers = {}) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const answer = await fetch(path, { method, body, headers }).catch(() => null);
  if (!answer) throw new Trouble(SILENT);
  if (!answer.ok) throw new Trouble(await problemOf(await answer.json().catch(() => null)));
  return answer.status === 204 ? null : answer.json();
}

/** Not crypto.randomUUID, which browsers keep from pages of plain HTTP. */
const newTicket = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Sends a form; tells how far it is; resolves to {body, header}. */
export function send(path, names, fields, { type = "json", method = "POST", progressed = () => {}, signal = new AbortController().signal }) {
  const ticket = newTicket();
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) if (value) form.append(name, value);
  for (const [name, { file }] of names) form.append("file", file, name);
  const request = new XMLHttpRequest();
  const asking = setInterval(() => progress(ticket, progressed, signal), 400);
  return new Promise((done, failed) => {
    const end = () => clearInterval(asking);
    signal.addEventListener("abort", () => {
      end();
      request.abort();
      failed(new GivenUp());
    });
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progressed("Sending the files", event.loaded, event.total);
    });
    request.addEventListener("error", async () => {
      end();
      const isThere = await fetch("/v1/health").then((answer) => answer.ok, () => false);
      failed(new Trouble(isThere ? CHANGED : SILENT));
    });
    request.addEventListener("load", async () => {
      end();
      const body = request.response;
      if (request.status === 200) done({ body, header: (name) => request.getResponseHeader(name) });
      else failed(new Trouble(await problemOf(body)));
    });
    request.open(method, `${path}${path.includes("?") ? "&" : "?"}ticket=${ticket}`);
    request.responseType = type;
    request.send(method === "GET" ? null : form);
  });
}

async function progress(ticket, progressed, signal) {
  const answer = await fetch(`/v1/progress/${ticket}`).catch(() => null);
  if (!answer?.ok || signal.aborted) return;
  const { what, done, of } = await answer.json();
  if (what && !signal.aborted) progressed(what, done, of);
}

async function problemOf(body) {
  try {
    const plain = body instanceof Blob ? JSON.parse(await body.text()) : body;
    return plain.error ?? STRANGE;
  } catch {
    return STRANGE;
  }
}
