"use strict";
// A click on a heading sorts a table by that column, a second one the other way round; what is missing stays last.
for (const table of document.querySelectorAll("table.sortable")) {
    const headings = Array.from(table.tHead.rows[0].cells);
    const body = table.tBodies[0];
    const valued = (row, column) => row.cells[column].dataset.value;
    const missing = (value) => value === undefined || value === "NaN";

    function compare(one, other) {
        const left = Number(one), right = Number(other);
        if (Number.isNaN(left) || Number.isNaN(right)) return one < other ? -1 : one > other ? 1 : 0;
        return left - right;
    }

    headings.forEach((heading, column) => heading.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        for (const other of headings) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = Array.from(body.rows).sort((one, other) => {
            const left = valued(one, column), right = valued(other, column);
            if (missing(left) || missing(right)) return Number(missing(left)) - Number(missing(right));
            return up ? compare(left, right) : compare(right, left);
        });
        body.append(...rows);
    }));
}
