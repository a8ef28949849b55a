// Photos that were taken and are not with the server yet: they wait in the browser's own store.

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
