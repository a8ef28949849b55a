// What can be done with problems and files; each is one small patch of the case.
import { newKey, settling } from "./arrange.js";

const at = (id) => document.getElementById(id);

/** For the groups as they are shown now, what their rows and cards can do. */
export function actions({ kept, change, opened, most, show }) {
  const keep = (group, keyOf) => opened.has(group.key) && opened.set(keyOf(group), opened.get(group.key));

  return (groups) => ({
    open: (group, entry, isOpen = true) => {
      opened.set(group.key, isOpen);
      show();
      const target = entry ? document.querySelector(`[data-id="${entry.id}"] .shows select`) : null;
      target?.focus({ preventScroll: true });
      target?.closest(".card").scrollIntoView({ block: "center" });
    },
    more: (group, number) => { most.set(group.key, number); show(); },
    rename: (group, typed) => {
      const { patch, keyOf } = settling(groups);
      patch.groups[keyOf(group)] = { ...patch.groups[keyOf(group)], title: typed.trim() };
      keep(group, keyOf);
      change(patch);
    },
    swap: (group, other) => {
      const { patch, keyOf } = settling(groups);
      const own = groups.filter((each) => !each.isOther);
      const [a, b] = [own.indexOf(group), own.indexOf(other)];
      [own[a], own[b]] = [own[b], own[a]];
      own.forEach((each, place) => { patch.groups[keyOf(each)] = { ...patch.groups[keyOf(each)], order: place }; });
      const way = a > b ? "up" : "down";
      change(patch, () => {
        const arrows = document.querySelectorAll(`[data-problem="${keyOf(group)}"] .arrow`);
        [...arrows].sort((one) => (one.matches(`.arrow-${way}`) ? -1 : 1)).find((each) => !each.disabled)?.focus();
      });
    },
    merge: (group, into) => {
      const { patch, keyOf } = settling(groups);
      for (const entry of group.entries) patch.files[entry.id] = { ...patch.files[entry.id], group: keyOf(into) };
      patch.groups[keyOf(group)] = null;
      if (!(kept.document.groups[keyOf(group)])) delete patch.groups[keyOf(group)];
      change(patch, () => document.querySelector(`[data-problem="${keyOf(into)}"] .claim-title`)?.focus());
    },
    move: (entry, key, role) => {
      const { patch, keyOf } = settling(groups);
      const target = key === null ? newKey() : key === "" ? "" : keyOf(groups.find((each) => each.key === key));
      if (key === null) patch.groups[target] = { title: "", order: groups.length };
      patch.files[entry.id] = { ...patch.files[entry.id], group: target, role };
      for (const each of groups) if (opened.get(each.key) ?? each.isOpen) opened.set(each.isOther ? "" : keyOf(each), true);
      opened.set(target, true);
      const own = document.querySelector(`[data-id="${entry.id}"]`)?.closest(".problem")?.dataset.problem;
      if (own !== undefined) opened.set(own, true);
      change(patch, () => {
        const place = key === null ? `[data-problem="${target}"] .claim-title` : `[data-id="${entry.id}"] .shows select`;
        document.querySelector(place)?.focus();
      });
    },
    mark: (entry, place) => change({ files: { [entry.id]: { mark: place } } }, () =>
      document.querySelector(`[data-id="${entry.id}"] ${place ? ".ring" : ".mark-button"}`)?.focus()),
    remove: (entry) => {
      const ids = [...document.querySelectorAll(".card")].map((each) => each.dataset.id);
      const next = ids[ids.indexOf(entry.id) + 1] ?? ids[ids.indexOf(entry.id) - 1];
      change({ files: { [entry.id]: null } }, () => (document.querySelector(`[data-id="${next}"] .remove`) ?? at("choose-files")).focus());
    },
  });
}
