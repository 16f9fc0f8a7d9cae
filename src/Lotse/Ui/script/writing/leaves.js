// An answer that has not left yet counts down while it can still be taken back.
class LeavesIn extends HTMLElement {
  connectedCallback() {
    this.clock = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  tick() {
    const left = Math.ceil((Number(this.dataset.at) - Date.now()) / 1000);
    this.textContent = left > 0 ? this.dataset.text.replace("#", left) : this.dataset.leftText;
    if (left > 0) return;
    clearInterval(this.clock);
    const button = this.parentElement?.querySelector("form");
    if (button) button.hidden = true;
  }
}
customElements.define("leaves-in", LeavesIn);

// Taken back, it is a draft again: the composer is drawn anew, with what was begun meanwhile below it.
addEventListener("turbo:submit-start", (event) => {
  if (!event.target.matches(".leaving form")) return;
  const composer = document.querySelector("ticket-composer");
  composer?.leave();
  composer?.removeAttribute("data-turbo-permanent");
});
