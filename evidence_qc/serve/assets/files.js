// Files as the user gave them: from a dialog, a folder or a drop, each with its problem and a name.

const MEDIA = /\.(jpe?g|jpe|jfif|png|webp|avif|hei[cf]s?|hif|tiff?|bmp|gif|jp2|mp4|m4v|mov|qt|3gpp?|3g2|mkv|webm|avi|m?ts|m2ts|mpe?g|wmv|flv|ogv)$/i;
const LONGEST = 60;

let counted = 0;

/** A file of the list: what problem it shows (a folder's name, or nothing) and what came back. */
export function entry(file, path) {
  const parts = path.split("/");
  const name = parts.pop();
  const [problem = "", ...below] = parts;
  return { id: ++counted, file, problem: cleanTitle(problem), below: below.map(clean), name: clean(name), answer: null, picture: null, role: "", mark: null };
}

export const isMedia = (file, path) =>
  !path.split("/").some((part) => part.startsWith(".")) && (MEDIA.test(path) || /^(image|video)\//.test(file.type));

/** Files of a dialog; those of a folder without the name of that folder. */
export function fromInput(input) {
  return [...input.files].map((file) => [file, (file.webkitRelativePath || file.name).replace(/^[^/]+\/(?=.)/, "")]);
}

/** Files of a drop, folders walked through; a lone folder is the dispute, further ones are problems. */
export async function fromDrop(transfer, isFirst) {
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

/** Name → entry as they are uploaded: names that the server need not change, each its own. */
export function named(entries) {
  const names = new Map();
  const taken = new Set(entries.map((each) => fold(each.problem)).filter(Boolean));
  for (const each of entries) {
    const path = [each.problem, ...each.below, each.name].filter(Boolean).join("/");
    const dot = path.lastIndexOf(".") > path.lastIndexOf("/") + 1 ? path.lastIndexOf(".") : path.length;
    let name = path;
    for (let number = 2; taken.has(fold(name)); number++) name = `${path.slice(0, dot)}~${number}${path.slice(dot)}`;
    taken.add(fold(name));
    names.set(name, each);
  }
  return names;
}

/** What is wrong, as a folder's name: a colon or a question mark goes, words stay. */
export const cleanTitle = (title) => clean(title.replace(/[<>:"|?*\\/\s]+/g, " "));

/** One part of a path that every system can write, as the server would make it. */
export function clean(part) {
  let name = part.normalize("NFC").replace(/[<>:"|?*\\/\u0000-\u001f\u007f\ufffd]|\p{Surrogate}/gu, "_");
  name = name.trim().replace(/[. ]+$/, "");
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) name = `_${name}`;
  if (name.length <= LONGEST) return name;
  const dot = name.lastIndexOf(".");
  const suffix = dot > name.length - 6 ? name.slice(dot) : "";
  return [...name].slice(0, LONGEST - 6).join("").replace(/[. ]+$/, "") + suffix;
}

const fold = (name) => name.normalize("NFKC").toLowerCase();
