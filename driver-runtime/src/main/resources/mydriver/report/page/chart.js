"use strict";
// What the drawings share: the data, scales, SVG elements, colours and the box that follows the pointer.
const study = JSON.parse(document.getElementById("study").textContent);

const chart = (() => {
    const SVG = "http://www.w3.org/2000/svg";

    // An SVG element inside `parent`, with text that is never markup.
    function draw(parent, name, attributes, text) {
        const element = document.createElementNS(SVG, name);
        for (const key in attributes) element.setAttribute(key, attributes[key]);
        if (text !== undefined) element.textContent = text;
        parent.appendChild(element);
        return element;
    }

    function html(parent, name, text, kind) {
        const element = document.createElement(name);
        if (text !== undefined) element.textContent = text;
        if (kind) element.className = kind;
        parent.appendChild(element);
        return element;
    }

    // A number as in the tables: six digits.
    function short(value) {
        if (typeof value !== "number") return value === null || value === undefined ? "–" : String(value);
        if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
        const size = Math.abs(value);
        if (size < 1e-4 || size >= 1e9) return value.toExponential(3).replace(/\.?0+e/, "e").replace("e+", "e");
        return String(Number(value.toPrecision(6)));
    }

    // JSON has no numbers for these, nor JavaScript for large integers: they come as texts.
    function number(value) {
        if (typeof value === "number") return value;
        return typeof value === "string" && value !== "" ? Number(value) : NaN;
    }

    function cut(text, most) {
        const letters = Array.from(text);
        return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
    }

    // From values between `low` and `high` to places between `start` and `end`, by size or by ratio.
    function scale(low, high, start, end, ratio) {
        const from = ratio ? Math.log(low) : low, to = ratio ? Math.log(high) : high;
        const span = to - from || 1;
        const place = (value) => {
            const at = ((ratio ? Math.log(value) : value) - from) / span;
            return start + (high === low ? 0.5 : at) * (end - start);
        };
        place.ticks = (most) => ratio ? ratioTicks(low, high, most) : evenTicks(low, high, most);
        return place;
    }

    function evenTicks(low, high, most) {
        if (!(high > low)) return [low];
        const rough = (high - low) / most, size = Math.pow(10, Math.floor(Math.log10(rough)));
        const step = size * [1, 2, 5, 10].find((factor) => size * factor >= rough);
        const ticks = [];
        for (let i = Math.ceil(low / step); i * step <= high * (1 + 1e-12); i++) ticks.push(Number((i * step).toPrecision(12)));
        return ticks;
    }

    function ratioTicks(low, high, most) {
        const ticks = [];
        for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
            for (const factor of [1, 2, 5]) {
                const tick = Number((factor + "e" + power));
                if (tick >= low * 0.999999 && tick <= high * 1.000001) ticks.push(tick);
            }
        const powers = ticks.filter((tick) => String(tick.toExponential()).startsWith("1e"));
        const chosen = ticks.length <= most || powers.length < 2 ? ticks : powers;
        const every = Math.ceil(chosen.length / most);
        return chosen.filter((_, i) => i % every === 0);
    }

    const tip = document.getElementById("tip");
    function show(event, text) {
        tip.textContent = text;
        tip.hidden = false;
        const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
        const below = event.clientY + 16, above = event.clientY - tip.offsetHeight - 12;
        tip.style.left = Math.max(4, left) + "px";
        tip.style.top = (below + tip.offsetHeight > window.innerHeight ? above : below) + "px";
    }
    const hide = () => { tip.hidden = true; };

    const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

    // Okabe and Ito's colours, which colour-blind people tell apart; the last is for none of them.
    const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    // From dark blue to yellow over 0 to 1, ever lighter, so that it also reads in grey.
    const STOPS = [[38, 35, 99], [43, 98, 145], [32, 148, 140], [122, 190, 90], [246, 222, 52]];
    function shade(part) {
        const at = Math.min(Math.max(part, 0), 1) * (STOPS.length - 1), i = Math.min(Math.floor(at), STOPS.length - 2);
        const mixed = STOPS[i].map((from, k) => Math.round(from + (STOPS[i + 1][k] - from) * (at - i)));
        return "rgb(" + mixed.join(",") + ")";
    }

    // Draws now, and again when the width or the colours change or it is printed.
    function keep(element, paint) {
        let width = 0;
        const again = () => { width = element.clientWidth; if (width > 0) paint(width); };
        new ResizeObserver(() => { if (element.clientWidth !== width) again(); }).observe(element);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
        matchMedia("print").addEventListener("change", again);
        again();
        return again;
    }

    return { draw, html, short, number, cut, scale, show, hide, color, SERIES, shade, keep };
})();
