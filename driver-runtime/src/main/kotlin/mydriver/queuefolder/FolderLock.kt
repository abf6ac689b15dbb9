package mydriver.queuefolder

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.OverlappingFileLockException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.WRITE
import mydriver.model.ConfigurationError
import mydriver.process.ProcessIdentity

/** Keeps a second watcher out of a folder for as long as this process lives; the system ends it with the process. */
internal class FolderLock private constructor(private val channel: FileChannel) : AutoCloseable {
    override fun close() {
        channel.close()
    }

    companion object {
        /**
         * Locks [folder].
         *
         * @param host the name of this machine, for whoever is kept out
         * @throws ConfigurationError if another watcher has it
         */
        fun take(folder: Path, host: String): FolderLock {
            val file = folder.resolve(".lock")
            val channel = FileChannel.open(file, CREATE, WRITE)
            try {
                if (!isLocked(channel, folder)) throw taken(folder, file)
                val holder = "process ${ProcessIdentity.current().pid} on $host"
                channel.truncate(0).write(ByteBuffer.wrap(holder.toByteArray()))
                return FolderLock(channel)
            } catch (failure: Exception) {
                channel.close()
                throw failure
            }
        }

        private fun isLocked(channel: FileChannel, folder: Path): Boolean =
            try {
                channel.tryLock() != null
            } catch (_: OverlappingFileLockException) {
                // It is this very process that has it.
                false
            } catch (failure: IOException) {
                throw ConfigurationError(
                    "$folder is on a file system without locks (${failure.message}), so two watchers could run the " +
                        "same script; name a folder on a disk of this machine by --dir",
                    failure,
                )
            }

        private fun taken(folder: Path, file: Path): ConfigurationError {
            val holder = Files.readString(file).ifEmpty { "another process" }
            return ConfigurationError(
                "$folder is watched by $holder already; one watcher is enough for a GPU: end that one first, or " +
                    "choose another --gpu or --dir"
            )
        }
    }
}
