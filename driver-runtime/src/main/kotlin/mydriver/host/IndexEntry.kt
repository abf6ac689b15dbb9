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
            listOf(imports.map { it.toString() }, coordinates, jars.map { it.toString() }).forEach { texts ->
                out.writeInt(texts.size)
                texts.forEach { out.writeText(it) }
            }
        }
        return Checksum.appended(bytes.toByteArray())
    }

    private fun DataOutputStream.writeText(text: String) {
        val bytes = text.encodeToByteArray()
        writeInt(bytes.size)
        write(bytes)
    }

    companion object {
        /** Reads what [encoded] wrote; throws [IOException] for anything else. */
        fun decode(bytes: ByteArray): IndexEntry =
            DataInputStream(ByteArrayInputStream(Checksum.verified(bytes))).use { input ->
                val (imports, coordinates, jars) = List(3) { List(input.readInt()) { input.readText() } }
                IndexEntry(imports.map { Path.of(it) }, coordinates, jars.map { Path.of(it) })
            }

        private fun DataInputStream.readText(): String = readNBytes(readInt()).decodeToString()
    }
}
