// Photos that were taken or chosen and are not with the server yet: they wait in the browser's own store.

const open = () => new Promise((done, failed) => {
  const request = indexedDB.open("evidence-qc", 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore("outbox", { autoIncrement: true }));
  request.addEventListener("success", () => done(request.result));
  request.addEventListener("error", () => failed(request.error));
});

async function store(mode, work) {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const request = work(database.transaction("outbox", mode).objectStore("outbox"));
      request.addEventListener("success", () => done(request.result));
      request.addEventListener("error", () => failed(request.error));
    });
  } finally {
    database.close();
  }
}

/** Keeps {blob, name, role, id of the case}; resolves to its number, or null where nothing is kept. */
export const put = (item) => store("readwrite", (box) => box.add(item)).catch(() => null);
export const drop = (number) => store("readwrite", (box) => box.delete(number)).catch(() => {});
/** The case of those that have none yet, or whose own is not there any more: they are the next one's. */
const ANY = "";
/** [[number, item]] of those of a case, or of none. */
export async function waiting(id = ANY) {
  const [numbers, items] = await Promise.all([store("readonly", (box) => box.getAllKeys()), store("readonly", (box) => box.getAll())]).catch(() => [[], []]);
  return numbers.map((number, place) => [number, items[place]]).filter(([, item]) => [id, ANY].includes(item.case));
}

/** A case is gone by no doing of this browser: what waits for it may be nowhere else. */
export async function release(id) {
  for (const [number, item] of await waiting(id)) await store("readwrite", (box) => box.put({ ...item, case: ANY }, number)).catch(() => {});
}

/** A case is cleared, and what waits for it. */
export async function forget(id = ANY) {
  for (const [number] of await waiting(id)) await drop(number);
}

/** Of this page: what it has chosen itself it sends itself. */
const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
const ROLL = "evidence-qc-pages";
const ROLL_MS = 300;
const roll = new BroadcastChannel(ROLL);
roll.addEventListener("message", ({ data }) => data === "who" && roll.postMessage(PAGE));

/** This page and the others of this browser that are awake. */
async function pages() {
  const found = new Set([PAGE]);
  const asking = new BroadcastChannel(ROLL);
  asking.addEventListener("message", ({ data }) => found.add(data));
  asking.postMessage("who");
  await new Promise((done) => setTimeout(done, ROLL_MS));
  asking.close();
  return found;
}
const numbers = new WeakMap();
const fleeting = new Set();

/** Keeps [file, path] that were chosen until they have arrived; a reload finds them here. */
export function stash(found, id = ANY) {
  for (const [file, name] of found) {
    if (numbers.has(file)) continue;
    fleeting.add(file);
    numbers.set(file, put({ blob: file, name, role: "", case: id, page: PAGE }).then((number) => {
      if (number !== null) fleeting.delete(file);
      return number;
    }));
  }
}

/** They have arrived, or are not to be sent. */
export async function unstash(found) {
  for (const [file] of found) {
    const number = await numbers.get(file);
    numbers.delete(file);
    fleeting.delete(file);
    if (number != null) await drop(number);
  }
}

/** True while something that was chosen stands nowhere but in this page. */
export const isFleeting = () => fleeting.size > 0;
/** [[number, item]] of those of a case that were taken one by one. */
export const taken = async (id) => (await waiting(id)).filter(([, item]) => !item.page);
/** [file, path] of those of a case that were chosen in a page which is there no more; from now on they are this page's. */
export async function forsaken(id = ANY) {
  const chosen = (await waiting(id)).filter(([, item]) => item.page);
  const awake = chosen.length ? await pages() : new Set();
  return chosen.filter(([, item]) => !awake.has(item.page)).map(([number, item]) => {
    const file = new File([item.blob], item.name, { type: item.blob.type });
    numbers.set(file, store("readwrite", (box) => box.put({ ...item, case: id, page: PAGE }, number)).catch(() => number));
    return [file, item.name];
  });
}
