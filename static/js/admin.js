// The stock admin leaves fields of its tables without a name and scrolls sideways on a phone. Every field is
// named by the head of its column here, or by the words of its row; the same words stand before the values of a card.
(function () {
  "use strict";
  const FIELDS = "input:not([type=hidden]), select, textarea";
  const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").replace(/[:?]\s*$/, "").trim() : "");

  // What clears several values at once would stand in their list and be no item of it.
  document.querySelectorAll("select[multiple].admin-autocomplete").forEach((field) => { field.dataset.allowClear = "false"; });

  function nameByColumn(table) {
    const heads = Array.from(table.querySelectorAll("thead th"), (head) => words(head.querySelector(".text") || head));
    table.querySelectorAll("thead th").forEach((head) => { if (!head.textContent.trim()) head.setAttribute("role", "cell"); });
    table.querySelectorAll("tbody tr:not(.add-row)").forEach((row) => {
      Array.from(row.children).forEach((cell, place) => {
        if (cell.matches(".action-checkbox, .original, [colspan]") || !heads[place]) return;
        if (cell.textContent.trim() || cell.children.length) cell.dataset.label = heads[place];
        cell.querySelectorAll(FIELDS).forEach((field) => name(field, heads[place]));
      });
    });
    table.classList.add("as-cards");
  }

  function name(field, text) {
    if (!field.labels?.length && text) field.setAttribute("aria-label", text);
  }

  function nameAll() {
    document.querySelectorAll("#result_list, .tabular table").forEach(nameByColumn);
    document.querySelectorAll(".form-row").forEach((row) => {
      row.querySelectorAll(FIELDS).forEach((field) => name(field, words(row.querySelector("label, legend"))));
    });
    document.querySelectorAll("select.admin-autocomplete").forEach((field) => {
      const text = field.labels?.length ? words(field.labels[0]) : field.getAttribute("aria-label");
      const shown = field.nextElementSibling;
      shown?.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field").forEach((part) => {
        const value = part.matches(".select2-search__field") ? "" : words(part);
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", value ? text + ": " + value : text);
      });
    });
  }

  // A tablet shows the filter above the rows (admin.css): the keyboard comes to it first, too.
  const filter = document.getElementById("changelist-filter"), rows = document.querySelector(".changelist-form-container");
  const isAbove = window.matchMedia("(min-width: 768px) and (max-width: 1023px)");
  const place = () => (isAbove.matches ? rows.before(filter) : rows.after(filter));
  if (filter && rows) {
    place();
    isAbove.addEventListener("change", place);
  }

  nameAll();
  // Again after select2, which jQuery starts when it is ready.
  if (window.django?.jQuery) window.django.jQuery(nameAll);
  else window.addEventListener("load", nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  document.addEventListener("change", () => setTimeout(nameAll));
})();
