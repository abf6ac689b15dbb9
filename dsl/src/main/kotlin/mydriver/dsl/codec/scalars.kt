package mydriver.dsl.codec

import mydriver.model.Kind

/** Returns how values of [type] are stored, or null if it is no scalar. */
internal fun scalarOf(type: Class<*>): Scalar? =
    when (type) {
        Long::class.javaPrimitiveType,
        Long::class.javaObjectType -> Scalar(Kind.INTEGER, "Long", bind = ::whole)
        Int::class.javaPrimitiveType,
        Int::class.javaObjectType -> integer("Int", Int.MIN_VALUE..Int.MAX_VALUE) { it.toInt() }
        Short::class.javaPrimitiveType,
        Short::class.javaObjectType -> integer("Short", Short.MIN_VALUE..Short.MAX_VALUE) { it.toShort() }
        Byte::class.javaPrimitiveType,
        Byte::class.javaObjectType -> integer("Byte", Byte.MIN_VALUE..Byte.MAX_VALUE) { it.toByte() }
        Double::class.javaPrimitiveType,
        Double::class.javaObjectType -> Scalar(Kind.REAL, "Double", bind = ::real)
        Float::class.javaPrimitiveType,
        Float::class.javaObjectType -> Scalar(Kind.REAL, "Float") { real(it)?.toFloat() }
        Boolean::class.javaPrimitiveType,
        Boolean::class.javaObjectType -> Scalar(Kind.BOOLEAN, "Boolean") { it as? Boolean }
        String::class.java -> Scalar(Kind.TEXT, "String") { it as? String }
        else -> if (type.isEnum) enumeration(type) else null
    }

private fun integer(label: String, range: IntRange, convert: (Long) -> Any) =
    Scalar(Kind.INTEGER, label) { value ->
        whole(value)?.takeIf { it in range.first.toLong()..range.last }?.let(convert)
    }

private fun enumeration(type: Class<*>): Scalar {
    val constants = type.enumConstants.associateBy { (it as Enum<*>).name }
    return Scalar(Kind.TEXT, type.simpleName, constants.keys.toList()) { constants[it] }
}

/** An integer that was once declared as a double is stored as a whole double, and the other way round. */
private fun whole(value: Any): Long? =
    when (value) {
        is Long -> value
        is Double -> value.toLong().takeIf { it != Long.MAX_VALUE && it.toDouble() == value }
        else -> null
    }

private fun real(value: Any): Double? =
    when (value) {
        is Double -> value
        is Long -> value.toDouble().takeIf { it.toLong() == value && value != Long.MAX_VALUE }
        else -> null
    }
