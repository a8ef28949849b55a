// What they will see: the pictures at the size of a phone, the text, and why each photo is in or out.
import { make } from "./elements.js";

const at = (id) => document.getElementById(id);

/** Shows a preview; `does.use(sha256, use)` changes what is taken. */
export function showPreview(preview, base, nameOf, does) {
  const url = (name) => `${base}/made/${preview.key}/${name}`;
  const many = preview.slots.length;
  at("slots").replaceChildren(
    ...preview.slots.map((slot, index) => make("figure", { className: "seen-slot" },
      make("img", { src: url(slot.name), alt: `Picture ${index + 1} of ${many}: ${slot.tiles.map((tile) => `${tile.label} ${tile.caption || nameOf(tile.file)}`).join(", ")}` }),
      make("figcaption", {}, make("ul", {}, ...slot.tiles.map((tile) => make("li", {},
        make("span", {}, make("b", {}, tile.label), ` ${nameOf(tile.file)}${tile.is_weak ? " – weak" : ""}`),
        act("Leave out", `Leave out ${nameOf(tile.file)}`, () => does.use(tile.file, "leave-out")))))))),
    preview.clip ? clip(preview.clip, url, nameOf, does) : make("p", { className: "soft" }, "No video."));
  if (!at("statement").dataset.typed) at("statement").value = preview.statement.trimEnd();
  count(preview.limits);
  at("save-pictures").textContent = many === 1 ? "Save 1 picture" : `Save ${many} pictures`;
  at("weak").replaceChildren(...weak(preview));
  const left = preview.left_out;
  at("left-out").hidden = !left.length;
  at("left-out").querySelector("summary").textContent = `Left out: ${left.length}, and why`;
  at("left-out").querySelector("ul").replaceChildren(...left.map((each) => leftOut(each, nameOf, does)));
  at("seal").textContent = preview.seal;
}

/** How much of the text's room is used. */
export function count(limits) {
  const text = at("statement").value;
  const lines = text.split("\n");
  const over = [
    text.length > limits.chars && `${text.length - limits.chars} characters too many`,
    lines.length > limits.lines && `${lines.length - limits.lines} lines too many`,
    lines[0].length > limits.first_line && `the first line is ${lines[0].length - limits.first_line} characters too long`,
    text.includes("[") && "fill in what stands in square brackets",
  ].filter(Boolean);
  at("counted").textContent = `${text.length} of ${limits.chars} characters, ${lines.length} of ${limits.lines} lines${over.length ? `: ${over.join(", ")}.` : "."}`;
  at("counted").classList.toggle("is-over", over.length > 0);
}

function act(words, label, does) {
  const button = make("button", { type: "button", className: "act" }, words);
  button.setAttribute("aria-label", label);
  button.addEventListener("click", does);
  return button;
}

function clip(chosen, url, nameOf, does) {
  const name = nameOf(chosen.file);
  return make("figure", { className: "seen-slot" },
    chosen.has_poster ? make("img", { src: url("poster.webp"), alt: `First frame of the video ${name}` }) : null,
    make("figcaption", {}, make("ul", {}, make("li", {},
      make("span", {}, make("b", {}, "Video"), ` ${name}${chosen.reason ? `: ${chosen.reason}` : ""}`),
      act("Leave out", `Leave out ${name}`, () => does.use(chosen.file, "leave-out"))))));
}

function leftOut({ file, reason }, nameOf, does) {
  const use = does.useOf(file);
  const back = use === "leave-out";
  return make("li", {},
    make("img", { src: does.pictureOf(file), alt: "", loading: "lazy" }),
    make("span", {}, make("b", {}, nameOf(file)), ` ${reason}`),
    act(back ? "Put back" : "Use it", `${back ? "Put back" : "Use"} ${nameOf(file)}`, () => does.use(file, back ? "" : does.isRejected(file) ? "include" : "pin")));
}

function weak({ weak_points: points, ready, is_draft: isDraft }) {
  if (isDraft) return [];
  if (ready) return [make("p", { className: "is-fine" }, "Ready to upload.")];
  return [make("p", {}, make("b", {}, "Could be stronger:")), make("ul", {}, ...points.map((point) => make("li", {}, point)))];
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
    if (shared !== false) return shared ? "Saved." : "Not saved.";
  }
  for (const file of files) save(file, file.name);
  return `Saved to your downloads: ${files.map((file) => file.name).join(", ")}. If your browser asks, allow several downloads.`;
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
    return "Copied.";
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy") ? "Copied." : "The text is marked: copy it from here.";
  }
}
