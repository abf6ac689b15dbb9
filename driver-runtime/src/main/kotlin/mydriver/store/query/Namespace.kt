package mydriver.store.query

/**
 * Where a column's name comes from.
 *
 * @property prefix what stands before the dot in the column's qualified name
 */
public enum class Namespace(public val prefix: String) {
    /** What goes into a trial. */
    PARAM("params"),

    /** What its job reported. */
    METRIC("metrics"),

    /** What mydriver itself knows of it: its id, its status and so on. */
    SYSTEM("trial"),
}
