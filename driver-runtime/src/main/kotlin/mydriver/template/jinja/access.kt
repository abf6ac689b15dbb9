package mydriver.template.jinja

/** Returns `value.name`: a method, or else an entry of a dictionary. */
internal fun attribute(value: Any?, name: String): Any? =
    method(value, name)
        ?: if (value is Map<*, *> && name in value) value[name]
        else throw UndefinedFault("${shortened(value)} has no \"$name\"${known(value)}")

/** Returns `value[index]`. */
internal fun item(value: Any?, index: Any?): Any? =
    when {
        value is Map<*, *> ->
            value.entries
                .firstOrNull { same(it.key, index) }
                .let {
                    if (it == null) throw UndefinedFault("${shortened(value)} has no ${repr(index)}${known(value)}")
                    else it.value
                }
        index is Long && value is List<*> -> value[position(index, value.size, value)]
        index is Long && value is String -> iterated(value).let { it[position(index, it.size, value)] }
        index is String -> attribute(value, index)
        else -> throw UndefinedFault("${shortened(value)} has no item ${repr(index)}")
    }

private fun position(index: Long, size: Int, value: Any?): Int {
    val position = if (index < 0) index + size else index
    if (position !in 0 until size) throw UndefinedFault("${shortened(value)} has no item $index; it has $size")
    return position.toInt()
}

/** Returns `value[start:stop:step]`, as Python cuts it. */
internal fun slice(value: Any?, bounds: List<Any?>): Any? {
    val items = iterated(value)
    val (start, stop, step) =
        List(3) { i ->
            bounds.getOrNull(i).let {
                it as? Long ?: if (it == null) null else throw ExpressionFault("a slice has integers")
            }
        }
    val by = step ?: 1L
    if (by == 0L) throw ExpressionFault("the step of a slice cannot be 0")
    val size = items.size.toLong()
    fun bound(given: Long?, default: Long): Long {
        if (given == null) return default
        val place = if (given < 0) given + size else given
        return if (by > 0) place.coerceIn(0, size) else place.coerceIn(-1, size - 1)
    }
    val first = bound(start, if (by > 0) 0 else size - 1)
    val end = bound(stop, if (by > 0) size else -1)
    val picked =
        generateSequence(first) { it + by }.takeWhile { if (by > 0) it < end else it > end }.map { items[it.toInt()] }
    val result = picked.toList()
    return when (value) {
        is String -> result.joinToString("")
        is PythonTuple -> PythonTuple(result)
        else -> result
    }
}

private fun shortened(value: Any?): String = repr(value).let { if (it.length > LONGEST) it.take(LONGEST) + "…" else it }

private fun known(value: Any?): String =
    if (value is Map<*, *> && value.isNotEmpty()) "; it has: ${value.keys.joinToString { str(it) }}" else ""

private const val LONGEST = 60
