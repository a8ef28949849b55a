// Cards and lists, made of elements; whatever a file is called, its name is only ever text.
import { icon, make } from "./elements.js";
import { markable, markButton } from "./marks.js";
import { decimal, say } from "./say.js";

export const word = (verdict) => say(verdict === "waiting" ? "page.waiting" : `verdict.${verdict}`);
const NEW = "\u0000new";
export const ROLES = Object.fromEntries(["overview", "label", "packaging", "ruler", "listing"].map((role) => [role, say(`page.role-${role}`)]));

/** The card of one file: its picture, verdict, the one finding and its advice. */
export function card(entry, titles, does) {
  const { answer } = entry;
  const verdict = answer?.verdict ?? "waiting";
  const isVideo = isClip(entry);
  const main = mainFinding(answer);
  const others = answer ? answer.findings.filter((finding) => finding !== main).slice(0, 4) : [];
  const title = make("h3", { className: "name", dir: "ltr", id: `name-${entry.id}`, textContent: entry.name });
  const made = make("article", { className: `card card-${isVideo ? "video" : "photo"} is-${verdict}`, data: { id: entry.id } },
    make("div", { className: "stage" },
      picture(entry, isVideo, does.mark),
      make("span", { className: `verdict verdict-${verdict}` }, verdict !== "waiting" ? icon(verdict) : "", word(verdict)),
      isVideo || entry.mark || verdict === "waiting" ? "" : markButton(entry, does.mark),
      removeButton(entry, does.remove)),
    make("div", { className: "words" },
      title,
      make("p", { className: "message", textContent: message(answer, main) }, when(main)),
      main?.advice ? make("p", { className: "advice", textContent: main.advice }) : null,
      others.length ? make("ul", { className: "others" }, ...others.map((each) => make("li", {}, each.message))) : null,
      entry.use ? make("p", { className: "use" }, say(`page.use-${entry.use}`)) : null,
      answer ? make("div", { className: "facts" }, make("p", {}, ...facts(answer).map((fact) => make("span", {}, fact)))) : null,
      shows(entry, titles, does.move)));
  made.setAttribute("aria-labelledby", title.id);
  return made;
}

const CLIP = /\.(mp4|m4v|mov|qt|3gpp?|3g2|mkv|webm|avi|m?ts|m2ts|mpe?g|wmv|flv|ogv)$/i;
export const isClip = (entry) => (entry.answer?.media ? entry.answer.media === "video" : CLIP.test(entry.name));

function removeButton(entry, remove) {
  const button = make("button", { type: "button", className: "remove", title: say("page.remove") }, icon("nothing"));
  button.setAttribute("aria-label", say("page.remove-file", entry));
  button.addEventListener("click", () => remove(entry));
  return button;
}

/** The server's small picture of a file, or what stands in its place. */
function picture(entry, isVideo, mark) {
  if (entry.isBlank) return blank(entry, isVideo);
  const frame = make("div", { className: "frame" }, small(entry, () => frame.replaceWith(blank(entry, isVideo))));
  return isVideo ? frame : markable(frame, entry, mark);
}

function blank(entry, isVideo) {
  entry.isBlank = true;
  return make("p", { className: "no-picture" }, icon(isVideo ? "play" : "focus"), make("span", {}, say("page.no-picture")));
}

/** The picture itself; `failed` hears that there is none. */
export function small(entry, failed) {
  const shown = make("img", { className: "photo", loading: "lazy", alt: say(isClip(entry) ? "page.alt-clip" : "page.alt-photo", entry) });
  shown.addEventListener("error", failed);
  shown.src = entry.source;
  return shown;
}

function mainFinding(answer) {
  if (!answer) return null;
  if (answer.verdict === "good") return answer.findings.find((finding) => finding.rule === "focus-unclear") ?? null;
  return answer.findings[0] ?? null;
}

const message = (answer, main) => (answer ? main?.message ?? answer.reason ?? say("page.clear") : say("page.waiting-turn"));

function when(finding) {
  if (!finding?.spans_s?.length || /\d:\d\d|all through/.test(finding.message)) return null;
  const spans = finding.spans_s.slice(0, 3).map(([from, to]) => `${clock(from)}–${clock(to)}`);
  const more = finding.spans_s.length - spans.length;
  return make("span", { className: "when" }, ` ${more ? say("list.more", { listed: spans.join(", "), count: more }) : spans.join(", ")}`);
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function facts(answer) {
  return [
    answer.duration_s ? clock(answer.duration_s) : "",
    answer.width_px ? `${answer.width_px} × ${answer.height_px}` : "",
    answer.size_bytes >= 1e6 ? say("page.megabytes", { size: decimal(answer.size_bytes / 1e6) }) : say("page.kilobytes", { size: Math.ceil(answer.size_bytes / 1e3) }),
    typeof answer.score === "number" ? say("page.score", { score: Math.floor(answer.score) }) : "",
  ].filter(Boolean);
}

function shows(entry, titles, move) {
  const choose = make("select", {},
    make("option", { value: "" }, say("page.shows-nothing")),
    ...titles.map(({ key, title }) => make("option", { value: key }, title)),
    make("option", { value: NEW }, say("page.shows-new")),
    ...Object.entries(ROLES).map(([role, said]) => make("option", { value: `\u0000${role}` }, said)));
  choose.value = entry.role && entry.role in ROLES ? `\u0000${entry.role}` : entry.group;
  choose.setAttribute("aria-label", say("page.shows-file", entry));
  choose.addEventListener("change", () => {
    const role = choose.value.slice(1) in ROLES && choose.value.startsWith("\u0000") ? choose.value.slice(1) : "";
    move(entry, choose.value === NEW ? null : role ? "" : choose.value, role);
  });
  return make("label", { className: "shows" }, say("page.shows"), choose);
}

/** How many of each verdict. */
export function tally(summary) {
  return ["good", "borderline", "reject"].map((verdict) =>
    make("div", { className: `tally-${verdict}${summary[verdict] ? "" : " is-none"}` },
      make("dt", {}, icon(verdict), word(verdict)), make("dd", {}, String(summary[verdict]))));
}

export const items = (texts, numbered = false) =>
  texts.map((text, index) => make("li", numbered ? { data: { number: index + 1 } } : {}, make("div", {}, text)));
