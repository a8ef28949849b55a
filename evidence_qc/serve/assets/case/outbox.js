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
/** [[number, item]] of those of a case. */
export async function waiting(id) {
  const [numbers, items] = await Promise.all([store("readonly", (box) => box.getAllKeys()), store("readonly", (box) => box.getAll())]).catch(() => [[], []]);
  return numbers.map((number, place) => [number, items[place]]).filter(([, item]) => item.case === id);
}

/** Of this page: what it has chosen itself it sends itself. */
const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
const numbers = new WeakMap();
const fleeting = new Set();

/** Keeps [file, path] that were chosen until they have arrived; a reload finds them here. */
export function stash(found, id) {
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
/** [[number, item]] of those of a case that no other part of this page is sending. */
export const forsaken = async (id) => (await waiting(id)).filter(([, item]) => item.page !== PAGE);
