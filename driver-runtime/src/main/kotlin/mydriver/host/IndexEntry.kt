package mydriver.host

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.IOException
import java.nio.file.Path

/** What a script's text led to when it was compiled: all that a later start needs to find the compiled classes. */
internal class IndexEntry(val imports: List<Path>, val coordinates: List<String>, val jars: List<Path>) {
    fun encoded(): ByteArray {
        val bytes = ByteArrayOutputStream()
        DataOutputStream(bytes).use { out ->
            out.writeInt(MARK)
            listOf(imports.map { it.toString() }, coordinates, jars.map { it.toString() }).forEach { out.write(it) }
            out.writeInt(MARK)
        }
        return bytes.toByteArray()
    }

    private fun DataOutputStream.write(texts: List<String>) {
        writeInt(texts.size)
        texts.forEach { text ->
            text.encodeToByteArray().let {
                writeInt(it.size)
                write(it)
            }
        }
    }

    companion object {
        private const val MARK = 0x6d796431

        /** Reads what [encoded] wrote; throws [IOException] for anything else. */
        fun decode(bytes: ByteArray): IndexEntry =
            DataInputStream(ByteArrayInputStream(bytes)).use { input ->
                input.mark()
                val (imports, coordinates, jars) = List(3) { input.texts(bytes.size) }
                input.mark()
                IndexEntry(imports.map { Path.of(it) }, coordinates, jars.map { Path.of(it) })
            }

        private fun DataInputStream.mark() {
            if (readInt() != MARK) throw IOException("no index entry")
        }

        private fun DataInputStream.texts(limit: Int): List<String> =
            List(readLength(limit)) {
                readNBytes(readLength(limit)).decodeToString()
            }

        private fun DataInputStream.readLength(limit: Int): Int =
            readInt().also {
                if (it !in 0..limit) throw IOException("no index entry")
            }
    }
}
