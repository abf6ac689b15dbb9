package mydriver.store.dialect

import java.nio.file.Files
import java.nio.file.Path

private val NETWORK =
    Regex("nfs.*|cifs|smb.*|lustre|gpfs|beegfs|ceph|fuse\\.(sshfs|ceph.*|glusterfs)|afs|9p|panfs|glusterfs")

/** Returns a warning if [file] is on a file system shared by several hosts, where SQLite's locks do not hold. */
internal fun networkFileSystemWarning(file: Path): String? {
    val folder = file.parent ?: return null
    val type = Files.getFileStore(folder).type()
    if (!NETWORK.matches(type)) return null
    return "$file is on a network file system ($type); use it from one host only, or a PostgreSQL database"
}
