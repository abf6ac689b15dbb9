package mydriver.documents

import io.kotest.assertions.fail
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createDirectories
import kotlin.io.path.createParentDirectories
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.writeText
import mydriver.testing.TempPostgres
import mydriver.testing.onPath
import mydriver.testing.projectFolder
import mydriver.testing.requireOrSkip

/**
 * Plays every page of the documentation as a reader would; what its commands really printed is left in
 * `examples/target/pages`.
 */
@OptIn(ExperimentalPathApi::class) // Deletes a folder without following links.
class TranscriptsEndToEndSpec :
    FunSpec({
        val target = projectFolder.resolve("examples/target")
        val cache = target.resolve("cache").createDirectories()
        // The name of a page, or part of it, for whoever works on one.
        val only = System.getProperty("mydriver.page").orEmpty()
        val absent = setOf("sqlite3", "psql").filterNot(::onPath).toSet()

        context("scripts and transcripts do what the page says") {
            withTests(nameFn = Page::path, ts = pages.filter { it.blocks.isNotEmpty() && only in it.path }) { page ->
                val folder = createTempDirectory("mydriver-page-").toRealPath()
                val run = PageRun(page, Scratch(folder, cache, server(page)), absent)
                val faults = run.faults()
                folder.deleteRecursively()
                target.resolve("pages/${page.path}").createParentDirectories().writeText(run.printed())
                if (faults.isNotEmpty()) fail(faults.joinToString("\n\n"))
                for (program in run.missed) requireOrSkip(program) { false }
            }
        }
    })

/**
 * A page that names a PostgreSQL server gets one, without a word: `localhost` and no port then mean the test server.
 */
private fun server(page: Page): Map<String, String> {
    if (page.blocks.none { block -> block.language != "text" && block.content.any { "postgres://" in it } })
        return emptyMap()
    val server = TempPostgres.shared
    return mapOf("PGHOST" to "localhost", "PGPORT" to "${server.port}", "PGUSER" to "postgres")
}
