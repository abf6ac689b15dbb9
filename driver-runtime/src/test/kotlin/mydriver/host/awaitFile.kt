package mydriver.host

import java.nio.file.Path
import java.nio.file.StandardWatchEventKinds.ENTRY_CREATE
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.isRegularFile
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

/** Waits until [folder] has a file whose name [wanted] accepts, as told by the file system, and returns it. */
internal fun awaitFile(folder: Path, wanted: (String) -> Boolean): Path =
    folder.createDirectories().fileSystem.newWatchService().use { watch ->
        folder.register(watch, ENTRY_CREATE)
        while (true) {
            folder
                .listDirectoryEntries()
                .firstOrNull { it.isRegularFile() && wanted(it.name) }
                ?.let {
                    return it
                }
            val key = checkNotNull(watch.poll(5, TimeUnit.MINUTES)) { "no such file came to be in $folder" }
            key.pollEvents()
            key.reset()
        }
        error("the loop ends by returning")
    }
