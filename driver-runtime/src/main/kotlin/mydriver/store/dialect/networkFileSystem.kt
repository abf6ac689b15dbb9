package mydriver.store.dialect

import java.nio.file.Files
import java.nio.file.Path

private val NETWORK =
    Regex("nfs.*|cifs|smb.*|lustre|gpfs|beegfs|ceph|fuse\\.(sshfs|ceph.*|glusterfs)|afs|9p|panfs|glusterfs")

/**
 * Returns a warning if [file] is on a file system shared by several hosts, where SQLite's locks do not hold; [typeOf]
 * is how the file system of a folder is called.
 */
internal fun networkFileSystemWarning(
    file: Path,
    typeOf: (Path) -> String = { Files.getFileStore(it).type() },
): String? {
    val type = typeOf(file.parent ?: return null)
    if (!NETWORK.matches(type)) return null
    return "$file is on a network file system ($type); use it from one host only, or a PostgreSQL database"
}
