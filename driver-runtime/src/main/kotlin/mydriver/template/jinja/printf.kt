package mydriver.template.jinja

import java.math.BigDecimal
import java.math.RoundingMode

/** Returns [format] with each `%…` replaced as Python's `%` operator does it. */
internal fun printf(format: String, arguments: Arguments): String {
    var next = 0
    val result =
        PLACE.replace(format) { match ->
            if (match.value == "%")
                throw ExpressionFault("${repr(format)} has a % that begins no place; %% is the sign itself")
            val (name, flags, width, precision, conversion) = match.destructured
            if (conversion == "%") return@replace "%"
            val value =
                when {
                    name.isNotEmpty() -> arguments.named.getOrElse(name) { byName(arguments, name) }
                    next < arguments.positional.size -> arguments.positional[next++]
                    else -> throw ExpressionFault("there are fewer values than places in ${repr(format)}")
                }
            padded(Place(flags, size(width) ?: 0, size(precision.drop(1)), conversion[0]), value)
        }
    if (next < arguments.positional.size && arguments.positional.none { it is Map<*, *> })
        throw ExpressionFault("there are more values than places in ${repr(format)}")
    return result
}

private class Place(val flags: String, val width: Int, val precision: Int?, val conversion: Char)

private fun size(digits: String): Int? = if (digits.isEmpty()) null else width(digits.toLongOrNull() ?: Long.MAX_VALUE)

private fun byName(arguments: Arguments, name: String): Any? {
    val map = arguments.positional.firstOrNull() as? Map<*, *>
    if (map == null || name !in map) throw ExpressionFault("there is no value \"$name\" to format")
    return map[name]
}

private fun padded(place: Place, value: Any?): String {
    val text = converted(place, value)
    val numeric = place.conversion !in "sra"
    val sign =
        when {
            !numeric || text.startsWith("-") -> ""
            '+' in place.flags -> "+"
            ' ' in place.flags -> " "
            else -> ""
        }
    val shown = sign + text
    return when {
        '-' in place.flags -> shown.padEnd(place.width)
        '0' in place.flags && numeric -> {
            val lead = shown.take(if (shown[0] in "+- ") 1 else 0)
            lead + shown.drop(lead.length).padStart(place.width - lead.length, '0')
        }
        else -> shown.padStart(place.width)
    }
}

private fun converted(place: Place, value: Any?): String =
    when (place.conversion) {
        's',
        'r',
        'a' ->
            (if (place.conversion == 's') str(value) else repr(value)).let { text ->
                place.precision?.let { text.take(it) } ?: text
            }
        'd',
        'i',
        'u' -> "${integer(value)}"
        'x' -> integer(value).toString(16)
        'X' -> integer(value).toString(16).uppercase()
        'o' -> integer(value).toString(8)
        'c' -> if (value is String) value else character(whole(value))
        else -> real(place, number(value)?.toDouble() ?: throw ExpressionFault("${repr(value)} is no number to format"))
    }

private fun character(code: Int): String =
    if (Character.isValidCodePoint(code)) Character.toString(code)
    else throw ExpressionFault("$code is the number of no character")

private fun integer(value: Any?): Long =
    when (val number = number(value)) {
        is Long -> number
        is Double -> number.toLong()
        else -> throw ExpressionFault("${repr(value)} is no number to format")
    }

private fun real(place: Place, value: Double): String {
    if (!value.isFinite()) return pythonReal(value)
    val digits = place.precision ?: DEFAULT_PRECISION
    val negative = value < 0 || 1 / value < 0
    val exact = BigDecimal(value).abs()
    val text =
        when (place.conversion.lowercaseChar()) {
            'f' -> exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
            'e' -> exponential(exact, digits)
            else -> general(exact, maxOf(1, digits), '#' in place.flags)
        }
    return (if (negative) "-" else "") + if (place.conversion.isUpperCase()) text.uppercase() else text
}

private fun exponential(value: BigDecimal, digits: Int): String {
    val rounded = value.round(java.math.MathContext(digits + 1, RoundingMode.HALF_EVEN))
    val exponent = if (rounded.signum() == 0) 0 else rounded.precision() - rounded.scale() - 1
    val mantissa = rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
    return mantissa + "e" + (if (exponent < 0) "-" else "+") + "${kotlin.math.abs(exponent)}".padStart(2, '0')
}

private fun general(value: BigDecimal, digits: Int, keeps: Boolean): String {
    val rounded = value.round(java.math.MathContext(digits, RoundingMode.HALF_EVEN))
    val exponent = if (rounded.signum() == 0) 0 else rounded.precision() - rounded.scale() - 1
    if (exponent >= LEAST_PLAIN && exponent < digits) {
        val text = rounded.setScale(digits - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString()
        return if (keeps) text else shortened(text)
    }
    val (mantissa, power) = exponential(value, digits - 1).split("e")
    return (if (keeps) mantissa else shortened(mantissa)) + "e" + power
}

private fun shortened(text: String) = if ('.' in text) text.trimEnd('0').trimEnd('.') else text

private val PLACE = Regex("""%(?:\((\w+)\))?([-+ 0#]*)(\d*)(\.\d+)?([sradiuxXocfFeEgG%])|%""")
private const val DEFAULT_PRECISION = 6
private const val LEAST_PLAIN = -4
