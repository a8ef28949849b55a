// The last change can be taken back where the thumb is, until the next one is made.
import { say } from "./say.js";

const at = (id) => document.getElementById(id);
/** It stands before what lies behind it. */
const SHOWN_MS = 30000;
const isTable = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

/** The patch that makes a document again what it was before another one. */
export function inverse(patch, document) {
  const entries = Object.entries(patch).map(([key, value]) => {
    const before = document?.[key];
    return [key, isTable(value) && isTable(before) ? inverse(value, before) : before ?? null];
  });
  return Object.fromEntries(entries);
}

/** A file that was taken off the list, and words that were typed, are not given back here. */
const isUndone = (patch) => Object.keys(patch).every((key) => key === "files" || key === "groups")
  && Object.values(patch.files ?? {}).every((said) => said && !("mark" in said))
  && Object.values(patch.groups ?? {}).every((said) => !said?.title);

function wordsOf(patch) {
  const uses = Object.values(patch.files ?? {}).map(({ use }) => use);
  if (!uses.length || uses.some((use) => use === undefined)) return say("page.changed-here");
  if (uses.every((use) => use === "leave-out")) return say("page.apart-done", { files: uses.length });
  return uses.every((use) => use) ? say("page.use-done", { files: uses.length }) : say("page.changed-here");
}

/** `change(patch)` makes one; what it gives hears each that was made, on the case as it was before. */
export function offerUndo(change) {
  let back = null;
  let end = 0;
  const close = () => {
    back = null;
    at("undo").hidden = true;
  };
  const show = (words) => {
    at("undo-words").textContent = words;
    at("undo-do").hidden = !back;
    at("undo").hidden = false;
    clearTimeout(end);
    end = setTimeout(close, SHOWN_MS);
  };
  at("undo-close").addEventListener("click", close);
  at("undo-do").addEventListener("click", () => {
    const patch = back;
    close();
    if (patch) change(patch);
    document.getElementById("files").focus({ preventScroll: true });
  });
  return {
    made(patch, before) {
      if (!isUndone(patch) || !before) return close();
      back = inverse(patch, before);
      if (JSON.stringify(back) === JSON.stringify(patch)) return close(); // it was so before
      show(wordsOf(patch));
    },
    tell: (words) => {
      close();
      show(words);
    },
    close,
  };
}
