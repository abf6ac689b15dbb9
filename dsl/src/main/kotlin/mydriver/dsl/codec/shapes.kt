package mydriver.dsl.codec

import java.lang.reflect.Constructor
import java.lang.reflect.Modifier
import kotlin.metadata.KmClass
import kotlin.metadata.KmType
import kotlin.metadata.declaresDefaultValue
import kotlin.metadata.isData
import kotlin.metadata.isNullable
import kotlin.metadata.isSecondary
import kotlin.metadata.jvm.KotlinClassMetadata
import mydriver.job.NonIdentity
import mydriver.model.ConfigurationError

/** Returns the shape of a params class, or throws a [ConfigurationError] that names every fault in it. */
internal fun <P : Any> shapeOf(type: Class<P>, outer: Any?): Shape<P> {
    val faults = ArrayList<String>()
    val shape = ShapeReader(outer, faults).read(type, type.simpleName, emptyList())
    if (shape == null || faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    return shape
}

private class Declared(val name: String, val nullable: Boolean, val optional: Boolean)

private class ShapeReader(private val outer: Any?, private val faults: MutableList<String>) {
    fun <P : Any> read(type: Class<P>, path: String, within: List<Class<*>>): Shape<P>? {
        if (type in within) return fault("$path: ${type.simpleName} holds itself; params classes must be finite")
        val declared = if (type.isRecord) recordFields(type) else dataFields(type)
        if (declared == null)
            return fault(
                "$path: ${type.name} can hold no params; use a data class, a Java record or mydriver.model.Params, " +
                    "with fields that are numbers, text, booleans, enums or such classes"
            )
        if (declared.isEmpty()) return fault("$path: ${type.simpleName} has no params; declare at least one")
        val constructor = constructorOf(type, declared.size) ?: return fault("$path: its constructor cannot be reached")
        val lead = constructor.parameterCount - declared.size
        val fields = declared.mapIndexed { i, one -> field(type, constructor, lead + i, one, path, within + type) }
        if (fields.any { it == null }) return null
        val instance = outer.takeIf { lead == 1 }
        return Shape(type, fields.filterNotNull(), constructor, defaultingOf(type, constructor), instance)
    }

    private fun field(
        type: Class<*>,
        constructor: Constructor<*>,
        position: Int,
        declared: Declared,
        path: String,
        within: List<Class<*>>,
    ): ShapeField? {
        val field = type.getDeclaredField(declared.name).apply { isAccessible = true }
        val here = "$path.${declared.name}"
        val annotations = constructor.parameterAnnotations.let { it[it.size - constructor.parameterCount + position] }
        val identity = annotations.none { it is NonIdentity }
        val scalar = scalarOf(field.type)
        if (scalar == null && declared.nullable)
            return fault("$here: a nested class cannot be nullable; give it a default instead")
        val nested = if (scalar == null) read(field.type, here, within) ?: return null else null
        return ShapeField(declared.name, field, declared.nullable, declared.optional, identity, scalar, nested)
    }

    private fun <T> fault(message: String): T? {
        faults += message
        return null
    }

    @Suppress("UNCHECKED_CAST") // The constructors of Class<P> make Ps.
    private fun <P : Any> constructorOf(type: Class<P>, count: Int): Constructor<P>? =
        type.declaredConstructors
            .filter { !it.isSynthetic }
            .firstOrNull { matches(type, it, count) }
            ?.apply { isAccessible = true } as Constructor<P>?

    private fun matches(type: Class<*>, constructor: Constructor<*>, count: Int): Boolean {
        val lead = constructor.parameterCount - count
        if (lead == 1 && !(outer != null && constructor.parameterTypes[0].isInstance(outer))) return false
        if (lead !in 0..1) return false
        val fields = type.declaredFields.filter { !Modifier.isStatic(it.modifiers) && !it.isSynthetic }.map { it.type }
        return constructor.parameterTypes.drop(lead) == fields.take(count)
    }

    /** Kotlin adds bit masks and a marker behind the parameters of a constructor that has defaults. */
    @Suppress("UNCHECKED_CAST") // The constructors of Class<P> make Ps.
    private fun <P : Any> defaultingOf(type: Class<P>, plain: Constructor<P>): Constructor<P>? =
        type.declaredConstructors
            .firstOrNull { it.isSynthetic && it.parameterTypes.toList().startsWith(plain.parameterTypes.toList()) }
            ?.apply { isAccessible = true } as Constructor<P>?

    private fun <T> List<T>.startsWith(prefix: List<T>) = size > prefix.size && subList(0, prefix.size) == prefix
}

private fun recordFields(type: Class<*>): List<Declared> =
    type.recordComponents.map {
        Declared(it.name, nullable = !it.type.isPrimitive && scalarOf(it.type) != null, optional = false)
    }

private fun dataFields(type: Class<*>): List<Declared>? {
    val metadata = type.getAnnotation(Metadata::class.java) ?: return null
    val read = KotlinClassMetadata.readLenient(metadata) as? KotlinClassMetadata.Class ?: return null
    if (!read.kmClass.isData) return null
    return primaryParameters(read.kmClass)
}

private fun primaryParameters(kmClass: KmClass): List<Declared>? =
    kmClass.constructors
        .firstOrNull { !it.isSecondary }
        ?.valueParameters
        ?.map { Declared(it.name, it.type.nullable, it.declaresDefaultValue) }

private val KmType.nullable: Boolean
    get() = isNullable
