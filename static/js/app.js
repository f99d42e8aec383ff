/* Ten small behaviours, asked for by attributes; every page works without them.
   data-print: prints the page (may be hidden until now).  data-submit-on-change: sends the form that holds the field.
   data-check-all="task": hidden until now, its box ticks every box named "task" of the form that holds it.
   [data-narrow]: hidden until now; of the boxes of its fieldset it leaves those with the typed words, and the ticked,
   which stand first.
   form[data-once]: a second click on the button does not send the form again.
   [data-slash]: the key / goes there, unless somebody is writing, and opens the menu of a phone for it; Escape closes
   that menu.
   a[data-escape]: the key Escape follows it, unless somebody is writing.
   details[data-phone-closed]: open on a wide screen, closed at first on a phone.
   .form-errors: what is wrong with a form is read out and has the keyboard; its links lead to the fields.
   form[hx-get]: what it has asked for already it does not ask for again when the field is left: the rows would be
   replaced under the pointer, and the click on one of them be lost; nor when its button is pressed while the answer is
   on its way.
   #results: after htmx has replaced the list, the keyboard goes on there and not at the top of the page. */
(function () {
  "use strict";
  var phone = window.matchMedia("(max-width: 767.98px)");
  function fold(parts) {
    parts.forEach(function (part) {
      part.open = !phone.matches;
      part.dataset.folded = "yes";
    });
  }
  function foldAll() { fold(document.querySelectorAll("details[data-phone-closed]")); }
  foldAll();
  phone.addEventListener("change", foldAll);
  var wrong = document.querySelector(".form-errors");
  if (wrong) { wrong.focus(); }
  document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
  document.querySelectorAll("[data-check-all]").forEach(function (all) { all.hidden = false; });
  document.addEventListener("change", function (event) {
    var all = event.target.closest("[data-check-all]");
    if (!all) { return; }
    Array.from(event.target.form.elements).forEach(function (box) {
      if (box.name === all.dataset.checkAll) { box.checked = event.target.checked; }
    });
  });
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }
  document.querySelectorAll("[data-narrow]").forEach(function (search) { search.hidden = false; });
  document.querySelectorAll(".options-many").forEach(function (list) {
    list.prepend.apply(list, list.querySelectorAll(".form-check:has(:checked)"));
  });
  document.addEventListener("input", function (event) {
    if (!event.target.matches("[data-narrow]")) { return; }
    var words = plain(event.target.value).split(/\s+/);
    event.target.closest("fieldset").querySelectorAll(".form-check").forEach(function (option) {
      var told = plain(option.textContent);
      var fits = words.every(function (word) { return told.includes(word); });
      option.hidden = !fits && !option.querySelector("input").checked;
    });
  });
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[data-slash]");
    var writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || !box || writes || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    var menu = box.closest(".collapse");
    if (box.offsetParent || !menu) { box.focus(); box.select(); return; }
    menu.addEventListener("shown.bs.collapse", function () { box.focus(); }, { once: true });
    bootstrap.Collapse.getOrCreateInstance(menu).show();
  });
  document.addEventListener("keydown", function (event) {
    var menu = document.querySelector("#site-menu.show");
    if (event.key !== "Escape" || !menu || event.defaultPrevented || event.target.value) { return; }
    bootstrap.Collapse.getOrCreateInstance(menu).hide();
    document.querySelector("[data-bs-target='#site-menu']").focus();
  });
  document.addEventListener("keydown", function (event) {
    var way = document.querySelector("a[data-escape]"), writes = event.target.closest("input, textarea, select");
    if (event.key !== "Escape" || !way || writes || event.defaultPrevented) { return; }
    way.click();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });
  document.addEventListener("change", function (event) {
    var field = event.target.closest("[data-submit-on-change]");
    if (field) { field.form.requestSubmit(); }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-once]");
    if (!form) { return; }
    if (form.dataset.sent) { event.preventDefault(); }
    form.dataset.sent = "yes";
  });
  document.addEventListener("htmx:afterSettle", function () {
    fold(document.querySelectorAll("details[data-phone-closed]:not([data-folded])")); // what a person opened stays open
    document.querySelectorAll("[data-check-all]").forEach(function (all) { all.hidden = false; });
    var results = document.getElementById("results");
    if (results && document.activeElement === document.body) { results.focus({ preventScroll: true }); }
  });
  var asked = new WeakMap(), waiting = new WeakSet();
  function queryOf(form) { return new URLSearchParams(new FormData(form)).toString(); }
  document.addEventListener("htmx:confirm", function (event) {
    var form = event.detail.elt, cause = event.detail.triggeringEvent;
    if (!form.matches("form[hx-get]") || asked.get(form) !== queryOf(form)) { return; }
    if (waiting.has(form) || (cause && cause.type !== "submit")) { event.preventDefault(); }
  });
  document.addEventListener("htmx:beforeSend", function (event) {
    var form = event.detail.elt;
    if (!form.matches("form[hx-get]")) { return; }
    asked.set(form, queryOf(form));
    waiting.add(form);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    waiting.delete(event.detail.elt);
    if (!event.detail.successful) { asked.delete(event.detail.elt); }
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) { return; }
    document.querySelectorAll("form[data-once]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
