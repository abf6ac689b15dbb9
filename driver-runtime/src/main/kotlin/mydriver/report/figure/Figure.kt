package mydriver.report.figure

/**
 * A figure as plain data: what is drawn, and nothing of how. [Drawing] makes it an SVG, PNG or PDF.
 *
 * Numbers are kept as they are in the database; NaN and infinities may be among them and are left out of a drawing.
 *
 * ```
 * Figure("loss", "loss by lr", null, Form.SCATTER, Axis("lr", Scale.LOG), Axis("loss"), listOf(Mark(0.1, 0.25)))
 * ```
 *
 * @property name the stem of its files: letters, digits, `-`, `_` and no more, see [fileStem]
 * @property title one line above it
 * @property caption what a reader must know to read it, below it, such as what was left out; null for none
 * @property form what the marks become
 * @property x the axis from left to right
 * @property y the axis from bottom to top
 * @property marks what is drawn, in the order in which series and facets are to appear
 * @property legend what the series are, above their list; null when the marks have none
 * @property trend marks of lines to draw over those marks, such as medians of a cloud of dots
 */
public data class Figure(
    public val name: String,
    public val title: String,
    public val caption: String?,
    public val form: Form,
    public val x: Axis,
    public val y: Axis,
    public val marks: List<Mark>,
    public val legend: String? = null,
    public val trend: List<Mark> = emptyList(),
) {
    init {
        require(name.matches(STEM)) { "the name \"$name\" of a figure must be of letters, digits, - and _" }
    }

    private companion object {
        val STEM = Regex("[A-Za-z0-9_-]{1,100}")
    }
}

/** What the marks of a figure become. */
public enum class Form {
    /** A dot per mark. */
    SCATTER,

    /**
     * A line per series through its marks, in their order; a mark without y breaks it. A band where marks have bounds.
     */
    LINES,

    /** A dot with a bar from `low` to `high` per mark, and a line per series where x is no category. */
    INTERVALS,

    /** A box plot per x and series of the y of all its marks. */
    BOXES,

    /** A bar from 0 to y per mark, x being a category. */
    BARS,

    /** A horizontal bar from `low` to `high`, on the x axis, in the row that y says; the series is its colour. */
    SPANS,
}

/**
 * An axis of a figure.
 *
 * @property label what stands beside it, with the unit if there is one: `walltime (s)`
 * @property range what part of it is shown; marks outside are not drawn, which the caption should tell. Null for all.
 * @property names what stands at these values instead of numbers, such as the hosts of the rows of spans; null for
 *   numbers
 */
public data class Axis(
    public val label: String,
    public val scale: Scale = Scale.LINEAR,
    public val range: ClosedRange<Double>? = null,
    public val names: Map<Double, String>? = null,
)

/** How values become places on an axis. */
public enum class Scale {
    /** Evenly by value. */
    LINEAR,

    /** Evenly by ratio; values of 0 and less cannot be shown and are left out. */
    LOG,

    /** One place per distinct value, in the order of first appearance. */
    CATEGORY,

    /** As [LINEAR], of times. */
    TIME,
}

/**
 * One thing in a figure.
 *
 * @property x a number, a text, a truth value, or an `Instant`; null is missing, a place of its own among categories
 * @property y a number; null is missing
 * @property series what it belongs to: its colour and shape, and its line; null for none
 * @property facet the panel that it is in; null for the only one
 * @property low where its interval, band or span begins
 * @property high where it ends
 * @property trial the id of the trial that it stands for, if it stands for one
 */
public data class Mark(
    public val x: Any?,
    public val y: Double?,
    public val series: String? = null,
    public val facet: String? = null,
    public val low: Double? = null,
    public val high: Double? = null,
    public val trial: Long? = null,
)
