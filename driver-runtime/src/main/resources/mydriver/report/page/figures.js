"use strict";
// Tells which trial a dot of a figure is. A drawing does not say which dot is which mark, so they are matched by order,
// and only if every dot then is where its mark belongs: higher for more, and level for equals.
(() => {
    const X = 0, Y = 1, SERIES = 2, FACET = 3, LOW = 4, HIGH = 5, TRIAL = 6, CLOSE = 12, SLACK = 0.6;

    function grouped(marks, ...keys) {
        const seen = keys.map((key) => Array.from(new Set(marks.map((mark) => mark[key]))));
        return marks.slice().sort((one, other) => {
            for (let k = 0; k < keys.length; k++) {
                const apart = seen[k].indexOf(one[keys[k]]) - seen[k].indexOf(other[keys[k]]);
                if (apart !== 0) return apart;
            }
            return 0;
        });
    }

    const panel = (dot) => dot.closest("[clip-bounds-jfx]");

    function fits(marks, dots) {
        const panels = new Map();
        marks.forEach((mark, i) => {
            if (!panels.has(mark[FACET])) panels.set(mark[FACET], []);
            panels.get(mark[FACET]).push({ mark, dot: dots[i] });
        });
        return Array.from(panels.values()).every((pairs) => {
            const place = (pair) => Number(pair.dot.getAttribute("cy"));
            const sorted = pairs.slice().sort((one, other) => one.mark[Y] - other.mark[Y]);
            return pairs.every((pair) => panel(pair.dot) === panel(pairs[0].dot)) &&
                sorted.every((pair, i) => i === 0 || place(sorted[i - 1]) >= place(pair) - SLACK);
        });
    }

    function matched(svg, marks) {
        const dots = Array.from(svg.querySelectorAll("[clip-bounds-jfx] circle"));
        const drawn = marks.filter((mark) => Number.isFinite(mark[Y]));
        if (dots.length === 0 || dots.length !== drawn.length) return null;
        const orders = [drawn, grouped(drawn, SERIES), grouped(drawn, FACET), grouped(drawn, FACET, SERIES)];
        const marked = orders.find((order) => fits(order, dots));
        return marked ? marked.map((mark, i) => ({ mark, dot: dots[i] })) : null;
    }

    function told(figure, mark) {
        const lines = [];
        if (mark[TRIAL] !== null) lines.push("trial " + mark[TRIAL]);
        lines.push(figure.x + ": " + (mark[X] === null ? "missing" : mark[X]), figure.y + ": " + mark[Y]);
        if (mark[LOW] !== null && mark[HIGH] !== null) lines.push("from " + chart.short(mark[LOW]) + " to " + chart.short(mark[HIGH]));
        if (mark[SERIES] !== null) lines.push(mark[SERIES]);
        if (mark[FACET] !== null) lines.push(mark[FACET]);
        return lines.join("\n");
    }

    for (const name of Object.keys(study.figures)) {
        const figure = study.figures[name], place = document.getElementById("figure-" + name);
        const svg = place && place.querySelector("svg");
        const pairs = svg && figure.marks ? matched(svg, figure.marks) : null;
        if (!pairs) continue;
        place.dataset.matched = pairs.length;
        svg.addEventListener("pointerleave", chart.hide);
        svg.addEventListener("pointermove", (event) => {
            let best = null, distance = CLOSE;
            for (const pair of pairs) {
                const box = pair.dot.getBoundingClientRect();
                const apart = Math.hypot(box.left + box.width / 2 - event.clientX, box.top + box.height / 2 - event.clientY);
                if (apart < distance) { distance = apart; best = pair; }
            }
            if (best) chart.show(event, told(figure, best.mark)); else chart.hide();
        });
    }
})();
