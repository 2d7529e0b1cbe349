/* The report builder: what is unfolded stays so when the table comes anew. */
(() => {
  let unfolded = new Map();
  const all = () => document.querySelectorAll("#report details[id]");
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "report") unfolded = new Map([...all()].map((one) => [one.id, one.open]));
  });
  document.addEventListener("htmx:afterSettle", () => all().forEach((one) => {
    if (unfolded.has(one.id)) one.open = unfolded.get(one.id);
  }));
})();
