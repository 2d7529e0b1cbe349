/* Draws the charts of a board. The figures stand in the page as JSON; patterns tell series apart without colour. */
(() => {
  const COLOURS = ["#14608a", "#c9772b", "#0c6b64", "#7a4d9e"];
  const DECALS = [null, { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,.55)" }];
  const MARKS = ["circle", "rect", "triangle", "diamond"];

  const isWall = () => document.querySelector(".board.is-wall") !== null;
  const text = () => ({ fontSize: isWall() ? 16 : 12, color: "#4d5c68" });

  /* Target and warning line: dotted, each with its word beside it. */
  const lines = (data) => (data.lines && data.lines.length ? {
    silent: true,
    symbol: "none",
    data: data.lines.map((one) => ({ yAxis: one.value, name: one.name,
      lineStyle: { type: "dotted", width: 1.5, color: one.word === "目标" ? "#17663a" : "#b3261e" },
      label: { formatter: `${one.name}\n${one.value}${data.unit}`, position: "end", color: one.word === "目标" ? "#17663a" : "#b3261e", fontSize: text().fontSize } })),
  } : undefined);

  function line(data) {
    const isPercent = data.unit === "%";
    return {
      xAxis: { type: "category", data: data.labels, axisLabel: text() },
      yAxis: { type: "value", minInterval: isPercent ? 5 : 1, min: isPercent ? lowest(data) : 0, max: isPercent ? 100 : undefined, axisLabel: { ...text(), formatter: isPercent ? "{value}%" : "{value}" } },
      series: data.series.map((one, n) => ({ name: one.name, type: "line", data: one.values, symbol: MARKS[n % 4], symbolSize: 8, connectNulls: false,
        lineStyle: { type: n % 2 ? "dashed" : "solid", width: 2 }, markLine: n ? undefined : lines(data) })),
    };
  }

  /* Rates lie close together near the top: the axis begins where there is something to see, and says so. */
  const lowest = (data) => {
    const all = data.series.flatMap((one) => one.values).concat((data.lines || []).map((one) => one.value)).filter((value) => value !== null);
    return all.length ? Math.max(0, Math.floor((Math.min(...all) - 5) / 10) * 10) : 0;
  };

  function bar(data) {
    return {
      xAxis: { type: "value", minInterval: 1, axisLabel: text() },
      yAxis: { type: "category", data: data.labels, inverse: true, axisLabel: text() },
      series: data.series.map((one, n) => ({ name: one.name, type: "bar", data: one.values, barMaxWidth: 18, barGap: "10%",
        itemStyle: { decal: DECALS[n % 2] }, label: { show: true, position: "right", ...text() } })),
    };
  }

  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    if (data.kind === "bar") box.style.height = `${Math.max(6, 2.4 + data.labels.length * 0.95 * Math.max(1, data.series.length * 0.8)) * (isWall() ? 1.3 : 1)}rem`;
    box.classList.add("is-drawn");
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      color: COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: data.lines && data.lines.length ? (isWall() ? 84 : 64) : 40, top: data.series.length > 1 ? 32 : 8, bottom: 4, containLabel: true },
      legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: text() },
      tooltip: { trigger: "axis", renderMode: "richText", /* drawn, since inline styles are refused */ valueFormatter: (value) => (value === null || value === undefined ? "–" : `${value} ${data.unit}`) },
      ...(data.kind === "line" ? line(data) : bar(data)),
    });
  }

  /* Where charts are drawn their tables fold away, unless somebody opened them. */
  const opened = new Set();
  const fold = (root) => root.querySelectorAll(".chart-table").forEach((table) => {
    table.open = opened.has(table.id);
    table.addEventListener("toggle", () => { if (!printing) opened[table.open ? "add" : "delete"](table.id); });
  });
  let printing = false;
  const drawAll = (root) => {
    fold(root);
    root.querySelectorAll("[data-chart]").forEach(draw);
    root.querySelectorAll("[data-picture]").forEach((button) => { button.hidden = false; });
  };
  const charts = () => [...document.querySelectorAll("[data-chart]")].map((box) => echarts.getInstanceByDom(box)).filter(Boolean);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]");
    if (!button) return;
    const chart = echarts.getInstanceByDom(document.getElementById(button.dataset.picture));
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
    link.download = `${button.dataset.name}.png`;
    link.click();
  });
  /* The old boxes go without their styles: htmx would hand these on as attributes, which the content policy refuses. */
  const clear = (chart) => {
    const box = chart.getDom();
    chart.dispose();
    box.removeAttribute("style");
  };
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.id === "board") charts().forEach(clear); });
  document.addEventListener("htmx:afterSettle", () => { const board = document.getElementById("board"); if (board && !charts().length) drawAll(board); });
  window.addEventListener("resize", () => charts().forEach((chart) => chart.resize()));
  window.addEventListener("beforeprint", () => {
    printing = true;
    document.querySelectorAll(".chart-table").forEach((table) => { table.open = true; });
    charts().forEach((chart) => chart.resize());
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll(".chart-table").forEach((table) => { table.open = opened.has(table.id); });
    setTimeout(() => { printing = false; });
    charts().forEach((chart) => chart.resize());
  });
  drawAll(document);
})();
