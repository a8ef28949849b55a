// What was said here and is not with the server yet; it outlives a reload of this window.

const KEY = "evidence-qc-pending";
const NOTHING = { patches: [], words: [] };

function read() {
  try {
    return { ...NOTHING, ...JSON.parse(sessionStorage.getItem(KEY)) };
  } catch {
    return { ...NOTHING };
  }
}

function write(all) {
  try { sessionStorage.setItem(KEY, JSON.stringify(all)); } catch { /* not kept */ }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What a document holds where a patch would change it. */
const held = (patch, document) => Object.fromEntries(Object.entries(patch).map(([key, value]) =>
  [key, value && typeof value === "object" && !Array.isArray(value) ? held(value, document?.[key]) : document?.[key] ?? null]));

/** True for a document that is as a patch would make it. */
export const isHeld = (patch, document) => same(held(patch, document), patch);

/** A change of a case is on its way. */
export function begun(document, patch) {
  const { patches, words } = read();
  const id = document.id;
  if (patches.some((each) => each.id === id && same(each.patch, patch))) return;
  write({ patches: [...patches, { id, patch, before: held(patch, document) }], words });
}

/** It has arrived, or will never be taken. */
export function ended(id, patch) {
  const { patches, words } = read();
  write({ patches: patches.filter((each) => each.id !== id || !same(each.patch, patch)), words });
}

/** Changes of a case that did not arrive, in order; `isFree` where nobody changed the same meanwhile. */
export const unsent = (document) => read().patches.filter((each) => each.id === document.id)
  .map(({ patch, before }) => ({ patch, isFree: same(held(patch, document), before), isHeld: isHeld(patch, document) }));

/** Words as they are typed into a field: `place` is ["item"] or ["groups", key, "title"]. */
export function typed(place, value, document) {
  const { patches, words } = read();
  const before = words.find((each) => same(each.place, place))?.before ?? at(place, document);
  const others = words.filter((each) => !same(each.place, place));
  write({ patches, words: value === null ? others : [...others, { place, value, before }] });
}

const at = (place, document) => (place.reduce((value, key) => value?.[key], document) ?? "").trim();

/** Forgets typed words that the case holds by now, or others in their place; gives the rest as [place, value]. */
export function unsaid(document) {
  const { patches, words } = read();
  const left = words.filter(({ place, value, before }) => at(place, document) !== value.trim() && at(place, document) === before);
  if (left.length < words.length) write({ patches, words: left });
  return left.map(({ place, value }) => [place, value]);
}

/** Nothing is left to be said, as when the case is cleared. */
export const forgetAll = () => write(NOTHING);

/** Where a field's words belong, or null. */
export function placeOf(field) {
  if (["item", "ask", "order", "tracking", "statement"].includes(field.id)) return [field.id];
  const problem = field.matches(".claim-title") ? field.closest(".problem")?.dataset.problem : "";
  return problem ? ["groups", problem, "title"] : null;
}
