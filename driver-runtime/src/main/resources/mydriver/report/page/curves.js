"use strict";
// How trials learnt: a line per trial; the best in colours, the others in grey behind them.
(() => {
    const place = document.getElementById("curves-chart");
    if (!place || study.curves.length === 0) return;
    const chooser = document.getElementById("curves-metric"), ratio = document.getElementById("curves-log");
    const metrics = Array.from(new Set(study.curves.map((curve) => curve.metric)));
    metrics.forEach((metric, i) => { chart.html(chooser, "option", metric).value = i; });
    chooser.value = Math.max(0, metrics.indexOf(study.goal ? study.goal.metric : ""));
    const FRAME = { left: 66, right: 150, top: 10, bottom: 40, height: 380 };

    // One diverged trial must not press all others flat: the frame holds the best and nine tenths of the rest.
    function frame(curves) {
        const all = curves.flatMap((curve) => curve.values).map(chart.number).filter(Number.isFinite).sort((a, b) => a - b);
        const best = curves.filter((curve) => curve.leader).flatMap((curve) => curve.values).map(chart.number);
        const sound = best.filter(Number.isFinite);
        const part = (share) => all[Math.round(share * (all.length - 1))];
        const low = Math.min(part(0.02), ...sound), high = Math.max(part(0.95), ...sound);
        const tail = (high - low) * 0.25;
        return [all[0] >= low - tail ? all[0] : low, all[all.length - 1] <= high + tail ? all[all.length - 1] : high];
    }

    function paint(width) {
        place.replaceChildren();
        const metric = metrics[chooser.value];
        const curves = study.curves.filter((curve) => curve.metric === metric);
        const steps = curves.flatMap((curve) => curve.steps).map(chart.number);
        if (!curves.some((curve) => curve.values.some(Number.isFinite))) {
            chart.html(place, "p", "no finite number was reported", "note");
            return;
        }
        const [low, high] = frame(curves);
        ratio.disabled = !(low > 0);
        const x = chart.scale(steps.reduce((a, b) => Math.min(a, b)), steps.reduce((a, b) => Math.max(a, b)),
            FRAME.left, width - FRAME.right, false);
        const y = chart.scale(low, high, FRAME.height - FRAME.bottom, FRAME.top, ratio.checked && low > 0);
        const svg = chart.draw(place, "svg", { width, height: FRAME.height, id: "curves-svg" });
        axes(svg, width, x, y, metric);
        const clip = chart.draw(svg, "clipPath", { id: "curves-clip" });
        chart.draw(clip, "rect", { x: FRAME.left, y: FRAME.top - 2, width: width - FRAME.left - FRAME.right + 4,
            height: FRAME.height - FRAME.top - FRAME.bottom + 4 });
        const inside = chart.draw(svg, "g", { "clip-path": "url(#curves-clip)" });
        const leaders = curves.filter((curve) => curve.leader);
        const lines = [...curves.filter((curve) => !curve.leader), ...leaders.slice().reverse()].map((curve) => {
            const color = curve.leader ? chart.SERIES[leaders.indexOf(curve) % chart.SERIES.length] : chart.color("queued");
            return { curve, path: line(inside, curve, x, y, color) };
        });
        legend(svg, width, leaders);
        follow(svg, lines, x, y);
    }

    function axes(svg, width, x, y, metric) {
        for (const tick of y.ticks(7)) {
            chart.draw(svg, "line", { class: "grid", x1: FRAME.left, x2: width - FRAME.right, y1: y(tick), y2: y(tick) });
            chart.draw(svg, "text", { class: "tick", x: FRAME.left - 6, y: y(tick) + 4, "text-anchor": "end" }, chart.short(tick));
        }
        for (const tick of x.ticks(8)) chart.draw(svg, "text", { class: "tick", x: x(tick), y: FRAME.height - 22,
            "text-anchor": "middle" }, chart.short(tick));
        chart.draw(svg, "text", { x: (FRAME.left + width - FRAME.right) / 2, y: FRAME.height - 5, "text-anchor": "middle" }, "step");
        chart.draw(svg, "text", { x: 0, y: 0, transform: "translate(12," + FRAME.height / 2 + ") rotate(-90)",
            "text-anchor": "middle" }, chart.cut(metric, 40));
    }

    // What is not finite interrupts the line.
    function line(parent, curve, x, y, color) {
        let path = "", pen = "M";
        curve.values.forEach((value, i) => {
            const at = y(chart.number(value));
            if (!Number.isFinite(at)) { pen = "M"; return; }
            path += pen + x(chart.number(curve.steps[i])).toFixed(1) + "," + at.toFixed(1);
            pen = "L";
        });
        return chart.draw(parent, "path", { d: path, fill: "none", stroke: color, "stroke-width": curve.leader ? 2 : 1,
            opacity: curve.leader ? 1 : 0.55, "stroke-linejoin": "round" });
    }

    function legend(svg, width, leaders) {
        leaders.forEach((curve, i) => {
            const top = FRAME.top + 12 + i * 20, left = width - FRAME.right + 14;
            chart.draw(svg, "line", { x1: left, x2: left + 18, y1: top - 4, y2: top - 4, "stroke-width": 3,
                stroke: chart.SERIES[i % chart.SERIES.length] });
            chart.draw(svg, "text", { x: left + 24, y: top }, "trial " + curve.trial);
        });
    }

    function follow(svg, lines, x, y) {
        let marked = null;
        const release = () => { if (marked) marked.path.setAttribute("stroke-width", marked.curve.leader ? 2 : 1); marked = null; };
        svg.addEventListener("pointerleave", () => { release(); chart.hide(); });
        svg.addEventListener("pointermove", (event) => {
            const box = svg.getBoundingClientRect();
            const found = nearest(lines, x, y, event.clientX - box.left, event.clientY - box.top);
            release();
            if (!found) { chart.hide(); return; }
            marked = found.line;
            marked.path.setAttribute("stroke-width", 4);
            const curve = marked.curve;
            chart.show(event, "trial " + curve.trial + "\nstep " + curve.steps[found.at] + ": " + curve.values[found.at]);
        });
    }

    // The line that passes closest above or below the pointer, and its report closest to it.
    function nearest(lines, x, y, left, top) {
        let best = null, distance = 24;
        for (const line of lines) {
            const places = line.curve.steps.map((step) => x(chart.number(step)));
            const next = places.findIndex((place) => place >= left);
            const to = next < 0 ? places.length - 1 : next, from = Math.max(0, to - 1);
            const part = places[to] > places[from] ? Math.min(1, (left - places[from]) / (places[to] - places[from])) : 1;
            const start = y(chart.number(line.curve.values[from])), end = y(chart.number(line.curve.values[to]));
            const apart = Math.abs(start + (end - start) * part - top);
            if (apart < distance) { distance = apart; best = { line, at: part < 0.5 ? from : to }; }
        }
        return best;
    }

    const again = chart.keep(place, paint);
    chooser.addEventListener("change", again);
    ratio.addEventListener("change", again);
})();
