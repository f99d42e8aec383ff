// Keeps what is typed in a form in this browser until it is sent, so that a lost session loses no text.
// The key carries the version of the task: after a report was accepted, an old draft no longer fits.
// The message that it was sent names the form ([data-sent]); the sign-in page and a form with errors have none.
(function () {
  "use strict";
  document.querySelectorAll("[data-sent]").forEach((message) => {
    const ofForm = (key) => key.split("#")[0] === "draft:" + message.dataset.sent;
    Object.keys(localStorage).filter(ofForm).forEach((key) => localStorage.removeItem(key));
  });
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = "draft:" + form.dataset.draft;
  const fields = Array.from(form.querySelectorAll("textarea, input[type=number], input[type=radio]"));
  const isChoice = (field) => field.type === "radio";
  const isTouched = (field) => !isChoice(field) && field.value !== field.defaultValue;

  function save() {
    const kept = {};
    fields.forEach((field) => { if (isChoice(field) ? field.checked : field.value) kept[field.name] = field.value; });
    if (fields.some(isTouched)) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  }

  const kept = JSON.parse(localStorage.getItem(key) || "{}");
  fields.filter((field) => field.name in kept).forEach((field) => {
    if (isChoice(field)) field.checked = field.value === kept[field.name];
    else if (!field.value || field.type === "number") field.value = kept[field.name];
  });
  form.addEventListener("input", save);
})();
