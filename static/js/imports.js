// A form that was sent is not sent twice, and says that it works.
(function () {
  "use strict";
  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", () => {
      form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; });
      form.querySelectorAll(".import-working").forEach((note) => { note.hidden = false; });
    });
  });
})();
