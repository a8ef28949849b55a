// The token of the address becomes a cookie that no script reads; then the page itself comes.
const parts = new URLSearchParams(location.hash.slice(1));
const token = parts.get("token");
parts.delete("token");
history.replaceState(null, "", `${location.pathname}${location.search}${String(parts) ? `#${parts}` : ""}`);
const headers = { Authorization: `Bearer ${token}` };
const answer = token && (await fetch("/v1/session", { method: "POST", headers }).catch(() => null));
if (answer?.ok) location.reload();
else document.querySelector("main").hidden = false;
