// The token of the address becomes a cookie that no script reads; then the page itself comes.
const parts = new URLSearchParams(location.hash.slice(1));
const token = parts.get("token");
parts.delete("token");
history.replaceState(null, "", `${location.pathname}${location.search}${String(parts) ? `#${parts}` : ""}`);
addEventListener("hashchange", () => location.reload()); // the right address was opened in this tab
// A link of another site or program brings no cookie; asked from here the browser sends the one it has.
const headers = token ? { Authorization: `Bearer ${token}` } : {};
const answer = await fetch("/v1/session", { method: "POST", headers }).catch(() => null);
if (answer?.ok) location.reload();
else document.querySelector("main").hidden = false;
