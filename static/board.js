/* Draws the charts of a board. The figures stand in the page as JSON; patterns tell series apart without colour. */
(() => {
  const COLOURS = ["#14608a", "#c9772b", "#0c6b64", "#7a4d9e"];
  const DECALS = [null, { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,.55)" }];
  const MARKS = ["circle", "rect", "triangle", "diamond"];

  const isWall = () => document.querySelector(".board.is-wall") !== null;
  const text = () => ({ fontSize: isWall() ? 16 : 12, color: "#4d5c68" });

  function line(data) {
    return {
      xAxis: { type: "category", data: data.labels, axisLabel: text() },
      yAxis: { type: "value", minInterval: 1, axisLabel: text() },
      series: data.series.map((one, n) => ({ name: one.name, type: "line", data: one.values, symbol: MARKS[n % 4], symbolSize: 8,
        lineStyle: { type: n % 2 ? "dashed" : "solid", width: 2 } })),
    };
  }

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
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      color: COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 40, top: data.series.length > 1 ? 32 : 8, bottom: 4, containLabel: true },
      legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: text() },
      tooltip: { trigger: "axis", valueFormatter: (value) => (value === null || value === undefined ? "–" : `${value} ${data.unit}`) },
      ...(data.kind === "line" ? line(data) : bar(data)),
    });
  }

  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
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
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.id === "board") charts().forEach((chart) => chart.dispose()); });
  document.addEventListener("htmx:afterSettle", () => { const board = document.getElementById("board"); if (board && !charts().length) drawAll(board); });
  window.addEventListener("resize", () => charts().forEach((chart) => chart.resize()));
  window.addEventListener("beforeprint", () => charts().forEach((chart) => chart.resize()));
  drawAll(document);
})();
