// What this browser keeps from one visit to the next; one that keeps nothing for pages still has a page that works.

export const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
export const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };
export const forget = (key) => { try { localStorage.removeItem(key); } catch { /* not kept */ } };
