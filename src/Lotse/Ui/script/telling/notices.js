// What one is told: the number beside the bell, and the browser's own notices while the desk is in the background.
const shown = "lotse:notice-shown";

/** A ticket with something unread in it is looked at: the number goes down at once, and the desk hears of it, also where the page had been fetched ahead. */
class NoticesSeen extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form"), count = document.querySelector("#notices-link [data-unread]");
    // A whole page comes with the right number; a frame leaves the rail as it was.
    if (count && this.hasAttribute("in-frame")) this.lower(count, Number(count.dataset.unread) - Number(this.getAttribute("count")));
    if (form) fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => {});
    this.remove();
  }

  lower(count, left) {
    if (left <= 0) return count.remove();
    count.dataset.unread = left;
    count.lastChild.textContent = left > 99 ? "99+" : left;
  }
}
customElements.define("notices-seen", NoticesSeen);

/** Asks for permission on a click only, and says how things stand. */
class BrowserNotices extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", async () => { await Notification.requestPermission(); this.say(); });
    this.say();
  }

  say() {
    const button = this.querySelector("button"), line = this.querySelector("[role=status]");
    const state = "Notification" in window ? Notification.permission : "none";
    button.hidden = state !== "default";
    line.textContent = { granted: this.dataset.allowedText, denied: this.dataset.deniedText, none: this.dataset.noneText }[state] ?? "";
  }
}
customElements.define("browser-notices", BrowserNotices);

addEventListener("lotse:notice", async () => {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  // Several windows hear the same: the first one shows it.
  const take = async () => {
    const answer = await fetch("/notices/latest", { headers: { Accept: "application/json" } });
    if (answer.status !== 200) return;
    const { id, title, text, address } = await answer.json();
    // Where a newer one has been read elsewhere, an older one is no news.
    if (BigInt(localStorage.getItem(shown) ?? 0) >= BigInt(id)) return;
    localStorage.setItem(shown, id);
    const notice = new Notification(title, { body: text, tag: `lotse-${id}`, silent: true });
    notice.onclick = () => { window.focus(); notice.close(); location.assign(address); };
  };
  try { await (navigator.locks ? navigator.locks.request(shown, take) : take()); } catch { /* The number beside the bell says it too. */ }
});
