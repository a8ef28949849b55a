// Where the user is on the page, while it is drawn anew.

/** A title with new words in it stays until they are finished; then its change draws everything. */
export const isBeingTyped = () => {
  const active = document.activeElement;
  return active.matches(".claim-title") && active.value !== active.defaultValue;
};

/** Puts the focus back on what had it before everything was drawn anew. */
export function focused() {
  const active = document.activeElement;
  const id = active?.closest(".card")?.dataset.id;
  const problem = active?.closest(".problem")?.dataset.problem;
  const kinds = [".claim-title", ".toggle", ".arrow-up", ".arrow-down", ".merge", ".remove", ".ring", ".mark-button", ".shows select"];
  const kind = kinds.find((each) => active?.matches(each));
  const place = id ? `[data-id="${id}"]` : problem !== undefined && `[data-problem="${CSS.escape(problem)}"]`;
  const range = kind === ".claim-title" ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    const found = kind && place && document.querySelector(`${place} ${kind}`);
    if (!found || found === active) return;
    found.focus();
    if (range) found.setSelectionRange(...range);
  };
}
