/* Filing a dispute on a phone: three steps on one page, saved as one types, also while the network is away. */
"use strict";
(() => {
  const PAUSE = 900, RETRY = 8000, KEPT_DAYS = 7, SIDE = 2400;
  const one = (root, selector) => root.querySelector(selector);
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const clock = (moment) => `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  const tell = (text, kind) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
  class Away extends Error {}
  class SignedOut extends Error {}

  /* A request whose failures are told apart: no network, signed out, refused. */
  const ask = async (url, body) => {
    let answer;
    try { answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", redirect: "manual" }); }
    catch { throw new Away(); }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
    return answer;
  };

  const begin = (form) => {
    const account = form.dataset.account, subtypes = JSON.parse(form.dataset.subtypes);
    const key = () => form.elements.draft_key.value;
    const url = (what) => form.dataset.draftUrl.replace(form.dataset.blank, key()) + what;
    const localName = (of = key()) => `filing:${account}:${of}`;
    let filed = false, saving = false, again = false, timer = 0, hintTimer = 0, retry = 0, onServer = form.dataset.saved !== "";

    /* --- what state is this in */
    const state = one(form, "[data-save-state]");
    const say = (text, kind = "") => { state.textContent = text; state.className = `save-state ${kind && `save-state-${kind}`}`; };

    /* --- this device: never numbers of documents or telephones */
    const typed = () => all(form, "input, select, textarea").filter((field) => field.name && !field.disabled && field.type !== "file"
      && !["csrfmiddlewaretoken", "submission", "draft_version", "draft_key"].includes(field.name)
      && (!["checkbox", "radio"].includes(field.type) || field.checked));
    const keepHere = () => {
      const fields = typed().filter((field) => !("private" in field.dataset)).map((field) => [field.name, field.value]);
      try { localStorage.setItem(localName(), JSON.stringify({ at: Date.now(), onServer, fields })); return true; } catch { return false; }
    };
    const forgetHere = (of) => { try { localStorage.removeItem(localName(of)); } catch { /* no storage, nothing kept */ } };
    const keptHere = () => {
      const found = [];
      try {
        for (const name of Object.keys(localStorage)) {
          if (!name.startsWith(`filing:${account}:`)) continue;
          const kept = JSON.parse(localStorage.getItem(name));
          if (Date.now() - kept.at > KEPT_DAYS * 86400000) localStorage.removeItem(name);
          else found.push({ key: name.split(":")[2], ...kept });
        }
      } catch { /* no storage */ }
      return found;
    };

    /* --- saving */
    const body = () => {
      const data = new URLSearchParams();
      for (const field of typed()) data.append(field.name, field.value);
      data.set("draft_version", form.elements.draft_version.value);
      return data;
    };
    const save = async () => {
      clearTimeout(timer);
      if (filed || !form.isConnected) return false;
      if (saving) { again = true; return false; }
      saving = true;
      say("正在保存…");
      let saved = false;
      try {
        const answer = await ask(url("save/"), body());
        const told = await answer.json();
        if (told.filed) { filed = true; forgetHere(); location.assign(told.filed); return true; }
        if (!answer.ok) {
          keepHere();
          say(told.error, "bad");
          one(form, "[data-save-conflict]").hidden = answer.status !== 412;
          if (answer.status === 412) form.dataset.theirs = told.version;
        } else {
          form.elements.draft_version.value = told.version;
          if (!onServer) { onServer = true; history.replaceState(history.state, "", url("")); }
          forgetHere();
          say(`已保存 ${told.at}`, "good");
          saved = true;
          sendPapers();
        }
      } catch (trouble) {
        const here = keepHere();
        if (trouble instanceof SignedOut) say("登录已失效，内容暂存于本机（不含证件号码和电话）。请重新登录后继续。", "bad");
        else {
          say(here ? `离线，${clock(new Date())} 已存于本机（不含证件号码和电话），联网后自动保存` : "离线，本机不允许暂存：请不要关闭本页", "warn");
          clearTimeout(retry);
          retry = setTimeout(save, RETRY);
        }
      } finally {
        saving = false;
        if (again) { again = false; later(); }
      }
      return saved;
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
    const atOnce = () => { if (!filed && form.isConnected) save(); };
    addEventListener("online", atOnce);
    addEventListener("offline", atOnce);
    one(form, "[data-save-mine]").addEventListener("click", () => {
      form.elements.draft_version.value = form.dataset.theirs;
      one(form, "[data-save-conflict]").hidden = true;
      save();
    });

    /* --- steps: the telephone's own back button goes one step back */
    const steps = all(form, "[data-step]");
    let here = 1;
    const show = (number, { push = true, focus = true } = {}) => {
      here = Math.min(Math.max(number, 1), steps.length);
      steps.forEach((section, index) => { section.hidden = index + 1 !== here; });
      all(form, "[data-step-mark]").forEach((mark, index) => mark.toggleAttribute("aria-current", index + 1 === here));
      one(form, "[data-step-back]").hidden = here === 1;
      one(form, "[data-step-next]").hidden = here === steps.length;
      one(form, "[data-step-last]").hidden = here !== steps.length;
      if (push) history.pushState({ step: here }, "");
      if (focus) { scrollTo(0, 0); one(steps[here - 1], "h2").focus({ preventScroll: true }); }
      if (here === steps.length) repeatPeople();
    };
    const lacking = () => {
      const empty = here === 1
        ? all(form, "[data-card=party]").flatMap((card) => {
          const name = one(card, "input[name$='-name']"), known = one(card, "input[name$='-known']");
          return name.value.trim() || known.value ? [] : [name];
        })
        : here === 2 && !form.elements.facts.value.trim() ? [form.elements.facts] : [];
      all(form, "[data-lacks]").forEach((said) => said.remove());
      for (const field of empty) {
        const said = document.createElement("ul");
        said.className = "errorlist";
        said.dataset.lacks = "";
        said.innerHTML = "<li></li>";
        said.firstChild.textContent = field === form.elements.facts ? "请简要说明发生了什么。" : "请填写姓名或名称。";
        field.after(said);
      }
      if (empty.length) empty[0].focus();
      return empty.length > 0;
    };
    one(form, "[data-step-next]").addEventListener("click", () => { if (!lacking()) { show(here + 1); save(); } });
    one(form, "[data-step-back]").addEventListener("click", () => history.back());
    addEventListener("popstate", (event) => { if (form.isConnected) show((event.state && event.state.step) || 1, { push: false }); });
    const repeatPeople = () => {
      const sides = { applicant: "申请人", respondent: "对方", third: "第三人" };
      one(form, "[data-people]").textContent = all(form, "[data-card=party]").map((card) => {
        const known = one(card, "[data-known-name]");
        return `${sides[one(card, "input[name$='-side']").value]} ${known ? known.textContent : one(card, "input[name$='-name']").value}`;
      }).join("；");
    };

    /* --- cards: one for each party, one for each who speaks for them */
    const numbers = (letter) => all(form, `input[name^='${letter}']`).map((field) => Number((field.name.match(/^[ps](\d+)-/) || [])[1])).filter((number) => !isNaN(number));
    const addCard = (kind, into, number) => {
      const letter = kind === "party" ? "p" : "s";
      const next = number === undefined ? Math.max(-1, ...numbers(letter)) + 1 : number;
      const holder = document.createElement("div");
      holder.innerHTML = document.getElementById(`${kind}-template`).innerHTML.replace(/__n__/g, String(next));
      const card = holder.firstElementChild;
      into.append(card);
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: card } }));
      dress(card);
      return card;
    };
    const addSpeaker = (partyCard, kind, number) => {
      const card = addCard("speaker", one(partyCard, "[data-speakers]"), number);
      one(card, "input[name$='-of']").value = one(partyCard, "input[name$='-side']").name.match(/\d+/)[0];
      if (kind) one(card, "select[name$='-kind']").value = kind;
      dress(card);
      return card;
    };
    const addParty = (side, number) => {
      const card = addCard("party", one(form, `[data-parties=${side}]`), number);
      one(card, "input[name$='-side']").value = side;
      one(card, "[data-card-title]").textContent = { applicant: "共同申请人", respondent: "另一位对方当事人", third: "第三人" }[side];
      return card;
    };
    form.addEventListener("click", (event) => {
      const hit = (selector) => event.target.closest(selector);
      const card = hit("[data-card]");
      if (hit("[data-add-insurer]")) addInsurer();
      else if (hit("[data-add-party]")) { one(addParty(hit("[data-add-party]").dataset.addParty), "[data-look]").focus(); later(); }
      else if (hit("[data-add-speaker]")) { one(addSpeaker(hit("[data-card=party]"), hit("[data-add-speaker]").dataset.addSpeaker), "[data-look]").focus(); later(); }
      else if (hit("[data-remove-card]")) { card.remove(); later(); }
      else if (hit("[data-take-known]")) take(card, hit("[data-take-known]"));
      else if (hit("[data-not-known]")) { one(card, "input[name$='-known']").value = ""; one(card, "[data-who]").replaceChildren(); dress(card); later(); }
      else if (hit("[data-remove-paper]")) removePaper(card || form, hit("[data-remove-paper]"));
      else if (hit("[data-take-suggestion]")) takeSuggestion(hit("[data-take-suggestion]"), true);
    });

    /* --- what depends on another field */
    const dress = (card) => {
      const kind = one(card, "[name$='-kind']").value, known = Boolean(one(card, "input[name$='-known']").value);
      all(card, "[data-for]").filter((block) => block.closest("[data-card]") === card).forEach((block) => {
        const wanted = block.dataset.for.split(" ");
        block.hidden = !wanted.includes(kind) || (block.hasAttribute("data-unless-known") && known);
      });
      all(card, "[data-unless-known]:not([data-for])").filter((block) => block.closest("[data-card]") === card).forEach((block) => { block.hidden = known; });
      const label = one(card, "label[for$='-name']");
      if (label && card.dataset.card === "party") label.firstChild.textContent = kind === "natural_person" ? "姓名" : kind === "individual_business" ? "字号（招牌名）" : "单位名称";
    };
    const insurerCard = () => all(form, "[data-parties=third] input[name$='-name']").find((name) => name.value.trim() === form.elements.insurer.value.trim());
    const addInsurer = () => {
      const card = addParty("third");
      one(card, "[name$='-kind']").value = "legal_person";
      one(card, "input[name$='-name']").value = form.elements.insurer.value.trim();
      dress(card);
      dressDispute();
      show(1);
      one(card, "[data-look]").focus();
      later();
    };
    const dressDispute = () => {
      const source = form.elements.source.value;
      one(form, "[data-letter]").hidden = !source.startsWith("S3");
      one(form, "[data-application]").hidden = source !== "S1";
      one(form, "[data-court]").hidden = source !== "S31";
      one(form, "[data-organ]").hidden = source !== "S39";
      one(form, "[data-accident]").hidden = form.elements.dispute_type.value !== "D16";
      one(form, "[data-insurer-told]").hidden = !form.elements.insurer.value.trim() || Boolean(insurerCard());
      const wanted = subtypes[form.elements.dispute_type.value] || [], select = form.elements.dispute_subtype;
      [...select.options].forEach((option) => { option.hidden = option.disabled = Boolean(option.value) && !wanted.includes(option.value); });
      if (select.value && !wanted.includes(select.value)) select.value = "";
    };

    /* --- who is it: found by a whole number, within one's own scope */
    const look = async (field) => {
      const card = field.closest("[data-card]"), box = one(card, "[data-who]");
      const number = field.value.trim();
      if (number.length < 7 || field.dataset.asked === number) return;
      field.dataset.asked = number;
      const data = new URLSearchParams({ number, kind: one(card, "[name$='-kind']").value, card: card.dataset.card });
      try {
        const answer = await ask(form.dataset.whoUrl, data);
        box.innerHTML = await answer.text();
        const sure = one(box, "[data-take-known][data-sure]");
        if (sure && field.name.match(/-(number|credit_code)$/)) take(card, sure);
        const minor = one(box, "[data-minor]");
        if (minor && card.dataset.card === "party" && !one(card, "[data-card=speaker]")) addSpeaker(card, "guardian");
      } catch (trouble) {
        field.dataset.asked = "";
        if (trouble instanceof Away) box.textContent = "离线，暂时不能按号码查找；联网后再离开这一栏即可查找，也可以直接填写。";
      }
    };
    const take = (card, button) => {
      one(card, "input[name$='-known']").value = button.dataset.takeKnown;
      if (button.dataset.kind && card.dataset.card === "party") one(card, "[name$='-kind']").value = button.dataset.kind;
      one(card, "[data-who]").replaceChildren(...button.closest("[data-found]").querySelector("template").content.cloneNode(true).childNodes);
      if (button.hasAttribute("data-is-minor") && card.dataset.card === "party" && !one(card, "[data-card=speaker]")) addSpeaker(card, "guardian");
      dress(card);
      later();
      hintsLater();
    };

    /* --- what it may be about, and whether it is here already */
    const hints = async () => {
      try {
        const answer = await ask(form.dataset.hintsUrl, body());
        if (!answer.ok) return;
        one(form, "[data-hints-box]").innerHTML = await answer.text();
        all(form, "[data-similar-copy]").forEach((copy) => { copy.innerHTML = ""; const found = one(form, "[data-similar]"); if (found) copy.append(found.cloneNode(true)); });
        const found = one(form, "[data-take-suggestion]");
        if (found) takeSuggestion(found, false);
      } catch { /* hints are a courtesy: without a network there are none */ }
    };
    const hintsLater = () => { clearTimeout(hintTimer); hintTimer = setTimeout(hints, PAUSE); };
    const takeSuggestion = (button, byHand) => {
      if (!byHand && form.dataset.typeChosen) return;
      form.elements.dispute_type.value = button.dataset.takeSuggestion;
      dressDispute();
      form.elements.dispute_subtype.value = button.dataset.subtype;
      button.hidden = true;
      later();
    };

    /* --- photos: made smaller here, sent one by one, again when the network is back */
    const waiting = [];
    const smaller = async (file) => {
      if (!file.type.startsWith("image/") && !/\.hei[cf]$/i.test(file.name)) return file;
      try {
        const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
        const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
        if (scale === 1 && file.size < 1500000 && file.type === "image/jpeg") return file;
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.width * scale);
        canvas.height = Math.round(picture.height * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.86); });
        return blob && blob.size < file.size ? new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
      } catch { return file; /* what this browser cannot draw (HEIC) goes as it is */ }
    };
    const line = (box, text) => {
      const row = document.createElement("li"), said = document.createElement("span");
      said.textContent = text;
      row.append(said);
      box.append(row);
      return row;
    };
    const papersOf = (card) => card === form ? form.elements.papers : one(card, "input[name$='-papers']");
    const sendPaper = (paper) => new Promise((done) => {
      const request = new XMLHttpRequest(), data = new FormData();
      data.append("file", paper.file, paper.file.name);
      data.append("kind", paper.kind);
      const said = one(paper.row, "span");
      request.upload.addEventListener("progress", (step) => { if (step.lengthComputable) said.textContent = `${paper.file.name} 正在上传 ${Math.floor(step.loaded / step.total * 100)}%`; });
      request.addEventListener("error", () => { said.textContent = `${paper.file.name} 等待上传（离线），请不要关闭本页`; paper.row.dataset.waiting = ""; done(false); });
      request.addEventListener("load", () => {
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { told.error = request.status === 413 ? "文件过大，不能上传。" : "未能上传，请稍后重试。"; }
        delete paper.row.dataset.waiting;
        if (request.status < 300) {
          const hidden = papersOf(paper.card);
          hidden.value = [...hidden.value.split(" ").filter(Boolean), told.id].join(" ");
          paper.row.innerHTML = told.html;
          later();
        } else { said.textContent = `${paper.file.name}：${told.error}`; paper.row.classList.add("paper-bad"); }
        done(true);
      });
      request.open("POST", url("papers/"));
      request.setRequestHeader("X-CSRFToken", csrf());
      request.send(data);
    });
    let sending = false;
    const sendPapers = async () => {
      if (sending || !onServer) return;
      sending = true;
      while (waiting.length && await sendPaper(waiting[0])) waiting.shift();
      sending = false;
      if (waiting.length) { clearTimeout(retry); retry = setTimeout(save, RETRY); }
    };
    const removePaper = async (card, button) => {
      const id = button.dataset.removePaper, row = button.closest("li");
      try { await ask(button.dataset.url, new URLSearchParams()); } catch { tell("网络不通，未能移除。", "error"); return; }
      const hidden = papersOf(card);
      hidden.value = hidden.value.split(" ").filter((each) => each && each !== id).join(" ");
      row.remove();
      later();
    };
    form.addEventListener("change", async (event) => {
      const input = event.target;
      if (!input.matches("[data-paper-kind]")) return;
      const card = input.closest("[data-card]") || form, files = [...input.files];
      input.value = "";
      for (const file of files) {
        const row = line(one(input.closest("[data-papers]"), "ul"), `${file.name} 正在准备…`);
        if (file.size > Number(form.dataset.paperLimit) * 3) { one(row, "span").textContent = `${file.name}：文件过大，不能上传。`; continue; }
        waiting.push({ file: await smaller(file), kind: input.dataset.paperKind, card, row });
      }
      if (onServer) sendPapers(); else save();
    });

    /* --- listening */
    form.addEventListener("input", (event) => {
      if (event.target.type === "file" || event.target.closest("[role=combobox]")) return;
      later();
      if (event.target.name === "insurer") dressDispute();
      if (event.target.matches("[data-hints]") || event.target.name.endsWith("-name")) hintsLater();
      if (event.target.matches("[data-look]") && event.target.value.trim().length === 18) look(event.target);
    });
    form.addEventListener("change", (event) => {
      const field = event.target;
      if (field.type === "file") return;
      later();
      if (field.matches("[data-look]")) look(field);
      if (field.name === "dispute_type") form.dataset.typeChosen = field.value ? "yes" : "";
      if (["source", "dispute_type"].includes(field.name) || field.name.endsWith("-name")) dressDispute();
      if (["dispute_type", "place_area"].includes(field.name)) hintsLater();
      if (field.name.endsWith("-kind")) dress(field.closest("[data-card]"));
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([role=combobox])")) { event.preventDefault(); event.target.blur(); }
    });

    /* --- handing it in: by script, so that a lost network loses nothing */
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting.length) { tell("还有照片没有传完，请等待上传完成或将其移除。", "error"); return; }
      const button = one(form, "[data-step-last]");
      if (button.disabled) return;
      button.disabled = true;
      clearTimeout(timer);
      clearTimeout(retry);
      filed = true; // no more saving beside it
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": csrf() }, credentials: "same-origin" });
        if (answer.redirected && !answer.url.includes("/sign-in/")) { forgetHere(); location.assign(answer.url); return; }
        filed = false;
        button.disabled = false;
        if (answer.redirected || answer.status === 403) { keepHere(); say("登录已失效，内容暂存于本机（不含证件号码和电话）。请重新登录后继续。", "bad"); return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html"), main = one(page, "main");
        if (!main || answer.status >= 500) { keepHere(); tell("服务器未能处理，内容已保留，请稍后重试。", "error"); return; }
        one(document, "main").replaceWith(main);
        if (window.htmx) window.htmx.process(main);
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: main } }));
        begin(one(document, "form[data-filing]"));
      } catch {
        filed = false;
        button.disabled = false;
        keepHere();
        say(`离线，没有提交。${clock(new Date())} 已存于本机（不含证件号码和电话），联网后请再按“登记”。`, "warn");
        tell("网络不通，没有提交；内容没有丢失。", "error");
        clearTimeout(retry);
        retry = setTimeout(save, RETRY);
      }
    }, true);

    /* --- coming back */
    const restore = (fields) => {
      for (const [name, value] of fields) {
        const party = name.match(/^p(\d+)-side$/), speaker = name.match(/^s(\d+)-of$/);
        if (party && !form.elements[name]) addParty(value, Number(party[1]));
        if (speaker && !form.elements[name]) {
          const owner = form.elements[`p${value}-side`];
          if (owner) addSpeaker(owner.closest("[data-card]"), "", Number(speaker[1]));
        }
      }
      const ticked = new Set(fields.map(([name, value]) => `${name}=${value}`));
      all(form, "input[type=checkbox]").forEach((box) => { if (box.name && !("private" in box.dataset)) box.checked = ticked.has(`${box.name}=${box.value}`); });
      for (const [name, value] of fields) {
        const field = form.elements[name];
        if (field && !field.length && field.type !== "checkbox" || field instanceof HTMLSelectElement) field.value = value;
      }
      all(form, "[data-card]").forEach(dress);
      dressDispute();
    };
    const offer = (kept) => {
      const box = one(form, "[data-kept-here]"), row = document.createElement("div");
      row.className = "alert alert-warning";
      const said = document.createElement("div"), go = document.createElement("button"), drop = document.createElement("button");
      said.textContent = `本机存有一份 ${new Date(kept.at).toLocaleString("zh-CN", { hour12: false })} 未上传的登记（不含证件号码和电话）。 `;
      go.type = drop.type = "button";
      go.className = "btn btn-sm btn-primary";
      drop.className = "btn btn-sm btn-secondary";
      go.textContent = "继续填写";
      drop.textContent = "删除";
      go.addEventListener("click", () => {
        if (kept.onServer) { location.assign(form.dataset.draftUrl.replace(form.dataset.blank, kept.key)); return; }
        form.elements.draft_key.value = kept.key;
        restore(kept.fields);
        row.remove();
        save();
      });
      drop.addEventListener("click", () => { forgetHere(kept.key); row.remove(); });
      said.append(go, " ", drop);
      row.append(said);
      box.append(row);
    };

    form.classList.add("filing-live");
    all(form, "[data-card]").forEach(dress);
    dressDispute();
    if (form.elements.dispute_type.value) form.dataset.typeChosen = "yes";
    for (const kept of keptHere()) {
      if (kept.key !== key()) offer(kept);
      else if (kept.at > Number(form.dataset.saved || 0)) { restore(kept.fields); say("已恢复本机暂存的内容"); save(); }
    }
    const wrong = one(form, ".field-wrong, .errorlist li");
    const first = wrong && wrong.closest("[data-step]") ? Number(wrong.closest("[data-step]").dataset.step) : 1;
    history.replaceState({ step: first }, "");
    show(first, { push: false, focus: false });
    if (form.dataset.savedText) say(form.dataset.savedText, "good");
    all(form, "[data-error-summary] a").forEach((link) => link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field || !field.closest("[data-step]")) return;
      event.preventDefault();
      show(Number(field.closest("[data-step]").dataset.step), { focus: false });
      field.closest("details") && (field.closest("details").open = true);
      field.focus();
    }));
  };

  const form = document.querySelector("form[data-filing]");
  if (form) begin(form);
})();
