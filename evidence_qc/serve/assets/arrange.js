// Which file belongs to which problem: as it was said, else as the server proposes.

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Groups in order, the rest last: [{key, title, entries, isProposed, isOther, weak}]; without those that are asked about. */
export function arranged(all, groups, answer, asked) {
  const entries = all.filter((entry) => !asked.includes(entry));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const weak = new Map((answer?.report.case?.claims ?? []).map((claim, place) => [place, claim.weak]));
  const answered = answer?.groups ?? [];
  let found = groups.map(([key, { title }]) => ({
    key, title, entries: entries.filter((entry) => entry.group === key), isProposed: false,
    weak: weak.get(answered.findIndex((each) => each.key === key)) ?? "",
  })).filter((group) => group.entries.length);
  if (!found.length) {
    found = answered.filter((each) => each.is_proposed && !each.key).map((each, place) => ({
      key: each.files[0].slice(0, 12), title: "", isProposed: true, weak: weak.get(place) ?? "",
      entries: each.files.map((id) => byId.get(id)).filter((entry) => entry && !entry.role),
    })).filter((group) => group.entries.length);
    if (entries.length < 3) found = []; // two photos need no sorting
  }
  const taken = new Set(found.flatMap((group) => group.entries));
  const rest = entries.filter((entry) => !taken.has(entry));
  return [...found, { key: "", title: "", entries: rest, isProposed: false, isOther: true, weak: "" }];
}

/**
 * A patch that makes proposed groups the user's own, to be gone on with. Their keys come from their
 * files: whoever makes them a second time, from a row that is no longer the newest, changes nothing.
 */
export function settling(groups, document) {
  const patch = { groups: {}, files: {} };
  groups.filter((group) => group.isProposed).forEach((group, order) => {
    if (group.key in document.groups) return;
    patch.groups[group.key] = { title: "", order };
    for (const { id } of group.all ?? group.entries) { // whichever are shown
      const file = document.files[id];
      if (file && !file.group && !file.role) patch.files[id] = { group: group.key };
    }
  });
  return patch;
}
