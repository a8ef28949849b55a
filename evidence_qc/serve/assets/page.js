// The page: a list of files, what the server says of it, and the bundle.
import { card, group } from "./cards.js";
import { make, words } from "./elements.js";
import { cleanTitle, entry, fromDrop, fromInput, isMedia, named } from "./files.js";
import { focused, isBeingTyped } from "./focus.js";
import { markable } from "./marks.js";
import { ask, GivenUp, send, Trouble } from "./server.js";
import { showReport } from "./summary.js";

const at = (id) => document.getElementById(id);
const EMPTY = at("headline").textContent;
const WAIT_MS = 600;

let entries = [];
let left = [];
let report = null;
let limits = null;
let running = null;
let timer = 0;

// The list

function add(found) {
  const known = new Set(entries.map(identity));
  for (const [file, path] of found.sort(byPath)) {
    const fresh = entry(file, path);
    if (!isMedia(file, path)) left.push(path);
    else if (!known.has(identity(fresh))) entries.push(fresh);
  }
  const fresh = entries.filter((each) => each.picture === null);
  changed();
  draw(fresh);
}

const byPath = ([, one], [, other]) => one.localeCompare(other, "en", { numeric: true });
const identity = ({ file, problem, name }) => [problem, name, file.size, file.lastModified].join("\n");

function remove(gone) {
  const ids = [...document.querySelectorAll(".card")].map((each) => Number(each.dataset.id));
  const next = ids[ids.indexOf(gone.id) + 1] ?? ids[ids.indexOf(gone.id) - 1];
  entries = entries.filter((each) => each !== gone);
  changed();
  (document.querySelector(`[data-id="${next}"] .remove`) ?? at("choose-files")).focus();
}

function move(moved, problem, role = "") {
  const isNew = problem === null;
  moved.role = role;
  moved.problem = isNew ? freshTitle() : problem;
  changed();
  const section = document.querySelector(`[data-problem="${CSS.escape(moved.problem)}"]`);
  const target = isNew ? section.querySelector(".claim-title") : section.querySelector(`[data-id="${moved.id}"] select`);
  target.focus();
  target.select?.();
}

function mark(marked, place) {
  marked.mark = place;
  changed();
  document.querySelector(`[data-id="${marked.id}"] ${place ? ".ring" : ".mark-button"}`)?.focus();
}

function freshTitle() {
  let number = 1;
  while (problems().includes(`What is wrong (${number})`)) number++;
  return `What is wrong (${number})`;
}

function rename(problem, typed) {
  const title = cleanTitle(typed);
  for (const each of entries) if (each.problem === problem) each.problem = title;
  changed();
}

const problems = () => [...new Set(entries.map((each) => each.problem))].filter(Boolean);

// What is seen

function changed() {
  at("made").hidden = true;
  show();
  running?.abort();
  clearTimeout(timer);
  if (!entries.length) return reset();
  if (!report) at("headline").textContent = "Looking at your photos.";
  told("Reading the files", 0, null);
  timer = setTimeout(check, WAIT_MS);
}

function reset() {
  report = null;
  left = [];
  at("headline").textContent = EMPTY;
  document.title = "evidence-qc – check your photos";
  at("problem").hidden = at("busy").hidden = true;
  show();
}

function show() {
  const isEmpty = !entries.length;
  document.body.classList.toggle("is-empty", isEmpty);
  at("choose-files").textContent = `${isEmpty ? "Choose" : "Add"} photos and videos`;
  at("choose-folder").textContent = `${isEmpty ? "Choose" : "Add"} a folder`;
  at("files").hidden = at("dispute").hidden = isEmpty;
  const titles = problems();
  const weak = new Map(report?.case?.claims.map((claim) => [claim.title, claim.weak]));
  const groups = [...titles, ""].map((problem) => [problem, entries.filter((each) => each.problem === problem)]);
  const restore = focused();
  if (!isBeingTyped(titles)) at("groups").replaceChildren(...groups.filter(([, of]) => of.length).map(([problem, of]) =>
    group(problem, of.map((each) => card(each, titles, { remove, move, mark })), {
      isOnly: !titles.length, weak: weak.get(titleOf(problem)), rename,
    })));
  restore();
  showReport(report, entries.length ? left : []);
}

/** A folder's name as the server's title of it. */
const titleOf = (problem) => problem.replace(/^\s*\d+\s*[-_.)]+\s*/, "").replaceAll("_", " ").trim();

function told(what, done, total) {
  at("busy").hidden = false;
  at("problem").hidden = true;
  const counted = total && what === "Looking at the files" ? `: ${Math.min(done + 1, total)} of ${total}` : "";
  at("busy-words").textContent = `${what}${counted} …`;
  if (total) Object.assign(at("progress"), { max: total, value: done });
  else at("progress").removeAttribute("value");
}

function trouble(error, again) {
  if (error instanceof GivenUp) return;
  at("busy").hidden = true;
  if (!(error instanceof Trouble)) throw error;
  at("problem-message").textContent = error.message;
  at("problem-remedy").textContent = error.remedy;
  at("again").onclick = again;
  at("problem").hidden = false;
}

/** Small pictures, one at a time: a phone's photo has 50 MB of pixels. */
async function draw(fresh) {
  for (const each of fresh) {
    if (!entries.includes(each) || !/^image\//.test(each.file.type)) continue;
    const bitmap = await createImageBitmap(each.file, { resizeWidth: 480, resizeQuality: "medium" }).catch(() => null);
    if (!bitmap) continue;
    each.picture = make("canvas", { className: "photo", width: bitmap.width, height: bitmap.height });
    each.picture.setAttribute("role", "img");
    each.picture.setAttribute("aria-label", `Photo ${each.name}`);
    each.picture.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    const stage = document.querySelector(`[data-id="${each.id}"] .stage`);
    stage?.firstElementChild.replaceWith(markable(make("div", { className: "frame" }, each.picture), each, mark));
  }
}

// What the server does

const fields = (names) => ({
  profile: at("profile").value, item: at("item").value.trim(), reason: at("reason").value, ask: at("ask").value.trim(),
  role: [...names].map(([name, { role }]) => role && `${name}=${role}`),
  mark: [...names].map(([name, each]) => each.mark && `${name}:${each.mark}`),
});

function checkSize() {
  const bytes = entries.reduce((sum, each) => sum + each.file.size, 0);
  if (!limits || (bytes <= limits.upload_bytes_max && entries.length <= limits.upload_files_max)) return;
  throw new Trouble({
    message: `These are ${words(entries.length, "file")} with ${(bytes / 1e6).toFixed(0)} MB; this server takes ${limits.upload_files_max} with ${limits.upload_bytes_max / 1e6} MB at once.`,
    remedy: "Take some off the list, or start the server with a larger --max-mb or --max-files.",
  });
}

/** Sends the list somewhere; an earlier request that still runs is given up. */
async function request(path, options) {
  running?.abort();
  const own = (running = new AbortController());
  checkSize();
  told("Reading the files", 0, null);
  const names = named(entries);
  const answer = await send(path, names, fields(names), { ...options, signal: own.signal, told });
  at("busy").hidden = true;
  return { ...answer, names };
}

async function check() {
  clearTimeout(timer);
  try {
    const { body, header, names } = await request("/v1/scan?thumbnails=1", {});
    report = body;
    for (const [name, each] of names) {
      const skipped = body.skipped.find((item) => item.path === name);
      each.answer = body.files.find((file) => file.path === name) ?? (skipped ? { ...skipped, verdict: "reject", findings: [], size_bytes: each.file.size } : null);
    }
    const headline = header("Evidence-QC-Headline");
    at("headline").textContent = at("said").textContent = headline;
    document.title = `${headline} – evidence-qc`;
    show();
  } catch (error) {
    trouble(error, check);
  }
}

async function bundle() {
  clearTimeout(timer);
  at("bundle").disabled = true;
  at("made").hidden = true;
  try {
    const { body, header } = await request("/v1/bundle", { type: "blob" });
    save(body, "evidence-bundle.zip");
    showMade(JSON.parse(header("Evidence-QC-Bundle")));
    if (entries.some((each) => !each.answer)) await check();
  } catch (error) {
    trouble(error, bundle);
  } finally {
    at("bundle").disabled = false;
  }
}

function showMade(told) {
  const points = [...told.weak_points];
  at("made").replaceChildren(
    make("p", {}, make("b", {}, told.ready ? "Ready to upload." : "Made, with weak points:")),
    points.length ? make("ul", {}, ...points.map((point) => make("li", {}, point))) : "",
    make("p", {}, "Saved as evidence-bundle.zip. Upload only what is in its folder “submit”; UPLOAD.txt says how."),
    make("p", {}, "Send yourself this seal; with it anyone can check that everything is unchanged since sealing: ", make("code", {}, told.seal)));
  at("made").classList.toggle("is-weak", !told.ready);
  at("made").hidden = false;
}

async function saveReport() {
  try {
    const { body } = await request("/v1/scan?format=html", { type: "blob" });
    save(body, "evidence-report.html");
  } catch (error) {
    trouble(error, saveReport);
  }
}

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function showTakes() {
  const chosen = await ask(`/v1/profiles/${at("profile").value || "aliexpress"}`);
  const most = (value, noun) => (value?.value === undefined ? "" : words(value.value, noun));
  const takes = [most(chosen.photos_max, "photo"), most(chosen.videos_max, "video")].filter(Boolean);
  at("takes").textContent = takes.length ? `It takes ${takes.join(" and ")}.` : "";
}

// What the user does

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
  add(await fromDrop(event.dataTransfer, !entries.length));
});
for (const id of ["profile", "reason"]) at(id).addEventListener("change", () => entries.length && changed());
for (const id of ["item", "ask"]) at(id).addEventListener("change", () => (at("made").hidden = true));
at("profile").addEventListener("change", () => showTakes().catch(() => (at("takes").textContent = "")));
at("bundle").addEventListener("click", bundle);
at("save-report").addEventListener("click", saveReport);

const [profiles, health] = await Promise.all([ask("/v1/profiles"), ask("/v1/health")]);
limits = health;
at("profile").replaceChildren(...profiles.map(({ name, title }) => make("option", { value: name }, title)));
at("version").textContent = `${health.name} ${health.version}`;
await showTakes();
