/* What hx- attributes cannot say. Plain modules, one subject each; no inline handlers, no evaluation. */
"use strict";
(() => {
  const on = (type, selector, act) => document.addEventListener(type, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(found, event);
  });
  const make = (tag, values = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const csrf = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value
    || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const sizeText = (bytes) => bytes >= 1048576 ? `${Math.round(bytes / 104857.6) / 10} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

  /* --- toasts: read for eight seconds, or as long as the pointer rests on them; refusals stay */
  const toasts = () => document.querySelector("[data-toasts]");
  const startToast = (card) => {
    if (card.matches(".toast-error, .toast-danger")) return;
    let timer = setTimeout(() => card.remove(), 8000);
    card.addEventListener("mouseenter", () => clearTimeout(timer));
    card.addEventListener("mouseleave", () => { timer = setTimeout(() => card.remove(), 3000); });
  };
  const toast = (text, kind = "info") => {
    const card = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
    card.classList.add(`toast-${kind}`);
    card.querySelector("span").textContent = text;
    toasts().append(card);
    startToast(card);
  };
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]").remove());
  document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value, event.detail.kind));

  /* --- menus (details): closed by Escape, by a click elsewhere, and when another opens */
  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
    const box = document.querySelector("[data-hotkey='/']");
    if (!box) return;
    event.preventDefault();
    box.focus();
  });

  /* --- dialogs: the browser keeps focus inside; we give it back to what opened them */
  const openDialog = (dialog) => {
    const opener = document.activeElement;
    if (!dialog.showModal) { dialog.setAttribute("open", ""); return; }
    dialog.showModal();
    dialog.addEventListener("close", () => { if (opener && opener.isConnected) opener.focus(); }, { once: true });
  };
  on("click", "[data-dialog-open]", (button) => openDialog(document.getElementById(button.dataset.dialogOpen)));
  on("click", "[data-dialog-close]", (button) => button.closest("dialog").close());
  document.addEventListener("mousedown", (event) => { if (event.target.tagName === "DIALOG") event.target.close(); });

  /* --- a question before a dangerous act: data-confirm on the form, or hx-confirm */
  const confirmDialog = document.getElementById("confirm");
  const ask = (question, yes) => {
    confirmDialog.querySelector("#confirm-text").textContent = question;
    openDialog(confirmDialog);
    confirmDialog.querySelector("[data-confirm-yes]").onclick = () => { confirmDialog.close(); yes(); };
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    ask(form.dataset.confirm, () => {
      form.dataset.confirmed = "yes";
      if (form.requestSubmit) form.requestSubmit(button || undefined); else form.submit();
      delete form.dataset.confirmed;
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });

  /* --- a form is sent once: its buttons rest until the answer comes */
  const rest = (form, resting) => form.querySelectorAll("button:not([type=button])").forEach((button) => {
    button.disabled = resting;
    button.toggleAttribute("aria-busy", resting);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    setTimeout(() => rest(form, true));
    setTimeout(() => rest(form, false), 15000);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach((form) => rest(form, false)); });

  /* --- htmx: a line at the top while waiting, and a word when the answer does not come */
  let waiting = 0;
  const busy = (step) => { waiting = Math.max(0, waiting + step); document.body.classList.toggle("busy", waiting > 0); };
  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("htmx:sendError", () => toast("网络不通，未能完成。请检查网络后重试。", "error"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Trigger")) return;
    const status = event.detail.xhr.status;
    toast(status === 404 ? "内容不存在，或不在您的权限范围内。" : status === 403 ? "没有权限，或登录已失效，请刷新页面。" : "未能完成，请稍后重试。", "error");
  });

  /* --- a dialog that arrives in an answer (step-up) opens as one, and is gone when closed */
  const openArrived = (root) => {
    const dialog = root.matches("dialog[open]") ? root : root.querySelector("dialog[open]");
    if (!dialog || !dialog.showModal) return;
    dialog.removeAttribute("open");
    openDialog(dialog);
    dialog.addEventListener("close", () => dialog.remove());
  };

  /* --- date fields: quick choices beside the browser's own picker */
  const dayText = (offset) => {
    const day = new Date(Date.now() + 8 * 3600000 + offset * 86400000);
    return day.toISOString().slice(0, 10);
  };
  const enhanceDates = (root) => root.querySelectorAll("input[type=date]:not([data-ready])").forEach((input) => {
    input.dataset.ready = "";
    if (input.dataset.quick === "no" || input.disabled || input.readOnly || input.closest(".filters, .board-form, .report-form")) return;
    const row = make("div", { class: "quick" });
    const label = input.labels && input.labels[0] ? input.labels[0].firstChild.textContent.trim() : "日期";
    for (const [name, offset] of [["今天", 0], ["昨天", -1], ["明天", 1]]) {
      const button = make("button", { type: "button", "aria-label": `${label}：${name}` }, name);
      button.addEventListener("click", () => {
        input.value = dayText(offset);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      row.append(button);
    }
    input.after(row);
  });

  /* --- place picker: an ARIA combobox over a hidden code */
  const enhancePickers = (root) => root.querySelectorAll("[data-place-picker]:not([data-ready])").forEach((picker) => {
    picker.dataset.ready = "";
    const input = picker.querySelector("[role=combobox]");
    const code = picker.querySelector("input[type=hidden]");
    const list = picker.querySelector("[role=listbox]");
    let options = [], active = -1, shown = input.value, asked = 0, timer = 0;

    const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      active = index;
      [...list.querySelectorAll("[role=option]")].forEach((node, number) => node.setAttribute("aria-selected", String(number === index)));
      const node = list.querySelectorAll("[role=option]")[index];
      if (!node) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    };
    const choose = (option) => {
      shown = input.value = option.name;
      code.value = option.code;
      code.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };
    const draw = (results) => {
      options = results;
      list.replaceChildren(...results.map((option, index) => {
        const node = make("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" }, option.name, make("small", {}, `${option.path || ""} ${option.code}`));
        node.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return node;
      }));
      if (!results.length) list.append(make("li", { class: "picker-note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "没有找到这个区域，可换用拼音首字母或代码。"));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(results.length ? 0 : -1);
    };
    const look = async () => {
      const text = input.value.trim();
      if (!text) { close(); return; }
      const mine = ++asked;
      const url = new URL(picker.dataset.url, location.href);
      url.searchParams.set("q", text);
      if (picker.dataset.level) url.searchParams.set("level", picker.dataset.level);
      if (picker.dataset.within) url.searchParams.set("within", picker.dataset.within);
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (mine === asked && answer.ok) draw((await answer.json()).results);
      } catch { toast("网络不通，未能查找区域。", "error"); }
    };
    input.addEventListener("input", () => {
      code.value = "";
      clearTimeout(timer);
      timer = setTimeout(look, 120);
    });
    input.addEventListener("keydown", (event) => {
      const open = !list.hidden && options.length;
      if (event.key === "ArrowDown") { event.preventDefault(); if (open) mark((active + 1) % options.length); else look(); }
      else if (event.key === "ArrowUp" && open) { event.preventDefault(); mark((active - 1 + options.length) % options.length); }
      else if (event.key === "Enter" && open && active >= 0) { event.preventDefault(); choose(options[active]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    });
    input.addEventListener("blur", () => setTimeout(() => {
      close();
      if (!code.value && input.value.trim() === shown && picker.dataset.chosen) code.value = picker.dataset.chosen;
    }, 150));
    picker.dataset.chosen = code.value;
    code.addEventListener("change", () => { picker.dataset.chosen = code.value; });
  });

  /* --- upload with progress; the limit is told before the first byte leaves */
  const tooLarge = (form) => {
    const limit = Number(form.dataset.uploadLimit);
    const total = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
    return limit && total > limit ? `文件共 ${sizeText(total)}，超过上限 ${sizeText(limit)}，请压缩或分批上传。` : "";
  };
  on("change", "form[data-upload] input[type=file]", (input) => input.setCustomValidity(tooLarge(input.form)) || input.reportValidity());
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-upload") || event.defaultPrevented) return;
    event.preventDefault();
    const excess = tooLarge(form);
    if (excess) { toast(excess, "error"); return; }
    const bar = make("progress", { max: "100", value: "0", "aria-label": "上传进度" });
    const text = make("span", {}, "正在上传…");
    const stop = make("button", { type: "button", class: "btn btn-sm btn-secondary" }, "停止上传");
    form.querySelectorAll("[data-upload-panel]").forEach((earlier) => earlier.remove());
    const panel = make("div", { class: "mt-3", role: "status", "data-upload-panel": "" }, make("div", { class: "progress-line" }, text, stop), bar);
    const request = new XMLHttpRequest();
    const end = (message) => { panel.remove(); rest(form, false); if (message) toast(message, "error"); };
    const body = new FormData(form);
    form.append(panel);
    rest(form, true);
    stop.addEventListener("click", () => request.abort());
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.floor(step.loaded / step.total * 100);
      text.textContent = step.loaded < step.total ? `已上传 ${sizeText(step.loaded)}，共 ${sizeText(step.total)}` : "上传完成，正在处理…";
    });
    request.addEventListener("abort", () => end("已停止上传，文件没有保存。"));
    request.addEventListener("error", () => {
      const again = make("button", { type: "button", class: "btn btn-sm btn-primary" }, "重试");
      again.addEventListener("click", () => { panel.remove(); form.requestSubmit(); });
      text.textContent = "网络中断，没有传完；填写的内容和所选文件都还在。";
      stop.replaceWith(again);
      bar.remove();
      rest(form, false);
    });
    request.addEventListener("load", () => {
      if (request.status >= 500) { end("服务器未能处理这个文件，请稍后重试。"); return; }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      if (request.status < 400 && request.responseURL !== new URL(form.action, location.href).href) { location.assign(request.responseURL); return; }
      if (!main) { end(page.body.textContent.trim().slice(0, 200)); return; }
      document.querySelector("main").replaceWith(main);
      enhance(main);
      focusErrors(main);
    });
    request.open("POST", form.action || location.href);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.send(body);
  });

  /* --- filter bars: a choice in a list applies at once */
  on("change", "form[data-filters] select, form[data-filters] input[type=date], form[data-filters] input[type=checkbox], form[data-autosubmit] select", (input) => input.form.requestSubmit ? input.form.requestSubmit() : input.form.submit());
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-filters")) return;
    event.target.querySelectorAll("input, select").forEach((input) => { if (!input.value) input.disabled = true; });
  });

  /* --- on a phone the filters are folded away until asked for, unless one of them is wrong */
  const foldFilters = (root) => root.querySelectorAll("form[data-filters]").forEach((form) => {
    if (form.querySelector(".field-wrong")) return;
    form.setAttribute("data-filters-folded", "");
    form.querySelector("[data-filters-toggle]").setAttribute("aria-expanded", "false");
  });
  on("click", "[data-filters-toggle]", (button) => {
    const folded = button.form.toggleAttribute("data-filters-folded");
    button.setAttribute("aria-expanded", String(!folded));
  });

  /* --- tick boxes of a list: all of this page at once, and how many are ticked */
  const ticksOf = (bar) => [...document.querySelectorAll(`input[type=checkbox][form="${bar.id}"]`)];
  const countTicks = (bar) => {
    const boxes = ticksOf(bar), count = boxes.filter((box) => box.checked).length, all = bar.elements.all;
    bar.querySelector("[data-ticks-count]").textContent = all && all.checked ? "已选符合条件的全部" : count ? `已选 ${count} 件` : "勾选案件后批量办理";
    bar.querySelector("[data-ticks-page]").textContent = count && count === boxes.length ? "取消全选" : "全选本页";
  };
  on("click", "[data-ticks-page]", (button) => {
    const boxes = ticksOf(button.form), all = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
    countTicks(button.form);
  });
  on("change", "input[type=checkbox]", (box) => { if (box.form && box.form.hasAttribute("data-ticks")) countTicks(box.form); });

  /* --- small conveniences: a demo seat signs in by one tap, print, copy */
  on("click", "[data-fill-username]", (seat) => {
    const form = document.querySelector("form [name=login]").form;
    form.elements.login.value = seat.dataset.fillUsername;
    form.elements.password.value = seat.dataset.fillPassword;
    if (form.requestSubmit) form.requestSubmit(); else form.submit();
  });
  on("click", "[data-print]", () => print());
  on("click", "[data-copy]", async (button) => {
    try { await navigator.clipboard.writeText(button.dataset.copy); toast("已复制。", "success"); }
    catch { toast("浏览器不允许复制，请手动选择文字。", "warning"); }
  });

  const focusErrors = (root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary && !summary.closest("[data-quiet]")) summary.focus();
  };
  const enhance = (root) => { enhanceDates(root); enhancePickers(root); foldFilters(root); };
  document.addEventListener("htmx:load", (event) => { enhance(event.detail.elt); openArrived(event.detail.elt); });
  document.querySelectorAll("[data-toast]").forEach(startToast);
  enhance(document);
  focusErrors(document);

  /* --- a long navigation opens where one is */
  const side = document.querySelector(".side-scroll");
  const here = side && side.querySelector("[aria-current]");
  if (here) side.scrollTop = Math.max(0, here.offsetTop - side.clientHeight * 0.7);
})();
