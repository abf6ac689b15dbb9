// Does with a page what people do, and leaves what it saw in the document.
(() => {
    const seen = {};
    const box = (element) => element.getBoundingClientRect();
    const at = (element, across, down) => ({ clientX: box(element).left + across, clientY: box(element).top + down,
        bubbles: true, cancelable: true, pointerId: 1 });

    seen.title = document.title;
    seen.curves = document.querySelectorAll("#curves-svg path[stroke]").length;
    seen.spans = document.querySelectorAll("#timeline-svg rect").length;
    seen.axes = document.querySelectorAll("#parallel-svg .handle").length;
    seen.figures = document.querySelectorAll("figure svg").length;

    const table = document.getElementById("best-table");
    const column = () => Array.from(table.tBodies[0].rows, (row) => Number(row.querySelector(".goal").dataset.value));
    const heading = table.querySelector("th.goal button");
    heading.click();
    seen.ascending = column().every((value, i, all) => i === 0 || all[i - 1] <= value);
    heading.click();
    seen.descending = column().every((value, i, all) => i === 0 || all[i - 1] >= value);
    seen.worst = table.tBodies[0].rows[0].querySelector(".goal").dataset.value;

    const canvas = document.querySelector("#parallel-chart canvas");
    const inked = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0);
    seen.inked = inked();
    const counted = () => parseInt(document.getElementById("parallel-count").textContent, 10);
    seen.all = counted();
    const handle = document.querySelector("#parallel-svg .handle");
    const low = at(handle, 16, box(handle).height - 70), high = at(handle, 16, box(handle).height - 20);
    handle.dispatchEvent(new PointerEvent("pointerdown", low));
    window.dispatchEvent(new PointerEvent("pointermove", high));
    window.dispatchEvent(new PointerEvent("pointerup", high));
    seen.brushed = counted();
    seen.listed = document.querySelectorAll("#parallel-table tr").length - 1;
    document.getElementById("parallel-clear").click();
    seen.cleared = counted();

    const line = document.querySelector("#curves-svg path[stroke]"), curves = document.getElementById("curves-svg");
    const point = line.getPointAtLength(line.getTotalLength() / 2);
    curves.dispatchEvent(new PointerEvent("pointermove", at(curves, point.x, point.y)));
    seen.tip = document.getElementById("tip").hidden ? "" : document.getElementById("tip").textContent;

    const dot = document.querySelector("figure [clip-bounds-jfx] circle"), drawing = dot.closest("svg");
    drawing.scrollIntoView();
    drawing.dispatchEvent(new PointerEvent("pointermove", at(dot, box(dot).width / 2, box(dot).height / 2)));
    seen.dot = document.getElementById("tip").hidden ? "" : document.getElementById("tip").textContent;
    seen.matched = Number(document.querySelector("figure").dataset.matched);

    const end = (asked) => {
        seen.asked = asked;
        seen.errors = window.errors;
        const out = document.createElement("pre");
        out.id = "seen";
        out.textContent = JSON.stringify(seen);
        document.body.appendChild(out);
    };
    new Image().src = ADDRESS;
    fetch(ADDRESS).then(() => end("answered"), () => end("refused"));
})();
