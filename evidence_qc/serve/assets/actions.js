// What can be done with problems and files; each is one small patch of the case.
import { newKey, settling } from "./arrange.js";
import { CARDS, CARDS_MOST } from "./groups.js";

const at = (id) => document.getElementById(id);

/** For the groups as they are shown now, what their rows and cards can do. */
export function actions({ kept, change, opened, most, show }) {
  return (groups) => {
    /** Patches are made when their turn comes, on the case as it is then. */
    const settled = (add, then) => change(() => {
      const patch = settling(groups, kept.document);
      const say = (kind, key, said) => { patch[kind][key] = said && { ...patch[kind][key], ...said }; };
      add((key, said) => say("groups", key, said), (id, said) => id in kept.document.files && say("files", id, said));
      return patch;
    }, then);

    /** However many problems are looked at, the page stays light: the others close. */
    const makeRoom = (group, number) => {
      const others = groups.filter((each) => each !== group && each.isOpen);
      const cards = (each, most) => Math.min(each.entries.length, most ?? CARDS, CARDS_MOST);
      const all = others.reduce((sum, each) => sum + cards(each, each.most), cards(group, number));
      if (all > CARDS_MOST) for (const each of others) opened.set(each.key, false);
    };

    return {
      open: (group, entry, isOpen = true) => {
        if (isOpen) makeRoom(group, group.most ?? CARDS);
        opened.set(group.key, isOpen);
        show();
        const target = entry ? document.querySelector(`[data-id="${entry.id}"] .shows select`) : null;
        target?.focus({ preventScroll: true });
        target?.closest(".card").scrollIntoView({ block: "center" });
      },
      close: (group) => {
        opened.set(group.key, false);
        show();
        const row = document.querySelector(`[data-problem="${CSS.escape(group.key)}"]`);
        row?.querySelector(".toggle")?.focus({ preventScroll: true });
        row?.scrollIntoView({ block: "nearest" });
      },
      more: (group, number) => {
        makeRoom(group, number);
        opened.set(group.key, true);
        most.set(group.key, number);
        show();
      },
      rename: (group, typed) => settled((ofGroup) => ofGroup(group.key, { title: typed.trim() })),
      swap: (group, other) => {
        const own = groups.filter((each) => !each.isOther);
        const [a, b] = [own.indexOf(group), own.indexOf(other)];
        [own[a], own[b]] = [own[b], own[a]];
        const way = a > b ? "up" : "down";
        settled((ofGroup) => own.forEach((each, order) => ofGroup(each.key, { order })), () => {
          const arrows = document.querySelectorAll(`[data-problem="${group.key}"] .arrow`);
          [...arrows].sort((one) => (one.matches(`.arrow-${way}`) ? -1 : 1)).find((each) => !each.disabled)?.focus();
        });
      },
      merge: (group, into) => settled((ofGroup, ofFile) => {
        for (const entry of group.all) ofFile(entry.id, { group: into.key });
        ofGroup(group.key, null);
      }, () => document.querySelector(`[data-problem="${into.key}"] .claim-title`)?.focus()),
      assign: (group, role) => settled((ofGroup, ofFile) => {
        for (const entry of group.all) ofFile(entry.id, { group: "", role });
        ofGroup(group.key, null);
      }, () => at("files").focus()),
      move: (entry, key, role) => {
        const target = key ?? newKey();
        for (const each of groups) if (opened.get(each.key) ?? each.isOpen) opened.set(each.key, true);
        opened.set(target, true);
        const own = document.querySelector(`[data-id="${entry.id}"]`)?.closest(".problem")?.dataset.problem;
        if (own !== undefined) opened.set(own, true);
        settled((ofGroup, ofFile) => {
          if (key === null) ofGroup(target, { title: "", order: groups.length });
          ofFile(entry.id, { group: target, role });
        }, () => {
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
    };
  };
}
