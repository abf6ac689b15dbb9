package mydriver.host

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.util.jar.JarEntry
import java.util.jar.JarInputStream
import java.util.jar.JarOutputStream

/** A script's compiled classes as a jar, whose comment is a checksum of all of it. */
internal class ClassArchive(val main: String, val classes: Map<String, ByteArray>) {
    fun encoded(): ByteArray {
        val bytes = ByteArrayOutputStream()
        JarOutputStream(bytes).use { jar ->
            jar.setComment(" ".repeat(Checksum.LENGTH))
            for ((name, content) in classes + (MAIN to main.encodeToByteArray())) {
                jar.putNextEntry(JarEntry(name))
                jar.write(content)
                jar.closeEntry()
            }
        }
        val jar = bytes.toByteArray()
        return Checksum.appended(jar.copyOf(jar.size - Checksum.LENGTH))
    }

    companion object {
        private const val MAIN = "META-INF/mydriver/main"

        /** Reads what [encoded] wrote; throws [IOException] if a byte of it is missing or another one. */
        fun decode(bytes: ByteArray): ClassArchive {
            Checksum.verified(bytes)
            val entries = LinkedHashMap<String, ByteArray>()
            JarInputStream(ByteArrayInputStream(bytes), false).use { jar ->
                generateSequence { jar.nextJarEntry }.forEach { entries[it.name] = jar.readAllBytes() }
            }
            val main = entries.remove(MAIN) ?: throw IOException("the jar names no script class")
            return ClassArchive(main.decodeToString(), entries)
        }
    }
}
