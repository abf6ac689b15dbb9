package mydriver.store.insert

import java.io.BufferedInputStream
import java.io.BufferedOutputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.InputStream
import java.io.OutputStream
import java.nio.file.Files
import java.nio.file.Path
import mydriver.model.Params

/**
 * Keeps the points of a grid until they are inserted, compactly: in memory up to [limit] bytes, beyond that in a
 * temporary file. So grid code runs before any transaction begins and a grid of millions fits a small heap.
 */
internal class Spool(private val limit: Int = 16 shl 20) : AutoCloseable {
    private val overflow = Overflow()
    private val out = DataOutputStream(BufferedOutputStream(overflow, 1 shl 16))
    private val shapes = ArrayList<List<String>>()
    private val shapeIds = HashMap<List<String>, Int>()
    private var lastNames: Set<String>? = null
    private var lastShape = -1

    /** How many points were added. */
    var size: Long = 0
        private set

    fun add(params: Params) {
        out.writeInt(shapeOf(params.names))
        for (value in params.toMap().values) write(value)
        size++
    }

    /** Calls [action] with every point in order. */
    fun forEach(action: (Params) -> Unit) {
        out.flush()
        DataInputStream(BufferedInputStream(overflow.input(), 1 shl 16)).use { input ->
            for (i in 0 until size) {
                val names = shapes[input.readInt()]
                val values = LinkedHashMap<String, Any?>(names.size * 2)
                for (name in names) values[name] = read(input)
                action(Params.trusted(values))
            }
        }
    }

    override fun close(): Unit = overflow.close()

    private fun shapeOf(names: Set<String>): Int {
        if (names == lastNames && sameOrder(names)) return lastShape
        val list = names.toList()
        lastNames = names
        lastShape =
            shapeIds.getOrPut(list) {
                shapes += list
                shapes.lastIndex
            }
        return lastShape
    }

    private fun sameOrder(names: Set<String>): Boolean {
        val known = shapes[lastShape]
        return names.withIndex().all { (i, name) -> known[i] == name }
    }

    private fun write(value: Any?) {
        when (value) {
            null -> out.writeByte(NULL)
            is Long -> {
                out.writeByte(INTEGER)
                out.writeLong(value)
            }
            is Double -> {
                out.writeByte(REAL)
                out.writeDouble(value)
            }
            is Boolean -> out.writeByte(if (value) TRUE else FALSE)
            is String -> {
                val bytes = value.toByteArray()
                out.writeByte(TEXT)
                out.writeInt(bytes.size)
                out.write(bytes)
            }
        }
    }

    private fun read(input: DataInputStream): Any? =
        when (val tag = input.readByte().toInt()) {
            NULL -> null
            INTEGER -> input.readLong()
            REAL -> input.readDouble()
            TRUE -> true
            FALSE -> false
            TEXT -> String(input.readNBytes(input.readInt()))
            else -> throw IllegalStateException("tag $tag in a spool")
        }

    private inner class Overflow : OutputStream() {
        private val memory = ByteArrayOutputStream()
        private var file: Path? = null
        private var disk: OutputStream? = null

        override fun write(byte: Int) = write(byteArrayOf(byte.toByte()), 0, 1)

        override fun write(bytes: ByteArray, offset: Int, length: Int) {
            if (disk == null && memory.size() + length > limit) spill()
            (disk ?: memory).write(bytes, offset, length)
        }

        private fun spill() {
            val path = Files.createTempFile("mydriver-grid", ".spool")
            file = path
            disk = Files.newOutputStream(path).also { memory.writeTo(it) }
            memory.reset()
        }

        fun input(): InputStream = file?.let { Files.newInputStream(it) } ?: memory.toByteArray().inputStream()

        override fun close() {
            disk?.close()
            file?.let { Files.deleteIfExists(it) }
        }
    }

    private companion object {
        const val NULL = 0
        const val INTEGER = 1
        const val REAL = 2
        const val TRUE = 3
        const val FALSE = 4
        const val TEXT = 5
    }
}
