package mydriver.command

import java.lang.invoke.MethodType
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import kotlin.metadata.KmFunction
import kotlin.metadata.declaresDefaultValue
import kotlin.metadata.isNullable
import kotlin.metadata.jvm.KotlinClassMetadata
import kotlin.metadata.jvm.signature
import mydriver.model.ConfigurationError

/**
 * One parameter of a function in the script.
 *
 * @property name as written in the script
 * @property type its Java class
 * @property nullable whether null is a value
 * @property optional whether it has a default
 */
internal class FunctionParameter(val name: String, val type: Class<*>, val nullable: Boolean, val optional: Boolean)

/** A function of the script, as Kotlin's metadata describes it: Java's reflection knows neither names nor defaults. */
internal class FunctionSignature(private val method: Method) {
    private val owner: Class<*> = method.declaringClass

    /** Its parameters in order. */
    val parameters: List<FunctionParameter> = read()

    /** Calls it on [instance]; arguments that [values] does not hold take their defaults. */
    fun call(instance: Any, values: Map<String, Any?>): Any? {
        val given = parameters.map { values[it.name] }
        method.isAccessible = true
        if (parameters.all { it.name in values }) return method.invoke(instance, *given.toTypedArray())
        // Kotlin adds bit masks of the omitted parameters, one per 32, and a marker that is always null.
        val masks = IntArray((parameters.size + Int.SIZE_BITS - 1) / Int.SIZE_BITS)
        parameters.forEachIndexed { i, one ->
            if (one.name !in values) masks[i / Int.SIZE_BITS] = masks[i / Int.SIZE_BITS] or (1 shl i % Int.SIZE_BITS)
        }
        val filled = parameters.map { if (it.name in values) values[it.name] else zeroOf(it.type) }
        return defaulting().invoke(null, instance, *filled.toTypedArray(), *masks.toTypedArray(), null)
    }

    private fun defaulting(): Method =
        owner.declaredMethods
            .single { it.isSynthetic && it.name == "${method.name}\$default" && matches(it) }
            .apply { isAccessible = true }

    private fun matches(candidate: Method): Boolean =
        candidate.parameterTypes.toList().drop(1).take(parameters.size) == method.parameterTypes.toList()

    private fun read(): List<FunctionParameter> {
        val declared = metadata()?.valueParameters.orEmpty()
        if (declared.size != method.parameterCount)
            throw ConfigurationError(
                "the @Command function ${method.name} is an extension, suspends, or is not written in Kotlin; " +
                    "make it a plain function of the script"
            )
        return declared.mapIndexed { i, one ->
            FunctionParameter(one.name, method.parameterTypes[i], one.type.isNullable, one.declaresDefaultValue)
        }
    }

    private fun metadata(): KmFunction? {
        val annotation = owner.getAnnotation(Metadata::class.java) ?: return null
        val known = KotlinClassMetadata.readLenient(annotation) as? KotlinClassMetadata.Class ?: return null
        val descriptor = MethodType.methodType(method.returnType, method.parameterTypes).toMethodDescriptorString()
        return known.kmClass.functions.firstOrNull {
            it.signature?.name == method.name && it.signature?.descriptor == descriptor
        }
    }

    private fun zeroOf(type: Class<*>): Any? =
        if (type.isPrimitive) java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0) else null
}

/** Returns what [call] gives, with what the called function threw instead of Java's wrapper around it. */
internal inline fun <T> unwrapped(call: () -> T): T =
    try {
        call()
    } catch (wrapper: InvocationTargetException) {
        throw wrapper.targetException
    }
