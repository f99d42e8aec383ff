// A form that was sent is not sent twice, and says that it works; what destroys asks first.
(function () {
  "use strict";
  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", () => {
      form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; });
      form.querySelectorAll(".import-working").forEach((note) => { note.hidden = false; });
    });
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.ask;
    if (question && !window.confirm(question)) event.preventDefault();
  });
})();
