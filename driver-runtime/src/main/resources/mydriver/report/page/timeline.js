"use strict";
// When attempts ran: how many at a time and, unless there are too many, each of them.
(() => {
    const place = document.getElementById("timeline-chart");
    const line = study.timeline;
    if (!place || !line) return;
    const LEFT = 120, RIGHT = 16, LOAD = 110, AXIS = 26;
    const OUTCOMES = { DONE: "done", FAILED: "failed", LOST: "cancelled", STOPPED: "held", INCOMPLETE: "running" };
    const lanes = packed();
    const row = Math.max(3, Math.min(16, 480 / Math.max(1, lanes.length)));

    // Attempts of one worker that overlap need a row each.
    function packed() {
        const found = [];
        const byWorker = new Map();
        for (const span of line.spans) {
            const worker = span[3] + " " + span[2];
            if (!byWorker.has(worker)) byWorker.set(worker, []);
            const own = byWorker.get(worker);
            let lane = own.find((one) => one.until <= span[4]);
            if (!lane) {
                lane = { worker, host: span[3], slot: own.length, until: 0, spans: [] };
                own.push(lane);
                found.push(lane);
            }
            lane.until = span[5];
            lane.spans.push(span);
        }
        return found.sort((one, other) => one.worker < other.worker ? -1 : one.worker > other.worker ? 1 : one.slot - other.slot);
    }

    function clock(time) {
        const text = new Date(time).toISOString();
        const length = line.to - line.from;
        return length > 2 * 86400e3 ? text.slice(5, 16).replace("T", " ") : length > 120e3 ? text.slice(11, 16) : text.slice(11, 19);
    }

    const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800,
        2592000, 31536000];
    function times(most) {
        const step = (STEPS.find((one) => (line.to - line.from) / (one * 1000) <= most) || 315360000) * 1000;
        const ticks = [];
        for (let time = Math.ceil(line.from / step) * step; time <= line.to; time += step) ticks.push(time);
        return ticks;
    }

    function paint(width) {
        place.replaceChildren();
        const height = LOAD + lanes.length * row + AXIS + 14;
        const svg = chart.draw(place, "svg", { width, height, id: "timeline-svg" });
        const x = chart.scale(line.from, line.to, LEFT, width - RIGHT, false);
        const most = line.running.reduce((a, b) => Math.max(a, b), 0) || 1;
        const y = chart.scale(0, most, LOAD, 10, false);
        for (const time of times(Math.max(2, Math.floor((width - LEFT) / 90)))) {
            chart.draw(svg, "line", { class: "grid", x1: x(time), x2: x(time), y1: 10, y2: height - AXIS });
            chart.draw(svg, "text", { class: "tick", x: x(time), y: height - 10, "text-anchor": "middle" }, clock(time));
        }
        chart.draw(svg, "text", { class: "tick", x: 0, y: height - 10 }, new Date(line.from).toISOString().slice(0, 10) + " UTC");
        load(svg, x, y, most);
        lanes.forEach((lane, i) => lane.spans.forEach((span) => bar(svg, x, span, LOAD + 10 + i * row)));
        hosts(svg);
        legend();
    }

    function load(svg, x, y, most) {
        const wide = (line.to - line.from) / line.running.length;
        let path = "M" + x(line.from) + "," + y(0);
        line.running.forEach((number, i) => {
            path += "L" + x(line.from + i * wide).toFixed(1) + "," + y(number).toFixed(1) + "H" + x(line.from + (i + 1) * wide).toFixed(1);
        });
        const area = chart.draw(svg, "path", { d: path + "V" + y(0) + "Z", fill: chart.color("bar"), "fill-opacity": 0.45,
            stroke: chart.color("bar") });
        for (const tick of y.ticks(4)) chart.draw(svg, "text", { class: "tick", x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" },
            chart.short(tick));
        chart.draw(svg, "text", { class: "tick", x: 0, y: 20 }, "running");
        area.addEventListener("pointerleave", chart.hide);
        area.addEventListener("pointermove", (event) => {
            const part = (event.clientX - svg.getBoundingClientRect().left - x(line.from)) / (x(line.to) - x(line.from));
            const i = Math.min(line.running.length - 1, Math.max(0, Math.floor(part * line.running.length)));
            chart.show(event, clock(line.from + i * wide) + "\n" + chart.short(Number(line.running[i].toPrecision(3))) + " running");
        });
    }

    function bar(svg, x, span, top) {
        const [trial, attempt, worker, host, start, end, outcome] = span;
        const kind = OUTCOMES[outcome] || "queued";
        const rect = chart.draw(svg, "rect", { x: x(start), y: top, width: Math.max(1, x(end) - x(start) - 0.5),
            height: Math.max(2, row - 1), fill: "var(--" + kind + ")" });
        rect.addEventListener("pointerleave", chart.hide);
        rect.addEventListener("pointermove", (event) => chart.show(event, "trial " + trial + ", attempt " + attempt + ": " +
            (outcome || "RUNNING") + "\n" + chart.short((end - start) / 1000) + " s on " + host + "\nworker " + worker));
    }

    // A host is named once, beside the first of its rows.
    function hosts(svg) {
        let last = null, free = 0;
        lanes.forEach((lane, i) => {
            const at = LOAD + 10 + i * row + row / 2 + 4;
            if (lane.host !== last && at >= free) {
                chart.draw(svg, "text", { class: "tick", x: 0, y: at }, chart.cut(lane.host, 18));
                free = at + 12;
            }
            last = lane.host;
        });
    }

    function legend() {
        const there = Array.from(new Set(line.spans.map((span) => span[6] || "RUNNING")));
        if (there.length === 0) return;
        const note = chart.html(place, "p", undefined, "note");
        for (const outcome of there) {
            const box = chart.html(note, "span", "■ ");
            box.style.color = "var(--" + (OUTCOMES[outcome] || "queued") + ")";
            chart.html(note, "span", outcome.toLowerCase() + "  ");
        }
    }

    chart.keep(place, paint);
})();
