package mydriver.dsl.codec

/**
 * Rebuilds a point without one of its params, so that the param takes its default.
 *
 * @param path the param's name, split at its dots
 * @param group whether the outermost class with a default on the way is omitted instead of the param alone
 */
internal class Omission(private val path: List<String>, private val group: Boolean) {
    /** Returns [point] rebuilt, or null if nothing on the way has a default. */
    fun <P : Any> apply(shape: Shape<P>, point: P): P? = omit(shape, point, 0)

    private fun <T : Any> omit(shape: Shape<T>, owner: Any, depth: Int): T? {
        val index = shape.fields.indexOfFirst { it.name == path[depth] }
        if (index < 0) return null
        val field = shape.fields[index]
        val values = Array(shape.fields.size) { shape.fields[it].read(owner) }
        val leaf = depth == path.lastIndex
        if (field.optional && (leaf || group)) return shape.instance(values, setOf(index))
        if (leaf) return null
        values[index] = omit(field.nested!!, values[index]!!, depth + 1) ?: return null
        return shape.instance(values)
    }
}
