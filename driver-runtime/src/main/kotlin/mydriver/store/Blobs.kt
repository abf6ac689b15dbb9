package mydriver.store

import java.io.ByteArrayOutputStream
import java.security.MessageDigest
import java.util.HexFormat
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream

/** Scripts, bundles and diffs, each content once. */
public class Blobs internal constructor(private val store: Store) {
    /** Stores [bytes] unless they are there already, and returns their SHA-256 as 64 hexadecimal digits. */
    public fun put(kind: String, bytes: ByteArray): String = put(kind, bytes, bytes)

    /** Stores [diff], compressed, unless it is there already, and returns the SHA-256 of what it says. */
    public fun putDiff(diff: ByteArray): String {
        val packed = ByteArrayOutputStream()
        GZIPOutputStream(packed).use { it.write(diff) }
        return put(DIFF, diff, packed.toByteArray())
    }

    /** Returns the diff whose SHA-256 is [hash], or null if it is not here. */
    public fun diff(hash: String): ByteArray? =
        get(hash)?.let { packed -> GZIPInputStream(packed.inputStream()).use { it.readAllBytes() } }

    private fun put(kind: String, content: ByteArray, bytes: ByteArray): String {
        val hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))
        val sql =
            "INSERT INTO ${store.table("blob")} (hash, kind, bytes, created) VALUES (?, ?, ?, ${store.clock.now}) " +
                "ON CONFLICT DO NOTHING"
        store.connections.write { it.update(sql, hash, kind, bytes) }
        return hash
    }

    /** Returns the bytes as stored whose SHA-256 is [hash], or null if they are not here. */
    public fun get(hash: String): ByteArray? =
        store.connections.read { connection ->
            connection.prepareStatement("SELECT bytes FROM ${store.table("blob")} WHERE hash = ?").use { statement ->
                statement.setString(1, hash)
                statement.executeQuery().use { if (it.next()) it.getBytes(1) else null }
            }
        }

    private companion object {
        const val DIFF = "diff"
    }
}
