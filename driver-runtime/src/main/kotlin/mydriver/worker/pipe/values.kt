package mydriver.worker.pipe

import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.IOException

// Values as a tag and their bits; texts of any length, unlike writeUTF, which stops at 64 kB.

private const val NULL = 0
private const val LONG = 1
private const val DOUBLE = 2
private const val TEXT = 3
private const val FALSE = 4
private const val TRUE = 5

internal fun DataOutputStream.writeText(text: String) {
    val bytes = text.toByteArray(Charsets.UTF_8)
    writeInt(bytes.size)
    write(bytes)
}

internal fun DataInputStream.readText(): String {
    val length = readInt()
    val bytes = readNBytes(length)
    if (bytes.size < length) throw IOException("a text of $length bytes ends after ${bytes.size}")
    return bytes.toString(Charsets.UTF_8)
}

internal fun DataOutputStream.writeValue(value: Any?) {
    when (value) {
        null -> writeByte(NULL)
        is Long -> writeByte(LONG).also { writeLong(value) }
        is Double -> writeByte(DOUBLE).also { writeLong(value.toRawBits()) }
        is String -> writeByte(TEXT).also { writeText(value) }
        is Boolean -> writeByte(if (value) TRUE else FALSE)
        else -> throw IllegalArgumentException("a ${value.javaClass.name} cannot go through the pipe")
    }
}

internal fun DataInputStream.readValue(): Any? =
    when (val tag = readUnsignedByte()) {
        NULL -> null
        LONG -> readLong()
        DOUBLE -> Double.fromBits(readLong())
        TEXT -> readText()
        FALSE -> false
        TRUE -> true
        else -> throw IOException("no value begins with $tag")
    }

internal fun DataInputStream.readPresent(): Any = readValue() ?: throw IOException("a value is missing")

internal fun DataOutputStream.writeMap(map: Map<String, Any?>) {
    writeList(map.entries) { (name, value) ->
        writeText(name)
        writeValue(value)
    }
}

internal fun DataInputStream.readMap(): Map<String, Any?> = readList { readText() to readValue() }.toMap()

internal fun DataInputStream.readPresentMap(): Map<String, Any> = readList { readText() to readPresent() }.toMap()

internal fun <T> DataOutputStream.writeList(items: Collection<T>, write: DataOutputStream.(T) -> Unit) {
    writeInt(items.size)
    items.forEach { write(it) }
}

internal fun <T> DataInputStream.readList(item: DataInputStream.() -> T): List<T> = List(readInt()) { item() }
