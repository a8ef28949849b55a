// What they will see: the pictures at the size of a phone, the text, and why each photo is in or out.
import { make } from "./elements.js";
import { language, say } from "./say.js";

const at = (id) => document.getElementById(id);

const PICTURES_S = 20;
const urlOf = (preview, base) => (name) => `${base}/made/${preview.key}/${name}`;

/** The pictures of a preview once they can be shown, so that those of before stay until then. */
export async function fetched(preview, base) {
  const url = urlOf(preview, base);
  const addresses = preview.slots.map((slot) => `${url(slot.name)}?small=1`);
  if (preview.clip?.has_poster) addresses.push(url("poster.webp"));
  const pictures = addresses.map((src) => make("img", { src }));
  const tooLong = new Promise((done) => setTimeout(done, PICTURES_S * 1000));
  await Promise.race([Promise.all(pictures.map((each) => each.decode().catch(() => {}))), tooLong]);
  return pictures;
}

/** Shows a preview with its pictures; `does.use(sha256, use)` changes what is taken. */
export function showPreview(preview, pictures, base, nameOf, does) {
  const url = urlOf(preview, base);
  const many = preview.slots.length;
  at("slots").replaceChildren(
    ...preview.slots.map((slot, index) => make("figure", { className: "seen-slot" },
      Object.assign(pictures[index], { alt: say("page.slot", { number: index + 1, all: many, tiles: slot.tiles.map((tile) => `${tile.label} ${tile.caption || nameOf(tile.file)}`).join(", ") }) }),
      make("figcaption", {}, make("ul", {}, ...slot.tiles.map((tile) => make("li", {},
        make("span", {}, make("b", {}, tile.label), ` ${tile.is_weak ? say("page.tile-weak", { name: nameOf(tile.file) }) : nameOf(tile.file)}`),
        act(say("page.leave-out"), nameOf(tile.file), () => does.use(tile.file, "leave-out")),
        does.isMarkable(tile) ? act(say("page.mark"), nameOf(tile.file), () => does.look(tile.file, true)) : null)))))),
    preview.clip ? clip(preview.clip, pictures[many], nameOf, does) : make("p", { className: "soft" }, say("page.no-video")));
  if (!at("statement").dataset.typed) at("statement").value = preview.statement.trimEnd();
  const lines = preview.statement_lines;
  at("translation").hidden = language === "en" || !lines.length;
  at("translation").querySelector("p").textContent = lines.join("\n");
  count(preview.limits);
  at("save-pictures").textContent = say("page.save-pictures", { pictures: many });
  at("weak").replaceChildren(...weak(preview));
  const left = preview.left_out;
  at("left-out").hidden = !left.length;
  at("left-out").querySelector("summary").textContent = say("page.left-out", { files: left.length });
  at("left-out").querySelector("ul").replaceChildren(...left.map((each) => leftOut(each, nameOf, does)));
  at("numbers-said").textContent = preview.numbers.join(" ") || say("page.numbers-hint");
  at("seal").textContent = preview.seal;
}

/** How much of the text's room is used. */
export function count(limits) {
  const text = at("statement").value;
  const lines = text.split("\n");
  const over = [
    text.length > limits.chars && say("page.over-characters", { characters: text.length - limits.chars }),
    lines.length > limits.lines && say("page.over-lines", { lines: lines.length - limits.lines }),
    lines[0].length > limits.first_line && say("page.over-first-line", { characters: lines[0].length - limits.first_line }),
    text.includes("[") && say("page.over-brackets"),
  ].filter(Boolean);
  const used = { characters: text.length, characters_max: limits.chars, lines: lines.length, lines_max: limits.lines };
  at("counted").textContent = over.length ? say("page.counted-over", { ...used, over: over.join(", ") }) : say("page.counted", used);
  at("counted").classList.toggle("is-over", over.length > 0);
}

function act(said, name, does) {
  const button = make("button", { type: "button", className: "act" }, said);
  button.setAttribute("aria-label", `${said}: ${name}`); // what is read begins with what is seen
  button.addEventListener("click", does);
  return button;
}

function clip(chosen, poster, nameOf, does) {
  const name = nameOf(chosen.file);
  return make("figure", { className: "seen-slot" },
    poster ? Object.assign(poster, { alt: say("page.poster", { name }) }) : null,
    make("figcaption", {}, make("ul", {}, make("li", {},
      make("span", {}, make("b", {}, say("page.video")), ` ${name}${chosen.reason ? `: ${chosen.reason}` : ""}`),
      act(say("page.leave-out"), name, () => does.use(chosen.file, "leave-out"))))));
}

function leftOut({ file, reason }, nameOf, does) {
  const use = does.useOf(file);
  const back = use === "leave-out";
  return make("li", {},
    seen(file, nameOf(file), does),
    make("span", {}, make("b", {}, nameOf(file)), ` ${reason}`),
    act(say(back ? "page.put-back" : "page.use"), nameOf(file), () => does.use(file, back ? "" : does.isRejected(file) ? "include" : "pin")));
}

/** A small picture leads to its card. */
function seen(file, name, does) {
  const button = make("button", { type: "button", className: "small" }, make("img", { src: does.pictureOf(file), alt: say("page.alt-photo", { name }), loading: "lazy" }));
  button.addEventListener("click", () => does.look(file));
  return button;
}

function weak({ weak_points: all, weak_points_messages: messages, ready, is_draft: isDraft }) {
  // Of gaps the line below the text speaks already.
  const points = all.filter((_, place) => messages?.[place]?.message_id !== "weak.text-gaps");
  if (isDraft || (!ready && !points.length)) return [];
  if (ready) return [make("p", { className: "is-fine" }, say("page.ready"))];
  return [make("p", {}, make("b", {}, say("page.could-be-stronger"))), make("ul", {}, ...points.map((point) => make("li", {}, point)))];
}

/** Into the phone's gallery where the browser can share files, else as downloads. */
export async function savePictures(preview, base) {
  const names = [...preview.slots.map((slot) => slot.name), ...(preview.clip ? [preview.clip.name] : [])];
  const files = await Promise.all(names.map(async (name) => {
    const answer = await fetch(`${base}/made/${preview.key}/${name}`);
    if (!answer.ok) throw new Error(name);
    const blob = await answer.blob();
    return new File([blob], `evidence-${name}`, { type: blob.type });
  }));
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files })) {
    const shared = await navigator.share({ files }).then(() => true, (error) => (error.name === "AbortError" ? null : false));
    if (shared !== false) return say(shared ? "page.saved" : "page.not-saved");
  }
  for (const file of files) save(file, file.name);
  return say("page.saved-downloads", { names: files.map((file) => file.name).join(", ") });
}

export function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** The clipboard, else the way of pages that plain HTTP keeps from it, else the text is marked. */
export async function copyText() {
  const field = at("statement");
  try {
    await navigator.clipboard.writeText(field.value);
    return say("page.copied");
  } catch {
    const { activeElement: before } = document;
    field.focus({ preventScroll: true });
    field.select();
    if (!document.execCommand("copy")) return say("page.marked-text");
    field.setSelectionRange(0, 0);
    before?.focus({ preventScroll: true });
    return say("page.copied");
  }
}
