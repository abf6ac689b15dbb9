"use strict";
// Params and metrics side by side: an axis each, a line per trial, coloured by the goal.
(() => {
    const place = document.getElementById("parallel-chart");
    if (!place) return;
    const HEIGHT = 400, TOP = 34, BOTTOM = 40, SIDE = 60, GONE = HEIGHT - 12, MOST_PARAMS = 9, MOST_METRICS = 3;
    const goal = study.columns.findIndex((column) => column.goal);
    const axes = chosen();
    const brushes = new Map();
    const count = document.getElementById("parallel-count"), table = document.getElementById("parallel-table");

    function chosen() {
        const all = study.columns.map((column, i) => ({ column, i: i + 2 }));
        const params = all.filter((axis) => axis.column.param).slice(0, MOST_PARAMS);
        const metrics = all.filter((axis) => !axis.column.param).slice(0, MOST_METRICS).reverse();
        return [...params, ...metrics].map(prepared);
    }

    // From a trial's value to a place from 0 (below) to 1; null for what is missing or no number.
    function prepared(axis) {
        const values = study.trials.map((trial) => trial[axis.i]);
        const numeric = axis.column.kind === "REAL" || axis.column.kind === "INTEGER";
        if (!numeric) {
            const names = Array.from(new Set(values.filter((value) => value !== null))).sort();
            const places = new Map(names.map((name, k) => [name, names.length === 1 ? 0.5 : k / (names.length - 1)]));
            axis.at = (value) => value === null ? null : places.get(value);
            axis.ticks = names.length <= 30 ? names.map((name) => [chart.cut(String(name), 14), places.get(name)]) : [];
            return axis;
        }
        const sound = values.map(chart.number).filter(Number.isFinite);
        const ends = frame(axis, sound);
        const scale = chart.scale(ends[0], ends[1], 0, 1, axis.column.ratio && ends[0] > 0);
        axis.at = (value) => {
            const number = chart.number(value);
            return Number.isFinite(number) ? Math.min(1, Math.max(0, scale(number))) : null;
        };
        const distinct = Array.from(new Set(sound)).sort((a, b) => a - b);
        const ticks = distinct.length <= 8 ? distinct : scale.ticks(7);
        axis.ticks = ticks.map((tick) => [chart.short(Number(tick.toPrecision(4))), scale(tick)]);
        return axis;
    }

    // A few diverged trials must not press all others flat: far beyond the rest they stay at the end of the axis.
    function frame(axis, sound) {
        if (sound.length === 0) return [0, 1];
        const sorted = sound.slice().sort((a, b) => a - b);
        const part = (share) => sorted[Math.round(share * (sorted.length - 1))];
        const low = sorted[0], high = sorted[sorted.length - 1];
        if (axis.column.param || axis.column.ratio) return [low, high];
        const spread = part(0.95) - part(0.05);
        return [low < part(0.05) - spread ? part(0.05) : low, high > part(0.95) + spread ? part(0.95) : high];
    }

    // The share of trials that are worse: colours do not depend on how the values are spread.
    const order = study.trials.map((_, i) => i);
    if (goal >= 0) {
        const sign = study.goal.descending ? 1 : -1;
        const worth = (i) => { const value = chart.number(study.trials[i][goal + 2]); return Number.isFinite(value) ? sign * value : -Infinity; };
        order.sort((one, other) => { const a = worth(one), b = worth(other); return a < b ? -1 : a > b ? 1 : 0; });
    }
    const rank = new Array(order.length);
    order.forEach((trial, i) => { rank[trial] = i / Math.max(1, order.length - 1); });

    let left = [], width = 0, canvas, svg;
    const down = (part) => part === null ? GONE : TOP + (1 - part) * (HEIGHT - TOP - BOTTOM);
    const inside = (i) => axes.every((axis, k) => {
        const range = brushes.get(k);
        if (!range) return true;
        const at = down(axis.at(study.trials[i][axis.i]));
        return at >= range[0] && at <= range[1];
    });

    function lines() {
        const sharp = window.devicePixelRatio || 1;
        canvas.width = width * sharp;
        canvas.height = HEIGHT * sharp;
        const pen = canvas.getContext("2d");
        pen.scale(sharp, sharp);
        const kept = order.filter(inside);
        const faint = brushes.size > 0;
        pen.lineWidth = 1;
        if (faint) {
            pen.globalAlpha = Math.min(0.25, 60 / study.trials.length);
            pen.strokeStyle = chart.color("queued");
            for (const i of order) stroke(pen, i);
        }
        pen.globalAlpha = Math.max(0.06, Math.min(0.85, 120 / Math.max(1, kept.length)));
        for (const i of kept) {
            const best = rank[i] >= 1 - 10 / order.length;
            pen.lineWidth = best ? 2 : 1;
            if (best) pen.globalAlpha = 0.95;
            pen.strokeStyle = goal >= 0 ? chart.shade(1 - rank[i]) : chart.color("bar");
            stroke(pen, i);
        }
        tell(kept);
    }

    function stroke(pen, i) {
        pen.beginPath();
        axes.forEach((axis, k) => {
            const at = down(axis.at(study.trials[i][axis.i]));
            if (k === 0) pen.moveTo(left[k], at); else pen.lineTo(left[k], at);
        });
        pen.stroke();
    }

    function tell(kept) {
        count.textContent = kept.length + " of " + study.trials.length + " trials";
        table.replaceChildren();
        if (brushes.size === 0) return;
        const rows = chart.html(table, "table");
        const head = chart.html(rows, "tr");
        chart.html(head, "th", "trial");
        for (const axis of axes) chart.html(head, "th", axis.column.label);
        for (const i of kept.slice(-10).reverse()) {
            const row = chart.html(rows, "tr");
            chart.html(row, "td", study.trials[i][0], "number");
            for (const axis of axes) chart.html(row, "td", chart.short(study.trials[i][axis.i])).title = study.trials[i][axis.i];
        }
    }

    function frameOf(axis, k) {
        chart.draw(svg, "line", { class: "axis", x1: left[k], x2: left[k], y1: TOP, y2: HEIGHT - BOTTOM });
        const room = Math.max(8, Math.floor((width - 2 * SIDE) / Math.max(1, axes.length - 1) / 7));
        const name = chart.draw(svg, "text", { class: "title", x: left[k], y: 16,
            "text-anchor": k === axes.length - 1 && k > 0 ? "end" : "middle", dx: k === axes.length - 1 && k > 0 ? 40 : 0 }, chart.cut(axis.column.label, room));
        chart.draw(name, "title", {}, axis.column.label);
        for (const [label, part] of axis.ticks) {
            chart.draw(svg, "line", { class: "axis", x1: left[k] - 3, x2: left[k] + 3, y1: down(part), y2: down(part) });
            chart.draw(svg, "text", { class: "tick label", x: left[k] - 6, y: down(part) + 4, "text-anchor": "end" }, label);
        }
        if (study.trials.some((trial) => axis.at(trial[axis.i]) === null))
            chart.draw(svg, "text", { class: "tick", x: left[k] - 6, y: GONE + 4, "text-anchor": "end" }, "none");
        const range = brushes.get(k);
        if (range) chart.draw(svg, "rect", { class: "brush", x: left[k] - 9, width: 18, y: range[0], height: range[1] - range[0] });
        drag(chart.draw(svg, "rect", { class: "handle", x: left[k] - 16, width: 32, y: TOP - 8, height: HEIGHT - TOP + 4,
            "data-axis": axis.column.label }), k);
    }

    function drag(handle, k) {
        handle.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            const top = svg.getBoundingClientRect().top, start = event.clientY - top;
            const move = (now) => {
                const at = now.clientY - svg.getBoundingClientRect().top;
                if (Math.abs(at - start) < 4) brushes.delete(k);
                else brushes.set(k, [Math.min(at, start), Math.max(at, start)]);
                overlay();
                lines();
            };
            const end = (now) => {
                move(now);
                window.removeEventListener("pointermove", move);
                window.removeEventListener("pointerup", end);
            };
            window.addEventListener("pointermove", move);
            window.addEventListener("pointerup", end);
        });
    }

    function overlay() {
        svg.replaceChildren();
        axes.forEach(frameOf);
    }

    function paint(wide) {
        width = Math.max(wide, 84 * axes.length);
        place.style.overflowX = width > wide ? "auto" : "";
        left = axes.map((_, k) => axes.length === 1 ? width / 2 : SIDE + 20 + k * (width - 2 * SIDE) / (axes.length - 1));
        place.replaceChildren();
        canvas = chart.html(place, "canvas");
        canvas.style.cssText = "position:absolute;left:0;top:0;width:" + width + "px;height:" + HEIGHT + "px";
        svg = chart.draw(place, "svg", { width, height: HEIGHT, style: "position:relative", id: "parallel-svg" });
        overlay();
        lines();
        svg.addEventListener("pointerleave", chart.hide);
        svg.addEventListener("pointermove", (event) => follow(event));
    }

    function follow(event) {
        const box = svg.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
        const k = left.findIndex((at, i) => i > 0 && x >= left[i - 1] && x <= at);
        if (k < 0 || event.buttons) { chart.hide(); return; }
        const part = (x - left[k - 1]) / (left[k] - left[k - 1]);
        let best = -1, distance = 8;
        for (const i of order) {
            if (!inside(i)) continue;
            const from = down(axes[k - 1].at(study.trials[i][axes[k - 1].i])), to = down(axes[k].at(study.trials[i][axes[k].i]));
            const apart = Math.abs(from + (to - from) * part - y);
            if (apart <= distance) { distance = apart; best = i; }
        }
        if (best < 0) { chart.hide(); return; }
        const trial = study.trials[best];
        chart.show(event, "trial " + trial[0] + "\n" + axes.map((axis) => axis.column.label + " " + chart.short(trial[axis.i])).join("\n"));
    }

    chart.keep(place, paint);
    document.getElementById("parallel-clear").addEventListener("click", () => { brushes.clear(); overlay(); lines(); });
})();
