// A form that was sent is not sent twice, and says that it works; what destroys asks first; the keyboard
// stays on the row that came back.
(function () {
  "use strict";
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.ask;
    if (question && !window.confirm(question)) event.preventDefault();
    if (!event.target.matches("[data-once]")) return;
    event.target.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; });
    event.target.querySelectorAll(".import-working").forEach((note) => { note.hidden = false; });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const row = document.getElementById(event.detail.target.id);
    if (row) row.focus();
  });
})();
