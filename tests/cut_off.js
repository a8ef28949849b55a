// Elements whose own words stick out of the window, out of a box that hides what sticks out, or,
// of a field, out of it: a list, one entry each.
(() => {
  const wide = document.documentElement.clientWidth;
  const pen = document.createElement("canvas").getContext("2d");
  for (const each of document.querySelectorAll(".card, .batch, .twins")) each.style.contentVisibility = "visible";
  const shown = [...document.querySelectorAll("body *")].filter((each) =>
    each.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true })
    && !each.closest(".unseen, .skip, svg") && each.getClientRects().length);
  const speaks = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const outside = (each) => {
    const box = each.getBoundingClientRect();
    return box.left < -1 || box.right > wide + 1;
  };
  const clipped = (each) => {
    for (let at = each; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (!["hidden", "clip"].includes(style.overflowX)) continue;
      const [outer, inner] = [at.getBoundingClientRect(), each.getBoundingClientRect()];
      if (inner.left < outer.left - 1 || inner.right > outer.right + 1) return true;
      if (at === each && at.scrollWidth > at.clientWidth + 1) return true;
    }
    return false;
  };
  const chosen = (select) => {
    const style = getComputedStyle(select);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const said = select.selectedOptions?.[0]?.text ?? (select.value || select.placeholder || "");
    return pen.measureText(said).width > room + 1;
  };
  return shown.filter((each) => ["SELECT", "INPUT"].includes(each.tagName) ? outside(each) || (!["radio", "checkbox"].includes(each.type) && chosen(each))
      : speaks(each) && each.tagName !== "OPTION" && (outside(each) || clipped(each)))
    .map((each) => `${each.tagName} ${each.className || each.id}: ${(each.selectedOptions?.[0]?.text ?? (each.placeholder || each.textContent)).trim().slice(0, 60)}`);
})()
