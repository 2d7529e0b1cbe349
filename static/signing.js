/* The signing pad: strokes by finger, pen or mouse, kept on the device until they reached the portal. */
"use strict";
(() => {
  const PREFIX = "signature:";
  const INK = "#10202c";
  const pads = new WeakMap();
  const store = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(PREFIX + key)) || []; } catch { return []; } },
    write: (key, strokes) => { try { localStorage.setItem(PREFIX + key, JSON.stringify(strokes)); } catch { /* no room: the strokes stay on the page */ } },
    forget: (start) => { try { Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + start)).forEach((name) => localStorage.removeItem(name)); } catch { /* nothing was kept */ } },
  };

  const trace = (ink, strokes, scale, left, top) => {
    ink.strokeStyle = ink.fillStyle = INK;
    ink.lineCap = ink.lineJoin = "round";
    ink.lineWidth = 2.8 * scale;
    const at = ([x, y]) => [(x - left) * scale, (y - top) * scale];
    for (const stroke of strokes) {
      const points = stroke.map(at);
      ink.beginPath();
      if (points.length < 3) {
        const [x, y] = points[points.length - 1];
        ink.arc(x, y, 1.4 * scale, 0, 2 * Math.PI);
        ink.fill();
        if (points.length === 2) { ink.beginPath(); ink.moveTo(...points[0]); ink.lineTo(x, y); ink.stroke(); }
        continue;
      }
      ink.moveTo(...points[0]);
      for (let index = 1; index < points.length - 1; index += 1) {
        const [x, y] = points[index], [nextX, nextY] = points[index + 1];
        ink.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
      }
      ink.lineTo(...points[points.length - 1]);
      ink.stroke();
    }
  };

  const prepare = (canvas) => {
    const form = canvas.form || canvas.closest("form");
    const key = form.dataset.sign;
    const hint = form.querySelector("[data-pad-hint]");
    const said = form.querySelector("[data-pad-said]");
    let strokes = store.read(key), current = null;

    const draw = () => {
      const box = canvas.getBoundingClientRect(), dense = devicePixelRatio || 1;
      if (!box.width) return;
      canvas.width = Math.round(box.width * dense);
      canvas.height = Math.round(box.height * dense);
      trace(canvas.getContext("2d"), strokes, dense, 0, 0);
      hint.hidden = strokes.length > 0;
    };
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [Math.round((event.clientX - box.left) * 10) / 10, Math.round((event.clientY - box.top) * 10) / 10];
    };
    const keep = () => { store.write(key, strokes); draw(); };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      current = [place(event)];
      strokes.push(current);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!current) return;
      const seen = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const each of seen.length ? seen : [event]) current.push(place(each));
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { if (current) { current = null; keep(); } });
    form.querySelector("[data-pad-undo]").addEventListener("click", () => { strokes.pop(); keep(); });
    form.querySelector("[data-pad-clear]").addEventListener("click", () => { strokes = []; keep(); });
    addEventListener("resize", draw);
    draw();
    if (strokes.length) said.textContent = "已恢复上次没有提交的签名。";

    /* the picture: the ink alone, with a little room around it */
    const picture = () => {
      const points = strokes.flat();
      if (!points.length) return "";
      const xs = points.map((point) => point[0]), ys = points.map((point) => point[1]);
      const left = Math.min(...xs) - 8, top = Math.min(...ys) - 8;
      const width = Math.max(...xs) + 8 - left, height = Math.max(...ys) + 8 - top;
      const scale = Math.min(2, 1200 / width, 1200 / height);
      const paper = document.createElement("canvas");
      paper.width = Math.ceil(width * scale);
      paper.height = Math.ceil(height * scale);
      trace(paper.getContext("2d"), strokes, scale, left, top);
      return paper.toDataURL("image/png");
    };
    return { picture, draw, say: (text) => { said.textContent = text; } };
  };

  const follow = (form) => {
    const chosen = form.querySelector("[name=method]:checked");
    form.querySelectorAll("[data-for]").forEach((part) => { part.hidden = !chosen || !part.dataset.for.split(" ").includes(chosen.value); });
    const canvas = form.querySelector("[data-pad]");
    if (canvas && pads.has(canvas)) pads.get(canvas).draw();
  };
  const ready = () => document.querySelectorAll("form[data-sign]:not([data-sign-ready])").forEach((form) => {
    form.dataset.signReady = "";
    const canvas = form.querySelector("[data-pad]");
    follow(form);
    if (canvas) pads.set(canvas, prepare(canvas));
  });
  document.addEventListener("change", (event) => { if (event.target.name === "method" && event.target.form) follow(event.target.form); });
  document.addEventListener("submit", (event) => {
    const canvas = event.target.matches("form[data-sign]") && event.target.querySelector("[data-pad]");
    if (!canvas) return;
    const pad = pads.get(canvas);
    event.target.elements.drawn.value = pad.picture();
    if (navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pad.say("网络不通：签名已保存在本机，网络恢复后再点“确认签署”。");
    }
  }, true);
  addEventListener("online", () => document.querySelectorAll("canvas[data-pad]").forEach((canvas) => pads.get(canvas).say("网络已恢复，请点“确认签署”。")));

  document.querySelectorAll("[data-signed]").forEach((slot) => store.forget(slot.dataset.signed));
  new MutationObserver(ready).observe(document.body, { childList: true, subtree: true });
  ready();
})();
