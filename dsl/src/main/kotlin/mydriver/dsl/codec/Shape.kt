package mydriver.dsl.codec

import java.lang.reflect.Constructor
import java.lang.reflect.Field
import mydriver.model.Kind

/**
 * How a params class is put together and taken apart.
 *
 * @property type the data class or record
 * @property fields its constructor's parameters in order
 * @property constructor takes all fields, after [outer] if there is one
 * @property defaulting the synthetic constructor that also takes bit masks of omitted parameters, if any has a default
 * @property outer the instance an inner class belongs to
 */
internal class Shape<P : Any>(
    val type: Class<P>,
    val fields: List<ShapeField>,
    private val constructor: Constructor<P>,
    private val defaulting: Constructor<P>?,
    private val outer: Any?,
) {
    /** Returns an instance from [values], one per field; those at [omitted] take their defaults. */
    fun instance(values: Array<Any?>, omitted: Set<Int> = emptySet()): P {
        val lead = listOfNotNull(outer)
        if (omitted.isEmpty()) return constructor.newInstance(*lead.toTypedArray(), *values)
        val masks = IntArray((values.size + Int.SIZE_BITS - 1) / Int.SIZE_BITS)
        for (i in omitted) masks[i / Int.SIZE_BITS] = masks[i / Int.SIZE_BITS] or (1 shl i % Int.SIZE_BITS)
        val filled = Array(values.size) { i -> if (i in omitted) zeroOf(fields[i].type) else values[i] }
        return defaulting!!.newInstance(*lead.toTypedArray(), *filled, *masks.toTypedArray(), null)
    }

    private fun zeroOf(type: Class<*>): Any? =
        if (type.isPrimitive) java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0) else null
}

/**
 * One constructor parameter of a params class.
 *
 * @property source where its value is read
 * @property scalar how a single value is stored, or null when [nested]
 * @property nested the class it holds, or null when [scalar]
 */
internal class ShapeField(
    val name: String,
    val source: Field,
    val nullable: Boolean,
    val optional: Boolean,
    val identity: Boolean,
    val scalar: Scalar?,
    val nested: Shape<*>?,
) {
    val type: Class<*>
        get() = source.type

    fun read(owner: Any): Any? = source.get(owner)
}

/**
 * How one declared scalar type is stored and bound.
 *
 * @property label the type as people write it
 * @property bind turns a stored value into one of the declared type, or returns null if it does not fit
 */
internal class Scalar(
    val kind: Kind,
    val label: String,
    val choices: List<String> = emptyList(),
    val bind: (Any) -> Any?,
)
