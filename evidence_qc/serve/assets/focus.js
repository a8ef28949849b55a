// Where the user is on the page, while it is drawn anew.
import { cleanTitle } from "./files.js";

/** A title with new words in it stays until they are finished; then its change draws everything. */
export const isBeingTyped = (problems) => {
  const active = document.activeElement;
  return active.matches(".claim-title") && !problems.includes(cleanTitle(active.value));
};

/** Puts the focus back on what had it before everything was drawn anew. */
export function focused() {
  const active = document.activeElement;
  const id = active?.closest(".card")?.dataset.id;
  const title = active?.matches(".claim-title") ? cleanTitle(active.value) : "";
  const kind = title ? ".claim-title" : [".remove", ".ring", ".mark-button"].find((each) => active?.matches(each)) ?? "select";
  const place = title ? `[data-problem="${CSS.escape(title)}"]` : id && `[data-id="${id}"]`;
  const [from, to] = title ? [active.selectionStart, active.selectionEnd] : [];
  return () => {
    const found = place && document.querySelector(`${place} ${kind}`);
    if (!found || found === active) return;
    found.focus();
    if (title) found.setSelectionRange(from, to);
  };
}
