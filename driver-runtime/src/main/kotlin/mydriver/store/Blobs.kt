package mydriver.store

import java.security.MessageDigest
import java.util.HexFormat

/** Scripts, bundles and diffs, each content once. */
public class Blobs internal constructor(private val store: Store) {
    /** Stores [bytes] unless they are there already, and returns their SHA-256 as 64 hexadecimal digits. */
    public fun put(kind: String, bytes: ByteArray): String {
        val hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
        val sql =
            "INSERT INTO ${store.table("blob")} (hash, kind, bytes, created) VALUES (?, ?, ?, ${store.clock.now}) " +
                "ON CONFLICT DO NOTHING"
        store.connections.write { it.update(sql, hash, kind, bytes) }
        return hash
    }

    /** Returns the bytes whose SHA-256 is [hash], or null if they are not here. */
    public fun get(hash: String): ByteArray? =
        store.connections.read { connection ->
            connection.prepareStatement("SELECT bytes FROM ${store.table("blob")} WHERE hash = ?").use { statement ->
                statement.setString(1, hash)
                statement.executeQuery().use { if (it.next()) it.getBytes(1) else null }
            }
        }
}
