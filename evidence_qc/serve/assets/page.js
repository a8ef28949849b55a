// The page: the case as the server keeps it, what the server says of it, and what they will see.
import { isMedia, offerChoosing } from "./files.js";
import { offerFields } from "./case/fields.js";
import { focused, isBeingTyped } from "./focus.js";
import { actions } from "./actions.js";
import { arranged } from "./arrange.js";
import { LOOKING, progressed } from "./progressed.js";
import { row, worstFirst } from "./groups.js";
import { Kept } from "./case/kept.js";
import { named as namedCase, offerPhone } from "./phone.js";
import { count, fetched, showPreview } from "./preview.js";
import { offerSaving } from "./saving.js";
import { more, offerLanguages, say } from "./say.js";
import { ask, SENDING, Trouble } from "./server.js";
import { offerShots } from "./shots.js";
import { forgetTrouble, offerAgain, trouble } from "./case/trouble.js";
import { offerUndo } from "./undo.js";
import { typed, unsaid } from "./case/pending.js";
import { Resumed } from "./case/resumed.js";
import { offerWays, showHead, showReport, showTakes } from "./summary.js";
import { asked } from "./unlike.js";
import { Uploads } from "./case/uploads.js";

const at = (id) => document.getElementById(id);
const EMPTY = at("headline").textContent;
const TITLE = document.title;
const WAIT_MS = 150;

const kept = new Kept(heard);
const [known, opened, most] = [new Map(), new Map(), new Map()];
let left = [];
const never = new Map();
let answer = null;
let preview = null;
let limits = null;
let running = null;
let rows = [];
let timer = 0;
const uploads = new Uploads({ kept, makeWay, progressed, later, trouble, refused, dropped: (media) => tell(say("page.not-sent", { names: more(media.map(([, path]) => path), 3) })) });
const resumed = new Resumed({ kept, change, trouble, actionsOf: () => { const groups = arranged(entries(), kept.groups, answer, []); return [groups, does(groups)]; } });
const saving = offerSaving({ kept, previewOf: () => preview, failed: later });
const undo = offerUndo((patch) => change(patch));
const fields = offerFields({ kept, change });
const does = actions({ kept, change, opened, most, show: () => show() });

// The case

function entries() {
  const verdicts = new Map((answer?.report.files ?? []).map((file) => [file.sha256, file]));
  const skipped = new Map((answer?.report.skipped ?? []).map((each) => [answer.names[each.path], each]));
  return kept.files.map(([id, file]) => {
    const entry = known.get(id) ?? { id };
    known.set(id, entry);
    const nothing = skipped.get(id);
    const said = verdicts.get(id) ?? (nothing ? { ...nothing, verdict: "reject", findings: [], size_bytes: file.size_bytes } : null);
    return Object.assign(entry, file, { answer: said, source: `${kept.path}/files/${id}/picture` });
  });
}

function heard() {
  unsaid(kept.document);
  fields.fill();
  show();
  later();
}

/** Makes a change and says so; whatever goes wrong can be tried again. */
async function change(patch, then = () => {}) {
  progressed("page.keeping", 0, null);
  try {
    const { patch: done, before } = await kept.change(patch);
    undo.made(done, before);
    then();
    later();
  } catch (error) {
    trouble(error, kept.unsent.length ? goOn : () => change(patch, then));
    show();
  }
}

/** Makes every change that has not arrived: more than one may have been made since the server went. */
async function goOn() {
  progressed("page.keeping", 0, null);
  await kept.resume().then(later, (error) => trouble(error, goOn));
}

async function add(found) {
  const media = found.filter(([file, path]) => isMedia(file, path)).sort(byPath);
  left = found.filter(([file, path]) => !isMedia(file, path)).map(([, path]) => path);
  never.clear();
  const room = (limits?.upload_files_max ?? 500) - kept.files.length;
  const over = media.splice(Math.max(0, room));
  if (!media.length && left.length) return tell(say("page.no-media", { names: more(left, 3) }));
  if (over.length) tell(say("page.no-room", { limit: limits.upload_files_max, files: over.length, names: more(over.map(([, path]) => path), 3) }));
  if (media.length) await uploads.send(media);
}

/** What is never taken is named, with why. */
function refused(media, { message, remedy }) {
  const why = `${message} ${remedy}`;
  never.set(why, [...(never.get(why) ?? []), ...media.map(([, path]) => path)]);
  tell([...never].map(([each, names]) => `${more(names, 3)}: ${each}`).join("\n"));
}

const byPath = ([, one], [, other]) => one.localeCompare(other, "en", { numeric: true });

/** Whatever runs gives way to what was chosen. */
function makeWay() {
  running?.abort();
  clearTimeout(timer);
  if (!answer) at("headline").textContent = say("page.looking-at-photos");
  progressed(SENDING, 0, null);
  return (running = new AbortController());
}

// What is seen

function show() {
  const list = entries();
  document.body.classList.toggle("is-empty", !list.length);
  at("choose-files").textContent = say(list.length ? "page.add-files" : "page.choose-files");
  at("choose-folder").textContent = say(list.length ? "page.add-folder" : "page.choose-folder");
  at("files").hidden = at("dispute").hidden = !list.length;
  const strangers = list.filter((entry) => preview?.unlike.includes(entry.id) && !entry.use);
  const groups = arranged(list, kept.groups, answer, strangers);
  const filter = at("filter").value;
  const isSmall = list.length <= 24;
  for (const group of groups) {
    group.all = group.entries;
    group.entries = group.entries.filter((entry) => !filter || entry.answer?.verdict === filter);
    group.isOpen = opened.get(group.key) ?? (isSmall && groups.length < 3);
    group.most = most.get(group.key);
    group.words = preview?.words;
  }
  const isSorted = groups.some((group) => !group.isOther);
  const isProposed = groups.some((group) => group.isProposed);
  at("files-hint").textContent = say(isProposed ? "page.hint-proposed" : isSorted ? "page.hint-sorted" : "page.hint-mark");
  const restore = focused();
  const things = (preview?.things ?? []).map((ids) => list.filter((entry) => ids.includes(entry.id) && !entry.use)).filter((each) => each.length);
  at("unlike").replaceChildren(...asked(strangers, things, (ids, use) => change({ files: Object.fromEntries(ids.map((id) => [id, { use }])) }, () => at("files").focus())));
  if (!isBeingTyped()) at("groups").replaceChildren(...groups.filter((group) => group.entries.length).map((group) => row(group, groups, does(groups))));
  restore();
  rows = groups;
  showReport(answer?.report, left);
}

function tell(sentence) {
  at("notice-words").textContent = sentence;
  at("notice").hidden = false;
}

// What the server does

function later() {
  if (uploads.isSending) return;
  clearTimeout(timer);
  if (!kept.files.length) return reset();
  progressed(LOOKING, 0, null);
  at("making").textContent = preview ? say("page.making-again") : "";
  saving.old();
  timer = setTimeout(check, WAIT_MS);
}

function reset() {
  if (!uploads.isSending) running?.abort(); // what is on its way fails by itself, and can be sent again
  answer = preview = null;
  saving.forget();
  at("headline").textContent = EMPTY;
  document.title = TITLE;
  document.querySelector(".top").classList.remove("is-ready");
  at("problem").hidden = at("busy").hidden = at("preview").hidden = true;
  show();
}

async function check() {
  clearTimeout(timer);
  running?.abort();
  const own = (running = new AbortController());
  try {
    // Where all is known already the pictures are drawn meanwhile; else both would measure the same.
    const drawn = entries().every((entry) => entry.answer) ? kept.preview({ signal: own.signal, isDraft: true }) : null;
    drawn?.catch(() => {});
    const { body } = await kept.report({ progressed, signal: own.signal });
    answer = body;
    at("busy").hidden = true;
    show();
    showHead(answer, preview);
    resumed.titles();
    await makePreview(own, drawn);
  } catch (error) {
    if (running !== own) return; // a newer one speaks now
    at("making").textContent = "";
    trouble(error, later);
  }
}

/** Leads to the card of a file, to be marked there at the next tap if so wanted. */
function look(id, isMarking = false) {
  at("filter").value = "";
  show();
  const group = rows.find((each) => each.all.some((entry) => entry.id === id));
  does(rows).open(group, group.all.find((entry) => entry.id === id));
  if (isMarking) document.querySelector(`[data-id="${id}"] .mark-button`)?.dispatchEvent(new MouseEvent("click", { detail: 1 }));
}

async function makePreview(own, drawn) {
  if (!answer.report.files.some((file) => file.verdict !== "reject") && !kept.files.some(([, file]) => file.use === "include")) {
    at("preview").hidden = true;
    at("making").textContent = say("page.nothing-to-show");
    return;
  }
  at("making").textContent = say(preview ? "page.making-again" : "page.making");
  for (const isDraft of [true, false]) {
    const { body } = await ((isDraft && drawn) || kept.preview({ signal: own.signal, isDraft }));
    await draw(body, own);
    if (!body.is_draft) break;
  }
}

/** The pictures as soon as they are drawn; what is saved has been looked at again. */
async function draw(body, own) {
  const pictures = await fetched(body, kept.path);
  if (running !== own) return;
  preview = body;
  show();
  fields.tell(body.words);
  at("making").textContent = body.is_draft ? say("page.looking-again") : "";
  at("preview").hidden = false;
  saving.made(body);
  showHead(answer, preview);
  const byId = new Map(entries().map((entry) => [entry.id, entry]));
  showPreview(preview, pictures, kept.path, (id) => byId.get(id)?.name ?? say("page.a-file"), {
    use: (id, use) => change({ files: { [id]: { use } } }),
    useOf: (id) => byId.get(id)?.use,
    pictureOf: (id) => byId.get(id)?.source ?? "data:,",
    isMarkable: ({ file, label }) => /^\d/.test(label) && byId.get(file) && !byId.get(file).mark,
    look,
    isRejected: (id) => byId.get(id)?.answer?.verdict === "reject",
  });
}

// What the user does

offerChoosing(add, () => !kept.files.length);
at("profile").addEventListener("change", () => showTakes().catch(() => (at("takes").textContent = "")));
at("filter").addEventListener("change", show);
offerWays({ tell: undo.tell, openRest: () => {
  const group = rows.at(-1).all.length ? rows.at(-1) : rows[0];
  does(rows).open(group, worstFirst(group.all).at(-1));
} });
at("stop").addEventListener("click", () => { running?.abort(); clearTimeout(timer); trouble(new Trouble({ message: say("page.stopped"), remedy: "" }), later); });
at("notice-close").addEventListener("click", () => (at("notice").hidden = true));
at("statement").addEventListener("input", () => {
  at("statement").dataset.typed = "1";
  if (preview) count(preview.limits);
});
at("statement").addEventListener("change", () => change({ statement: at("statement").value }, () => delete at("statement").dataset.typed));
at("rewrite").addEventListener("click", () => typed(["statement"], null) || change({ statement: "" }, () => delete at("statement").dataset.typed));
at("clear").addEventListener("click", async () => {
  if (confirm(say("page.clear-sure"))) await clear();
});

async function clear() {
  const failed = await kept.clear().catch((error) => error);
  if (failed) return trouble(failed, clear);
  running?.abort();
  forgetTrouble();
  left = [];
  for (const memory of [known, opened, most]) memory.clear();
  for (const id of ["item", "reason", "ask", "demand", "order", "tracking", "statement"]) at(id).value = "";
  undo.close();
  reset();
  at("headline").focus();
}

kept.gone = () => {
  const { hidden } = at("problem"); // what could not be sent still can be
  reset();
  at("problem").hidden = hidden;
  tell(say("page.cleared-elsewhere"));
};
offerAgain(kept, later);

if (!/^(localhost|127\.|\[::1\])/.test(location.hostname)) at("where").textContent = say("page.where-network", { host: location.host });
async function start() {
  limits = await ask("/v1/health");
  at("version").textContent = `${limits.name} ${limits.version}`;
  await kept.find(namedCase(), limits.for_phones).catch((error) => trouble(error, () => location.reload()));
  kept.watch();
  resumed.start();
  offerShots(kept, { profileOf: () => at("profile").value || "aliexpress", reasonOf: () => at("reason").value, changed: later, refused });
  offerPhone(kept);
  uploads.resume();
  await showTakes();
  offerLanguages();
  document.body.classList.add("is-started");
}

await start().catch((error) => trouble(error, () => location.reload()));
