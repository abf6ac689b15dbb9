package mydriver.report.figure

/**
 * Draws figures. [DrawingLibrary] has one; it is safe to be used by several threads.
 *
 * No display is needed. Fonts are: a machine without any cannot draw, which is told as a
 * [mydriver.model.ConfigurationError].
 */
public interface Drawing {
    /**
     * Returns [figure] as an SVG document: `<svg …>`, without an XML declaration, so that it can stand in HTML as well.
     * Ids in it begin with the figure's name.
     */
    public fun svg(figure: Figure): String

    /** Returns [svg], as this drew it, as a PNG of twice its size in pixels, for screens of today. */
    public fun png(svg: String): ByteArray

    /** Returns [svg], as this drew it, as a PDF of one page; text is drawn as shapes, so that it needs no fonts. */
    public fun pdf(svg: String): ByteArray
}
