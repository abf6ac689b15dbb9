package mydriver.dsl.codec

import java.lang.reflect.InvocationTargetException
import mydriver.model.Baseline
import mydriver.model.ConfigurationError
import mydriver.model.Param
import mydriver.model.ParamCodec
import mydriver.model.Params

/** The codec of data classes and records; nested ones become dotted names. */
internal class ClassCodec<P : Any>(private val shape: Shape<P>) : ParamCodec<P> {
    override val params: List<Param> =
        ArrayList<Param>().also { declare(shape, "", optional = false, identity = true, it) }
    override val typed: Boolean = true

    private val names: Array<String> = params.map { it.name }.toTypedArray()

    override fun encode(point: P): Params {
        val values = LinkedHashMap<String, Any?>(names.size * 2)
        collect(shape, point, values)
        return Params.of(values)
    }

    override fun decode(params: Params, defaults: Boolean): P {
        val binding = Binding(params, defaults)
        val point = construct { binding.bind(shape, "") }
        if (binding.faults.isNotEmpty()) throw ConfigurationError(binding.faults.joinToString("\n"))
        return checkNotNull(point) { "binding without a fault gives a point" }
    }

    override fun defaultOf(point: P, name: String, group: Boolean): Baseline {
        val omission = Omission(name.split('.'), group)
        return try {
            val other = omission.apply(shape, point) ?: return Baseline.None
            Baseline.Value(encode(other)[name])
        } catch (_: InvocationTargetException) {
            // The default, or a check in the class's init, threw: by definition the param then has no baseline.
            Baseline.None
        } catch (_: ConfigurationError) {
            Baseline.None
        }
    }

    /** Appends in declaration order, so that the i-th value collected belongs to the i-th name. */
    private fun collect(shape: Shape<*>, owner: Any, into: MutableMap<String, Any?>) {
        for (field in shape.fields) {
            val value = field.read(owner)
            if (field.nested == null) into[names[into.size]] = value else collect(field.nested, value!!, into)
        }
    }

    private fun construct(build: () -> P?): P? =
        try {
            build()
        } catch (failure: InvocationTargetException) {
            val cause = failure.targetException
            if (cause is Error) throw cause
            throw ConfigurationError("${shape.type.simpleName} refuses its params: ${cause.message ?: cause}", cause)
        }

    private companion object {
        fun declare(shape: Shape<*>, prefix: String, optional: Boolean, identity: Boolean, into: MutableList<Param>) {
            for (field in shape.fields) {
                val scalar = field.scalar
                val name = prefix + field.name
                val omissible = optional || field.optional
                val counts = identity && field.identity
                if (scalar == null) declare(field.nested!!, "$name.", omissible, counts, into)
                else {
                    val type = scalar.label + if (field.nullable) "?" else ""
                    into += Param(name, scalar.kind, type, field.nullable, omissible, counts, scalar.choices)
                }
            }
        }
    }
}
