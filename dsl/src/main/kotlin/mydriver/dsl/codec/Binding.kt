package mydriver.dsl.codec

import mydriver.model.Params

/** Binds stored params to a class, gathering every fault instead of stopping at the first. */
internal class Binding(private val params: Params, private val defaults: Boolean) {
    val faults = ArrayList<String>()

    /** Returns an instance of [shape], or null if anything in it is at fault. */
    fun <T : Any> bind(shape: Shape<T>, prefix: String): T? {
        val before = faults.size
        val values = arrayOfNulls<Any?>(shape.fields.size)
        val omitted = HashSet<Int>()
        shape.fields.forEachIndexed { i, field ->
            val name = prefix + field.name
            if (isOmitted(field, name)) omitted += i
            else values[i] = if (field.nested == null) scalar(field, name) else bind(field.nested, "$name.")
        }
        return if (faults.size == before) shape.instance(values, omitted) else null
    }

    private fun isOmitted(field: ShapeField, name: String): Boolean =
        defaults &&
            field.optional &&
            if (field.nested == null) name !in params else params.names.none { it.startsWith("$name.") }

    private fun scalar(field: ShapeField, name: String): Any? {
        val scalar = field.scalar!!
        if (name !in params) {
            faults += "param \"$name\" is missing; give it a value of type ${scalar.label}"
            return null
        }
        val value = params[name]
        if (value == null) {
            if (!field.nullable) faults += "param \"$name\" is null; it must be of type ${scalar.label}"
            return null
        }
        return scalar.bind(value).also {
            if (it == null) faults += "param \"$name\" is ${shown(value)}, not ${rule(scalar)}"
        }
    }

    private fun shown(value: Any) = if (value is String) "\"${value.take(SHOWN)}\"" else value.toString()

    private fun rule(scalar: Scalar) =
        if (scalar.choices.isEmpty()) "of type ${scalar.label}" else "one of ${scalar.choices.joinToString()}"

    private companion object {
        const val SHOWN = 60
    }
}
