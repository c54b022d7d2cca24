"use strict";
// The page looks up and filters: every text and every number stands in its data, as the pipeline wrote it.
(() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const words = data.words, hue = data.colours;
  const views = new Map(data.views.map((view) => [view.id, view]));
  const NARROW = 560, PICTURE = 900, WORDY = 22;
  const fill = (text, slots) => text.replace(/\{(\w+)\}/g, (all, name) => name in slots ? slots[name] : all);
  const made = (name, keys = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(keys)) {
      if (key in element && typeof value !== "string") element[key] = value; else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  // ---- the state: a view, a value for each of its fields, what runs along, who is highlighted; and its address

  let state = null;
  const named = (field, value) => (data.names[field] || {})[value] ?? value;

  const optionsOf = (view, field, chosen) => {
    const place = view.fields.indexOf(field);
    const fitting = view.sheets.filter((sheet) => view.fields.slice(0, place).every((f, k) => sheet.at[k] === chosen[f]));
    return [...new Set(fitting.map((sheet) => sheet.at[place]))];
  };

  // The state that is asked for; where something is asked that is not there the nearest that is, and a notice of it.
  const resolved = (asked) => {
    const notices = [];
    const miss = (field, value, shown) => notices.push(fill(words.unknown, { field: words.fields[field], value, shown }));
    const id = views.has(asked.view) ? asked.view : data.views[0].id;
    if (asked.view !== undefined && id !== asked.view) miss("view", asked.view, named("view", id));
    const view = views.get(id), chosen = {}, start = view.sheets[view.start].at;
    view.fields.forEach((field, place) => {
      const options = optionsOf(view, field, chosen), value = asked[field];
      const usual = view.fields.slice(0, place).every((f, k) => chosen[f] === start[k]) ? start[place] : options[0];
      chosen[field] = options.includes(value) ? value : usual;
      if (value !== undefined && value !== chosen[field]) miss(field, named(field, value), named(field, chosen[field]));
    });
    const x = ["rank", "value"].includes(asked.x) ? asked.x : "rank";
    if (asked.x !== undefined && asked.x !== x) miss("x", asked.x, named("x", x));
    const country = data.countries.some(([unit]) => unit === asked.country) ? asked.country : "";
    if (asked.country && !country) miss("country", asked.country, words.nobody);
    return { state: { view: id, chosen, x, country }, notices };
  };

  const addressOf = ({ view, chosen, x, country }) => {
    const pairs = [["view", view], ...views.get(view).fields.map((field) => [field, chosen[field]])];
    if (view === "scatter" && x !== "rank") pairs.push(["x", x]);
    pairs.push(["country", country]);
    return "#" + pairs.filter(([, value]) => value).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
  };

  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const askedFor = (hash) => {
    const asked = {};
    for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
      const [key, ...rest] = part.split("=");
      asked[decoded(key)] = decoded(rest.join("="));
    }
    return asked;
  };

  const sheetOf = ({ view, chosen }) => {
    const { fields, sheets } = views.get(view);
    const { chart, about, ...sheet } = sheets.find((each) => fields.every((field, place) => each.at[place] === chosen[field]));
    return { ...sheet, chart: data.charts[chart], about: about.map((place) => data.texts[place]) };
  };

  // ---- rows of a table, as objects, those that a state keeps

  const rowsOf = (place, keep) => {
    const { columns, rows } = data.tables[place];
    const each = rows.map((row) => Object.fromEntries(columns.map((column, k) => [column.id, row[k]])));
    return each.filter((row) => Object.entries(keep).every(([column, value]) => row[column] === value));
  };

  // ---- the controls

  const controls = new Map();
  const build = () => {
    for (const view of data.views) {
      at("views").append(made("li", {}, made("a", { href: "#", "data-view": view.id }, named("view", view.id))));
    }
    const fields = [...new Set([...data.views.flatMap((view) => view.fields), "x", "country"])];
    for (const field of fields) {
      const select = made("select", { id: `choose-${field}`, name: field });
      const box = made("p", { class: `choice choice-${field}` },
        made("label", { for: select.id }, words.fields[field]), select);
      controls.set(field, { box, select });
      at("choices").append(box);
      select.addEventListener("change", () => change(field, select.value));
    }
    at("choices").addEventListener("submit", (event) => event.preventDefault());
  };

  const showControls = () => {
    const view = views.get(state.view);
    for (const link of at("views").querySelectorAll("a")) {
      const other = resolved({ view: link.dataset.view, country: state.country || undefined }).state;
      link.href = addressOf(link.dataset.view === state.view ? state : other);
      if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const order = [...view.fields, ...[...controls.keys()].filter((field) => !view.fields.includes(field))];
    if (at("choices").dataset.view !== state.view) at("choices").append(...order.map((field) => controls.get(field).box));
    at("choices").dataset.view = state.view;
    for (const [field, { box, select }] of controls) {
      let options = [];
      if (field === "country") options = [["", words.nobody], ...data.countries];
      else if (field === "x") options = state.view === "scatter" ? [["rank", named("x", "rank")], ["value", named("x", "value")]] : [];
      else if (view.fields.includes(field)) options = optionsOf(view, field, state.chosen).map((value) => [value, named(field, value)]);
      box.hidden = options.length < 2;
      const drawn = JSON.stringify(options);
      if (select.dataset.options !== drawn) {
        select.replaceChildren(...options.map(([value, name]) => made("option", { value }, name)));
        select.dataset.options = drawn;
      }
      select.value = field === "country" ? state.country : field === "x" ? state.x : state.chosen[field] ?? "";
    }
  };

  const change = (field, value) => {
    const asked = { view: state.view, ...state.chosen, x: state.x, country: state.country, [field]: value };
    go(resolved(asked).state);
  };

  const go = (next) => {
    const address = addressOf(next);
    if (address !== location.hash) history.pushState(null, "", address);
    show(next, []);
  };

  const read = () => {
    const { state: next, notices } = resolved(askedFor(location.hash));
    show(next, notices);
  };

  // ---- what is shown

  const show = (next, notices) => {
    state = next;
    const sheet = sheetOf(state);
    showControls();
    at("notice").hidden = !notices.length;
    at("notice").textContent = notices.join(" ");
    at("result-title").textContent = sheet.title;
    at("finding").textContent = [sheet.finding, ofCountry(sheet)].filter(Boolean).join(" ");
    const hidden = sheet.chart.kind === "scatter" && rowsOf(sheet.table, sheet.keep).some((row) => row.value !== null);
    at("about").replaceChildren(...[...sheet.about, ...(hidden ? [words.search] : [])].map((text) => made("p", {}, text)));
    showTable(sheet);
    draw(sheet);
    document.title = `${sheet.title} – ${words.title}`;
  };

  const nameOf = (unit) => (data.countries.find(([id]) => id === unit) || [unit, unit])[1];
  const answerOf = (wave, item) => {
    const place = ((data.answers.of[wave] || {})[item] || {})[state.country];
    return place === undefined ? "" : data.answers.texts[place];
  };

  const ofCountry = (sheet) => {
    if (!state.country) return "";
    const country = nameOf(state.country), rows = rowsOf(sheet.table, sheet.keep);
    let told = [];
    if (sheet.chart.kind === "stacked") {
      const cells = new Map(rows.map((row) => [`${row.wave}\n${row.item}`, row]));
      if (new Set([...cells.values()].map((row) => row.item)).size === 1) {
        told = [...cells.values()].map((row) => [row, answerOf(row.wave, row.item)]).filter(([, text]) => text)
          .map(([row, text]) => sheet.keep.wave ? text : `${row.wave_label}, ${text}`);
      } else if ([...cells.values()].some((row) => answerOf(row.wave, row.item))) return "";
    } else if (sheet.chart.kind === "scatter") {
      told = rows.filter((row) => row.unit === state.country)
        .map((row) => `${sheet.chart.heads[state.x]} ${row[`egdi_${state.x}_text`]}, ${row.value_text}`);
    } else {
      told = rows.filter((row) => row.row === state.country).map((row) => `${row.group_label} ${row.value_text}`);
      if (!told.length && !rows.some((row) => data.countries.some(([unit]) => unit === row.row))) return "";
    }
    return told.length ? fill(words.of_country, { country, value: told.join("; ") }) + "." : fill(words.without, { country });
  };

  // A column that says the same in every row, and is said elsewhere, is left to the file.
  const shownColumns = (sheet, rows) => data.tables[sheet.table].columns.filter((column) => {
    const id = column.id.replace(/_label$/, ""), said = ["basis", "known", "wave", "item", "region"].includes(id);
    return column.head && !(id in sheet.keep) && !(said && new Set(rows.map((row) => row[id])).size === 1 && (id !== "known" || !rows[0].known));
  });

  const showTable = (sheet) => {
    const rows = rowsOf(sheet.table, sheet.keep), columns = shownColumns(sheet, rows);
    const answers = sheet.chart.kind === "stacked" && state.country;
    const head = made("tr", {}, ...columns.map((column) => made("th", { scope: "col", class: column.right ? "right" : "" }, column.head)));
    if (answers) head.append(made("th", { scope: "col" }, fill(words.heads.possible, { country: nameOf(state.country) })));
    const looks = (column, text) => column.right ? "right" : text.length > WORDY ? "wordy" : "";   // on a phone
    const body = made("tbody");
    for (const row of rows) {
      const cells = columns.map((column, k) => made(k ? "td" : "th",
        { ...(k ? {} : { scope: "row" }), class: looks(column, row[column.id] ?? "") }, row[column.id] ?? ""));
      if (answers) cells.push(made("td", {}, answerOf(row.wave, row.item)));
      const own = [row.unit, row.row].includes(state.country) && state.country;
      body.append(made("tr", own ? { class: "own" } : {}, ...cells));
    }
    const caption = made("caption", { class: "unseen" }, sheet.title);
    at("table").replaceChildren(made("table", {}, caption, made("thead", {}, head), body));
  };

  // ---- text in pictures: how wide it is, and where it is broken

  const pen = document.createElement("canvas").getContext("2d");
  const font = () => getComputedStyle(document.body).fontFamily;
  const widthOf = (text, size, weight = 400) => { pen.font = `${weight} ${size}px ${font()}`; return pen.measureText(text).width; };
  const wrapped = (text, width, size, weight = 400) => {
    const lines = [];
    for (const word of String(text).split(/ +/)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && widthOf(longer, size, weight) <= width) lines[lines.length - 1] = longer; else lines.push(word);
    }
    return lines;
  };

  // ---- looks: stripes are patterns beside the pictures, and are put into each that is saved

  const SVG = "http://www.w3.org/2000/svg";
  const drawn = (name, keys, ...children) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(keys)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const patterns = drawn("defs", {});
  const stripes = (one, other, period = 8) => {
    const id = `stripes-${one.slice(1)}-${other.slice(1)}-${period}`;
    if (!patterns.querySelector(`#${id}`)) {
      patterns.append(drawn("pattern", { id, width: period, height: period, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        drawn("rect", { width: period, height: period, fill: one }), drawn("rect", { width: period / 2, height: period, fill: other })));
    }
    return `url(#${id})`;
  };
  const beside = (place) => [stripes(hue.white, hue.hatch, 5), hue.white, stripes(hue.rule, hue.white, 4)][place % 3];
  const markers = { o: "circle", D: "diamond", s: "square", "^": "triangle-up" };
  const lightness = (colour) => [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16) / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, k) => sum + part * [0.2126, 0.7152, 0.0722][k], 0);
  const inkOn = (colour) => lightness(colour) > 0.18 ? "#000000" : "#ffffff";

  const SMALL = 12, BASE = 13, LINE = 16;
  const value = (name) => ({ field: name });
  const put = (keys) => Object.fromEntries(Object.entries(keys).map(([key, told]) => [key, typeof told === "object" && told !== null && !Array.isArray(told) ? told : { value: told }]));
  const mark = (type, values, keys, more = {}) => ({ type, from: { data: values }, encode: { update: put(keys) }, ...more });
  const texts = (name, keys = {}) => mark("text", name, {
    x: value("x"), y: value("y"), text: value("text"), align: "left", baseline: "middle", fontSize: SMALL, fontWeight: 400, fill: hue.ink, lineHeight: LINE, ...keys,
  });

  // Entries of a legend, one after the other, in as many lines as they need: their marks, and the height.
  const legend = (entries, width) => {
    let x = 0, y = LINE / 2;
    const placed = entries.map((entry) => {
      const wide = 22 + widthOf(entry.text, SMALL) + 18;
      if (x && x + wide - 18 > width) { x = 0; y += 20; }
      const put_ = { ...entry, x, y, left: x + 22 };
      x += wide;
      return put_;
    });
    const marks = [
      mark("rect", "legend-boxes", { x: value("x"), width: 15, yc: value("y"), height: 11, fill: value("fill"), stroke: hue.grey, strokeWidth: 0.6 }),
      mark("rule", "legend-lines", { x: value("x"), x2: { field: "x", offset: 15 }, y: value("y"), stroke: value("stroke"), strokeWidth: 1.4, strokeDash: value("dash") }),
      mark("symbol", "legend-symbols", { xc: { field: "x", offset: 7 }, yc: value("y"), shape: value("shape"), size: 70, fill: value("fill") }),
      texts("legend-texts", { x: value("left") }),
    ];
    const sets = [["legend-boxes", placed.filter((e) => !e.shape && !e.stroke)], ["legend-lines", placed.filter((e) => e.stroke)],
      ["legend-symbols", placed.filter((e) => e.shape)], ["legend-texts", placed]].map(([name, values]) => ({ name, values }));
    return { marks, sets, height: entries.length ? y + LINE / 2 + 10 : 0 };
  };

  const grammar = (rows, possible = "possible") => {
    const known = new Set(rows.map((row) => row.known ?? ""));
    if ([...known].every((each) => each === "")) return [];
    const entries = [];
    if (known.has("") || known.has("fixed")) entries.push({ text: data.marks.fixed, fill: hue.grey });
    if (known.has("bounds")) entries.push({ text: data.marks[possible], fill: stripes(hue.white, hue.grey) });
    if (known.has("reached")) {
      entries.push({ text: data.marks.reached, stroke: hue.grey, dash: [] });
      entries.push({ text: data.marks.central, fill: stripes(hue.white, hue.grey, 4) });
    }
    if (known.has("nothing")) entries.push({ text: data.marks.nothing, fill: hue.white });
    return entries;
  };

  const axis = (scale, title, width, more = {}) => ({
    scale, orient: "bottom", title, titleFontSize: SMALL, titleFontWeight: 400, titleColor: hue.grey, titlePadding: 8,
    labelFontSize: SMALL, labelFontWeight: 400, labelColor: hue.grey, domain: false, ticks: false, grid: true, gridColor: hue.rule, labelPadding: 6,
    tickCount: Math.max(3, Math.round(width / 90)), labelOverlap: true, labelFlush: true, zindex: 0, ...more,
  });

  // Above the chart of a saved picture its title, below it what is said under the chart.
  const framed = (sheet, width, saved, top, inner, bottom) => {
    const head = saved ? wrapped(sheet.title, width, 16, 650) : [];
    const foot = saved ? [sheet.finding, ...sheet.about].filter(Boolean).flatMap((text) => wrapped(text, width, SMALL)) : [];
    const above = head.length ? head.length * 22 + 12 : 0;
    return {
      above, height: above + top + inner + bottom + (foot.length ? foot.length * LINE + 16 : 0),
      sets: [{ name: "head", values: head.map((text, k) => ({ x: 0, y: 11 + 22 * k, text })) },
        { name: "foot", values: foot.map((text, k) => ({ x: 0, y: above + top + inner + bottom + 16 + LINE * k, text })) }],
      marks: [texts("head", { fontSize: 16, fontWeight: 650 }), texts("foot", { fill: hue.grey })],
    };
  };

  const whole = (sheet, width, saved, parts) => {
    const { entries, inner, bottom, left, right, scales, axes, sets, marks, over = 0 } = parts;
    const key = legend(entries, width), frame = framed(sheet, width, saved, key.height + over, inner, bottom);
    return {
      $schema: "https://vega.github.io/schema/vega/v6.json", width, height: frame.height, padding: 0, autosize: "none", background: null,
      config: { text: { font: font() }, axis: { labelFont: font(), titleFont: font() }, aria: false },
      data: [...frame.sets, ...key.sets],
      marks: [...frame.marks,
        { type: "group", encode: { update: put({ x: 0, y: frame.above }) }, marks: key.marks },
        { type: "group", encode: { update: put({ x: left, y: frame.above + key.height + over, width: width - left - right, height: inner }) },
          signals: [{ name: "width", value: width - left - right }, { name: "height", value: inner }], data: sets, scales, axes, marks }],
    };
  };

  // ---- rows of results with intervals, bounds and spans

  const intervals = (sheet, width, saved) => {
    const chart = sheet.chart, rows = rowsOf(sheet.table, sheet.keep), narrow = width < NARROW;
    const groups = [...new Map(rows.map((row) => [row.group, row.group_label])).entries()];
    const pair = chart.groups === "waves" && groups.length <= 2;
    const colours = pair ? hue.waves : hue.groups, shapes = (pair ? ["o", "s"] : hue.markers).map((each) => markers[each]);
    const names = [...new Map(rows.map((row) => [row.row, row.row_label])).entries()];
    const longest = (list, most) => Math.min(most, Math.max(0, ...list.map((text) => widthOf(text, SMALL))));
    const label = narrow ? 0 : longest(names.map(([, text]) => text), Math.max(120, width * 0.34)) + 18;
    const aside = narrow ? 0 : longest(rows.map((row) => told(row) || row.value_text === "" ? "" : row.value_text), width * 0.3) + 14;
    const inside = width - label - (narrow ? 14 : aside) - (narrow ? 6 : 0);
    let y = 6;
    const labels = [], lines = [], cells = [];
    for (const [row, text] of names) {
      const of = rows.filter((each) => each.row === row), own = row === state.country;
      const broken = wrapped(text, narrow ? width : label - 18, SMALL, own ? 650 : 400);
      const lane = groups.length > 1 ? 17 : 22, high = groups.length * lane, block = broken.length * LINE;
      const begin = y, beginLanes = narrow ? y + block + 2 : y + Math.max(0, (block - high) / 2);
      labels.push({ x: narrow ? -6 : -label, y: (narrow ? y : y + Math.max(0, (high - block) / 2)) + LINE / 2, text: broken, weight: own ? 650 : 400 });
      for (const each of of) {
        const lane_ = groups.findIndex(([group]) => group === each.group);
        const colour = own ? hue.alarm : colours[lane_ % colours.length];
        cells.push({ ...each, y: beginLanes + lane * (lane_ + 0.5), colour, shape: shapes[lane_ % shapes.length], unit: row,
          stripes: stripes(hue.white, colour), dense: stripes(hue.white, colour, 4), instead: told(each),
          said: [text, each.group_label, each.value_text, each.known_label].filter(Boolean).join(" · ") });
      }
      y = (narrow ? beginLanes + high : begin + Math.max(high, block)) + 8;
      lines.push({ y: y - 3 });
    }
    const numbers = cells.filter((cell) => !cell.instead).flatMap((cell) => ["estimate", "low", "high", "lowest", "highest"].map((name) => cell[name]))
      .filter((each) => each !== null && each !== undefined);
    if (chart.reference !== null) numbers.push(chart.reference);
    const domain = chart.limits || (numbers.length ? [Math.min(...numbers), Math.max(...numbers)] : [0, 1]);
    const broken = wrapped(chart.axis, inside, SMALL), shown = cells.filter((cell) => !cell.instead);
    const spans = shown.filter((cell) => cell.known === "bounds" || cell.known === "reached");
    const points = shown.filter((cell) => cell.estimate !== null && (cell.known === "" || cell.known === "fixed"));
    const x = (name) => ({ scale: "x", field: name });
    const entries = [
      ...(groups.length > 1 ? groups.map(([, text], k) => ({ text, shape: shapes[k % shapes.length], fill: colours[k % colours.length] })) : []),
      ...(chart.reference !== null ? [{ text: data.marks.reference, stroke: hue.ink, dash: [3, 2] }] : []), ...grammar(rows),
    ];
    return whole(sheet, width, saved, {
      entries, inner: y, bottom: 44 + (broken.length - 1) * 14, left: narrow ? 6 : label, right: narrow ? 14 : aside,
      scales: [{ name: "x", type: "linear", domain, range: [0, inside], nice: !chart.limits, zero: false }],
      axes: shown.length ? [axis("x", broken, inside, { format: chart.percent ? ".0%" : "~f" })] : [],
      sets: [{ name: "labels", values: labels }, { name: "lines", values: lines.slice(0, -1) }, { name: "shown", values: shown },
        { name: "bounds", values: spans.filter((cell) => cell.known === "bounds") }, { name: "reached", values: spans.filter((cell) => cell.known === "reached") },
        { name: "middle", values: spans.filter((cell) => cell.known === "reached" && cell.central_low !== null) },
        { name: "points", values: points }, { name: "ranges", values: points.filter((cell) => cell.low !== null) },
        { name: "instead", values: cells.filter((cell) => cell.instead) }, { name: "keys", values: groups.length > 1 && !narrow ? cells.filter((cell) => cell.instead || (cell.known !== "" && cell.known !== "fixed")) : [] }],
      marks: [
        mark("rule", "lines", { x: narrow ? -6 : -label, x2: inside + (narrow ? 0 : aside), y: value("y"), stroke: hue.rule, strokeWidth: 1 }),
        ...(chart.reference !== null && shown.length ? [{ type: "rule", encode: { update: put({ x: { scale: "x", value: chart.reference }, y: 0, y2: y, stroke: hue.ink, strokeDash: [3, 2], strokeWidth: 1 }) } }] : []),
        ...(narrow ? [texts("labels", { fontWeight: value("weight"), stroke: hue.white, strokeWidth: 4 })] : []),
        texts("labels", { fontWeight: value("weight") }),
        texts("shown", { x: inside + 14, text: narrow ? "" : value("value_text") }),
        texts("instead", { x: 4, text: value("instead"), fill: hue.grey, fontStyle: "italic" }),
        mark("symbol", "keys", { x: -8, y: value("y"), shape: value("shape"), size: 34, fill: value("colour") }),
        mark("rect", "bounds", { x: x("lowest"), x2: x("highest"), yc: value("y"), height: 11, fill: value("stripes"), stroke: value("colour"), strokeWidth: 0.8, tooltip: value("said") }),
        mark("rule", "reached", { x: x("lowest"), x2: x("highest"), y: value("y"), stroke: value("colour"), strokeWidth: 1.2, tooltip: value("said") }),
        ...["lowest", "highest"].map((end) => mark("rule", "reached", { x: x(end), y: { field: "y", offset: -4 }, y2: { field: "y", offset: 4 }, stroke: value("colour"), strokeWidth: 1.2 })),
        mark("rect", "middle", { x: x("central_low"), x2: x("central_high"), yc: value("y"), height: 11, fill: value("dense"), stroke: value("colour"), strokeWidth: 0.8, tooltip: value("said") }),
        mark("rule", "ranges", { x: x("low"), x2: x("high"), y: value("y"), stroke: value("colour"), strokeWidth: 2.4, clip: true, tooltip: value("said") }),
        mark("symbol", "points", { x: x("estimate"), y: value("y"), shape: value("shape"), size: 75, fill: value("colour"), stroke: hue.white, strokeWidth: 0.8, tooltip: value("said") }),
      ],
    });
  };
  const told = (row) => row.known === "nothing" || row.estimate === null && row.lowest === null ? row.value_text
    : row.estimate === null && row.known === "" ? row.value_text : "";

  // ---- stacked bars

  const stacked = (sheet, width, saved) => {
    const chart = sheet.chart, rows = rowsOf(sheet.drawn, sheet.keep), narrow = width < NARROW;
    const look = new Map(chart.answers.map((answer) => [answer.order, answer]));
    const pale = chart.answers.filter((answer) => !answer.colour).map((answer) => answer.order);
    const colourOf = (order) => look.get(order)?.colour ?? null;
    const items = new Set(rows.map((row) => row.item)), waves = new Set(rows.map((row) => row.wave));
    const byWave = items.size === 1 && waves.size > 1, headed = !byWave && waves.size > 1;
    const bars = new Map();
    for (const row of rows) {
      const key = `${row.wave}\n${row.item}`;
      if (!bars.has(key)) bars.set(key, []);
      bars.get(key).push(row);
    }
    const nameOfBar = (row) => byWave ? row.wave_label : row.item_label;
    const label = narrow ? 0 : Math.min(width * 0.36, Math.max(0, ...rows.map((row) => widthOf(nameOfBar(row), SMALL)))) + 18;
    const aside = Math.max(0, ...rows.map((row) => widthOf(row.n_text, SMALL))) + 12, right = narrow ? 8 : aside;
    const inside = width - label - right;
    let y = 4, wave = null;
    const labels = [], heads = [], ns = [], boxes = [], counts = [], grounds = [], instead = [];
    for (const of of bars.values()) {
      const first = of[0];
      if (headed && first.wave !== wave) {
        y += wave === null ? 0 : 12;
        for (const text of wrapped(first.wave_label, width, BASE, 650)) { heads.push({ x: -label, y: y + LINE / 2, text }); y += LINE + 4; }
        wave = first.wave;
      }
      const broken = wrapped(nameOfBar(first), narrow ? width - aside : label - 18, SMALL), block = broken.length * LINE, high = 24;
      const begin = narrow ? y + block + 3 : y + Math.max(0, (block - high) / 2);
      labels.push({ x: -label, y: (narrow ? y : y + Math.max(0, (high - block) / 2)) + LINE / 2, text: broken });
      if (!first.instead) ns.push({ x: narrow ? inside : inside + 12, y: narrow ? y + LINE / 2 : begin + high / 2, text: first.n_text });
      for (const row of of) {
        if (row.instead) { instead.push({ x: 4, y: begin + high / 2, text: row.instead }); continue; }
        const one = colourOf(row.answer_order), other = colourOf(row.other_order);
        const solid = row.answer_order === row.other_order, open = row.known === "nothing";
        const paint = open ? hue.white : solid ? one ?? beside(pale.indexOf(row.answer_order))
          : chart.ordered ? stripes(one, other) : stripes(hue.white, hue.hatch);
        const box = { from: row.from, to: row.to, y: begin, high, fill: paint, said: row.said };
        boxes.push(box);
        const wide = (row.to - row.from) * inside, text = open && row.from === 0 && row.to === 1 ? data.marks.nothing : row.count_text;
        if (widthOf(text, SMALL) + 6 > wide) continue;
        const middle = { middle: (row.from + row.to) / 2, y: begin + high / 2, text, wide: widthOf(text, SMALL) + 8,
          ink: open ? hue.grey : solid && one ? inkOn(one) : hue.ink, style: open ? "italic" : "normal" };
        counts.push(middle);
        if (!open && !(solid && one)) grounds.push(middle);
      }
      y = (narrow ? begin + high : y + Math.max(high, block)) + 9;
    }
    const entries = [
      ...chart.answers.map((answer) => ({ text: answer.label, fill: answer.colour ?? beside(pale.indexOf(answer.order)) })),
      ...grammar(rows, chart.ordered ? "between" : "possible").filter((entry) => entry.fill !== hue.grey),
    ];
    return whole(sheet, width, saved, {
      entries, inner: y, bottom: 26, left: label, right,
      scales: [{ name: "x", type: "linear", domain: [0, 1], range: [0, inside], zero: false }],
      axes: [axis("x", null, inside, { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1], grid: false })],
      sets: [["labels", labels], ["heads", heads], ["ns", ns], ["boxes", boxes], ["grounds", grounds], ["counts", counts], ["instead", instead]]
        .map(([name, values]) => ({ name, values })),
      marks: [
        texts("heads", { fontSize: BASE, fontWeight: 650 }), texts("labels"), texts("ns", { align: narrow ? "right" : "left", fill: hue.grey }),
        texts("instead", { fill: hue.grey, fontStyle: "italic" }),
        mark("rect", "boxes", { x: { scale: "x", field: "from" }, x2: { scale: "x", field: "to" }, y: value("y"), height: value("high"), fill: value("fill"), stroke: hue.grey, strokeWidth: 0.6, tooltip: value("said") }),
        mark("rect", "grounds", { xc: { scale: "x", field: "middle" }, width: value("wide"), yc: value("y"), height: 15, fill: hue.white, cornerRadius: 2, interactive: false }),
        { ...texts("counts", { x: { scale: "x", field: "middle" }, align: "center", fill: value("ink"), fontStyle: value("style") }), interactive: false },
      ],
    });
  };

  // ---- points and bars over the index

  // Places next to each other, none nearer than `gap`, each as near to where it belongs as that allows.
  const spread = (places, gap, low, high) => {
    const out = [...places];
    for (let k = 1; k < out.length; k++) out[k] = Math.max(out[k], out[k - 1] + gap);
    if (out.length) out[out.length - 1] = Math.min(out[out.length - 1], high);
    for (let k = out.length - 2; k >= 0; k--) out[k] = Math.min(out[k], out[k + 1] - gap);
    return out.map((place) => Math.max(place, low));
  };

  const scatter = (sheet, width, saved) => {
    const chart = sheet.chart, narrow = width < NARROW, size = narrow ? 11 : SMALL;
    const column = state.x === "value" ? "egdi_value" : "egdi_rank";
    const rows = rowsOf(sheet.table, sheet.keep).filter((row) => row[column] !== null);
    const of = new Map(chart.groups.map(([region], k) => [region, k]));
    const cells = rows.map((row) => {
      const group = of.get(row.region) ?? 0, own = row.unit === state.country;
      const elsewhere = row.region === "" && chart.groups.length > 1;
      const colour = own ? hue.alarm : elsewhere ? hue.hatch : hue.groups[group % hue.groups.length];
      return { ...row, x: row[column], own, colour, shape: elsewhere ? "circle" : markers[hue.markers[group % hue.markers.length]], rank: own ? 0 : elsewhere ? 2 : 1,
        weight: own ? 650 : 400, stripes: stripes(hue.white, colour), size: elsewhere && !own ? 26 : own ? 130 : 75,
        said: [row.unit_label, `${chart.x[state.x]}: ${row[`egdi_${state.x}_text`]}`, `${chart.y}: ${row.value_text}`].join(" · ") };
    });
    const points = cells.filter((cell) => cell.value !== null && cell.value !== undefined), spans = cells.filter((cell) => !points.includes(cell) && cell.known);
    const ys = points.map((cell) => cell.value), far = spans.length || chart.limits[1] === 100;
    const domain = far || !ys.length ? chart.limits : [Math.min(...ys), Math.max(...ys)];
    const left = 44, right = narrow ? 10 : 30, inside = width - left - right, inner = Math.round(Math.min(520, Math.max(320, inside * 0.62)));
    const title = wrapped(chart.y, width, SMALL);
    const xs = cells.map((cell) => cell.x), low = Math.min(...xs), high = Math.max(...xs);
    const pad = (high - low) * 0.04 || 1, ranks = state.x === "rank";
    const along = ranks ? [high + pad, Math.max(0, low - pad)] : [low - pad, high + pad];
    const step = [1, 2, 5, 10, 20, 25, 50].find((each) => (high - low) / each <= (narrow ? 4 : 8)) ?? 100;
    const ticks = ranks ? [...new Set([1, ...Array.from({ length: 300 }, (_, k) => k * step)])].filter((each) => each >= Math.max(1, along[1]) && each <= along[0]) : undefined;
    const place = (cell) => (cell.x - along[0]) / (along[1] - along[0]) * inside;
    const sorted = [...spans].sort((one, other) => place(one) - place(other));
    const placed = spread(sorted.map(place), 13, 4, inside - 4);
    const over = sorted.map((cell, k) => ({ ...cell, at: place(cell), to: placed[k] }));
    const band = over.length ? Math.max(...over.map((cell) => widthOf(cell.unit_label, size))) + 34 : 0;
    const above = title.length * LINE + 12;
    const broken = wrapped(chart.x[state.x], inside, SMALL);
    const corners = ["right", "left", "top", "bottom", "top-right", "bottom-right", "top-left", "bottom-left"];
    const x = { scale: "x", field: "x" }, y = (name) => ({ scale: "y", field: name });
    return whole(sheet, width, saved, {
      entries: [...chart.groups.map(([region, text], k) => ({ text, shape: region === "" ? "circle" : markers[hue.markers[k % 4]], fill: region === "" ? hue.hatch : hue.groups[k % hue.groups.length] })), ...grammar(cells)],
      over: above + band, inner, bottom: 44 + (broken.length - 1) * 14, left, right,
      scales: [{ name: "x", type: "linear", domain: along, range: [0, inside], zero: false }, { name: "y", type: "linear", domain, range: [inner, 0], nice: !far, zero: false }],
      axes: [axis("x", broken, inside, { ...(ticks ? { values: ticks, format: "d" } : { format: "~f" }) }),
        axis("y", null, inner, { orient: "left", labelFlush: false, format: "~f", tickCount: 6 })],
      sets: [{ name: "title", values: title.map((text, k) => ({ x: -left, y: -above - band + LINE / 2 + LINE * k, text })) },
        { name: "over", values: over }, { name: "bounds", values: over.filter((cell) => cell.known !== "nothing") }, { name: "open", values: over.filter((cell) => cell.known === "nothing") },
        { name: "points", values: points }, { name: "own", values: points.filter((cell) => cell.own) }],
      marks: [
        texts("title", { fill: hue.grey }),
        mark("rule", "over", { x: value("at"), x2: value("to"), y: -3, y2: -14, stroke: hue.hatch, strokeWidth: 0.8 }),
        mark("symbol", "over", { x: value("to"), y: -19, shape: value("shape"), size: 30, fill: value("colour") }),
        texts("over", { x: value("to"), y: -27, text: value("unit_label"), angle: -90, fontSize: size, fontWeight: value("weight") }),
        mark("rect", "open", { xc: x, width: 7, y: y("highest"), y2: y("lowest"), fill: hue.white, stroke: hue.hatch, strokeWidth: 0.8, strokeDash: [2, 2], tooltip: value("said") }),
        mark("rect", "bounds", { xc: x, width: 8, y: y("highest"), y2: y("lowest"), fill: value("stripes"), stroke: value("colour"), strokeWidth: 0.8, tooltip: value("said") }),
        mark("symbol", "points", { x, y: y("value"), shape: value("shape"), size: value("size"), fill: value("colour"), stroke: hue.white, strokeWidth: 0.8, tooltip: value("said"), cursor: "pointer" }, { name: "dots", sort: { field: "datum.rank", order: "descending" } }),
        { type: "text", from: { data: "dots" }, interactive: false,
          encode: { enter: put({ text: value("datum.unit_label"), fontSize: size, fill: hue.ink, fontWeight: value("datum.weight") }) },
          transform: [{ type: "label", size: [inside, inner], anchor: [...corners, ...corners], offset: corners.map(() => 3).concat(corners.map(() => 8)), padding: right, sort: { field: "datum.rank", order: "ascending" } }] },
      ],
    });
  };

  // ---- drawing, and saving

  const kinds = { scatter, intervals, stacked };
  const tip = at("tip");
  const tell = (handler, event, item, text) => {
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 12 : event.clientY + 18}px`;
  };
  const numbers = { decimal: data.numbers.decimal, thousands: data.numbers.thousands, grouping: [3], currency: ["", ""], minus: "\u2212",
    percent: data.numbers.percent.replace("{value}", "") };
  const embedded = (where, spec) => vegaEmbed(where, spec, {
    mode: "vega", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: tell, formatLocale: numbers, hover: false,
  });

  let turn = 0, last = null;
  const draw = async (sheet) => {
    const own = ++turn, box = at("chart");
    const look = getComputedStyle(box), width = Math.floor(box.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight));
    tip.hidden = true;
    box.removeAttribute("data-drawn");
    const stage = made("div", { "aria-hidden": "true" }); // the box is the image, with title, finding and table
    const result = await embedded(stage, kinds[sheet.chart.kind](sheet, width, false));
    if (own !== turn) { result.finalize(); return; }
    if (last) last.finalize();
    last = result;
    box.replaceChildren(stage);
    box.dataset.drawn = addressOf(state);
    result.view.addEventListener("click", (event, item) => {
      let unit = item && item.datum && (item.datum.unit ?? (item.datum.datum || {}).unit);
      if (unit && data.countries.some(([id]) => id === unit)) change("country", unit === state.country ? "" : unit);
    });
  };

  const save = (text, kind, end) => {
    const url = URL.createObjectURL(new Blob([text], { type: kind }));
    const name = addressOf(state).slice(1).split("&").map((pair) => decoded(pair.split("=")[1])).join("-").replace(/[^\p{L}\p{N}_.-]+/gu, "-");
    const link = made("a", { href: url, download: `${name}.${end}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  const csvOf = (sheet) => {
    const columns = data.tables[sheet.table].columns.map((column) => column.id).filter((id) => !id.endsWith("_text"));
    const quoted = (cell) => cell === null || cell === undefined ? "" : /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
    const rows = rowsOf(sheet.table, sheet.keep).map((row) => columns.map((id) => quoted(row[id])).join(","));
    return [columns.join(","), ...rows].join("\n") + "\n";
  };

  const svgOf = async (sheet) => {
    const result = await embedded(made("div"), kinds[sheet.chart.kind](sheet, PICTURE, true));
    const svg = new DOMParser().parseFromString(await result.view.toSVG(), "image/svg+xml").documentElement;
    result.finalize();
    const own = patterns.cloneNode(true);
    const text = svg.outerHTML;
    for (const pattern of [...own.children]) if (!text.includes(`#${pattern.id})`)) pattern.remove();
    svg.setAttribute("viewBox", `-16 -16 ${PICTURE + 32} ${Number(svg.getAttribute("height")) + 32}`);
    svg.setAttribute("width", PICTURE + 32);
    svg.setAttribute("height", Number(svg.getAttribute("height")) + 32);
    const title = drawn("title", {}), description = drawn("desc", {});
    title.textContent = sheet.title;
    description.textContent = [sheet.finding, ...sheet.about].join(" ");
    svg.prepend(title, description, own, drawn("rect", { x: -16, y: -16, width: "100%", height: "100%", fill: hue.white }));
    return new XMLSerializer().serializeToString(svg) + "\n";
  };

  at("save-csv").addEventListener("click", () => save(csvOf(sheetOf(state)), "text/csv;charset=utf-8", "csv"));
  at("save-svg").addEventListener("click", async () => save(await svgOf(sheetOf(state)), "image/svg+xml", "svg"));
  at("copy").addEventListener("click", async () => {
    let text = words.copied;
    try { await navigator.clipboard.writeText(location.href.split("#")[0] + addressOf(state)); } catch { text = words.not_copied; }
    at("said").textContent = text;
    setTimeout(() => { at("said").textContent = ""; }, 6000);
  });

  // ---- begin

  document.body.append(drawn("svg", { width: 0, height: 0, "aria-hidden": "true", class: "patterns" }, patterns));
  addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
  addEventListener("popstate", read);
  let wide = innerWidth, waiting = 0;
  addEventListener("resize", () => {
    if (innerWidth === wide) return;
    wide = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(() => draw(sheetOf(state)), 120);
  });
  build();
  if (data.views.length) read();
})();
