/* The colours follow the system. Loaded in the head, before anything is painted; paper is always light.
   The class "js" lets the style sheet give its place to what a script will show or fold, so that nothing jumps. */
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function apply(isDark) {
    document.documentElement.setAttribute("data-bs-theme", isDark ? "dark" : "light");
  }
  document.documentElement.classList.add("js");
  apply(dark.matches);
  dark.addEventListener("change", function () { apply(dark.matches); });
  window.addEventListener("beforeprint", function () { apply(false); });
  window.addEventListener("afterprint", function () { apply(dark.matches); });
})();
