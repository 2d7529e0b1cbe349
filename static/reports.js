/* The report builder: what is unfolded stays so when the table comes anew. */
(() => {
  /* Paper shows by what conditions the figures were read. */
  let about = false;
  window.addEventListener("beforeprint", () => { const box = document.getElementById("report-about"); if (box) { about = box.open; box.open = true; } });
  window.addEventListener("afterprint", () => { const box = document.getElementById("report-about"); if (box) box.open = about; });

  let unfolded = new Map();
  const all = () => document.querySelectorAll("#report details[id]");
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "report") unfolded = new Map([...all()].map((one) => [one.id, one.open]));
  });
  document.addEventListener("htmx:afterSettle", () => all().forEach((one) => {
    if (unfolded.has(one.id)) one.open = unfolded.get(one.id);
  }));
})();
