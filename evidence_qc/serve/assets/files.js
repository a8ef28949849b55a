// Files as the user gave them: from a dialog, a folder or a drop, each with its path.

const MEDIA = /\.(jpe?g|jpe|jfif|png|webp|avif|hei[cf]s?|hif|tiff?|bmp|gif|jp2|mp4|m4v|mov|qt|3gpp?|3g2|mkv|webm|avi|m?ts|m2ts|mpe?g|wmv|flv|ogv)$/i;

export const isMedia = (file, path) =>
  !path.split("/").some((part) => part.startsWith(".")) && (MEDIA.test(path) || /^(image|video)\//.test(file.type));

/** Files of a dialog; those of a folder without the name of that folder. */
function fromInput(input) {
  return [...input.files].map((file) => [file, (file.webkitRelativePath || file.name).replace(/^[^/]+\/(?=.)/, "")]);
}

/** Files of a drop, folders walked through; a lone folder is the dispute, further ones are problems. */
async function fromDrop(transfer, isFirst) {
  const dropped = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!dropped.length) return [...transfer.files].map((file) => [file, file.name]);
  const found = (await Promise.all(dropped.map(walk))).flat();
  const isDispute = isFirst && dropped.length === 1 && dropped[0].isDirectory;
  return isDispute ? found.map(([file, path]) => [file, path.slice(path.indexOf("/") + 1)]) : found;
}

async function walk(item) {
  const path = item.fullPath.replace(/^\//, "");
  if (item.isFile) return [[await new Promise((done, failed) => item.file(done, failed)), path]];
  const reader = item.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    found.push(...(await Promise.all(some.map(walk))).flat());
  }
}

/** The buttons, the dialogs behind them, and files that are dropped on the page. */
export function offerChoosing(add, isFirst) {
  const at = (id) => document.getElementById(id);
  for (const kind of ["files", "folder"]) {
    at(`choose-${kind}`).addEventListener("click", () => at(`${kind}-input`).click());
    at(`${kind}-input`).addEventListener("change", (event) => {
      add(fromInput(event.target));
      event.target.value = "";
    });
  }
  let over = 0;
  const hover = (by) => document.body.classList.toggle("is-over", (over = Math.max(0, over + by)) > 0);
  addEventListener("dragenter", () => hover(1));
  addEventListener("dragleave", () => hover(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    hover(-over);
    add(await fromDrop(event.dataTransfer, isFirst()));
  });
}
