package mydriver.command

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import mydriver.model.DriverError
import mydriver.store.NothingInserted
import mydriver.store.StoreOptions
import mydriver.store.TableSet
import mydriver.store.TableSetUrl

/**
 * What one check found.
 *
 * @property wayOut what to do about it, or null when all is well
 */
internal data class Finding(val check: String, val detail: String, val wayOut: String?) {
    /** How it is called in the output. */
    val result: String
        get() = if (wayOut == null) "ok" else "fault"

    companion object {
        fun ok(check: String, detail: String) = Finding(check, detail, wayOut = null)

        fun fault(check: String, detail: String, error: DriverError) = Finding(check, detail, error.message.orEmpty())
    }
}

/** Checks what every command needs. */
internal fun installationChecks(surroundings: Surroundings): List<Finding> {
    val program = surroundings.program
    val archive = program.archive
    return listOf(
        java(program.java),
        folder("cache", program.cache, "set MYDRIVER_CACHE to a folder of yours"),
        // Its absence costs a tenth of a second per command, which is no fault.
        Finding.ok("class-data archive", archive?.toString() ?: "not in use yet; bin/mydriver makes it by itself"),
    )
}

/** Checks what the commands of one experiment need. */
internal fun settingsChecks(surroundings: Surroundings, settings: Settings): List<Finding> =
    database(surroundings, settings.database.value) +
        folder("root", settings.work, "change root(\"…\") in the script, or set ${Settings.ROOT}")

private fun java(version: String): Finding {
    val feature = version.substringBefore('.').takeWhile { it.isDigit() }.toIntOrNull() ?: 0
    return Finding("Java", version, if (feature >= OLDEST_JAVA) null else "install a JDK $OLDEST_JAVA or later")
}

/** Checks that files can be made in [folder], without making the folder itself. */
private fun folder(check: String, folder: Path, wayOut: String): Finding {
    val there = generateSequence(folder) { it.parent }.first { Files.exists(it) }
    return try {
        Files.delete(Files.createTempFile(there, "mydriver-doctor", ".tmp"))
        Finding.ok(check, if (there == folder) "$folder can be written" else "$folder can be made")
    } catch (failure: IOException) {
        Finding(check, "$folder cannot be written: $failure", "make $there writable, or $wayOut")
    }
}

private fun database(surroundings: Surroundings, url: TableSetUrl): List<Finding> {
    val options = StoreOptions(environment = surroundings.environment, readOnly = true)
    return try {
        TableSet.open(url, options).use { tableSet ->
            val there = "${url.masked} answers, schema version ${tableSet.schemaVersion}"
            listOf(
                Finding.ok("database", tableSet.warning?.let { "$there; $it" } ?: there),
                clock(surroundings, tableSet),
            )
        }
    } catch (_: NothingInserted) {
        val file =
            url.file ?: return listOf(Finding.ok("database", "${url.masked} answers; nothing has been inserted yet"))
        listOf(folder("database", file, "change database(\"…\") in the script, or set ${Settings.DATABASE}"))
    } catch (fault: DriverError) {
        listOf(Finding.fault("database", url.masked, fault))
    }
}

private fun clock(surroundings: Surroundings, tableSet: TableSet): Finding {
    val skew = Duration.between(surroundings.clock.instant(), tableSet.now())
    val seconds = skew.toMillis() / MILLIS
    val told = "the database's clock is ${"%+.1f".format(java.util.Locale.ROOT, seconds)} s from this host's"
    val wayOut = "set both clocks by NTP; leases go by the database's clock, files by the host's"
    return Finding("clock", told, wayOut.takeIf { skew.abs() > MOST_SKEW })
}

private const val OLDEST_JAVA = 17
private const val MILLIS = 1000.0
private val MOST_SKEW = Duration.ofSeconds(30)
