package mydriver.documents

import io.kotest.assertions.fail
import java.nio.file.Path
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

private val target = projectFolder.resolve("examples/target")
private val cache: Path by lazy { target.resolve("cache").createDirectories() }

/** What pages as a whole are nothing without: what their programs are written in, or what they are about. */
private val necessary = mapOf("examples/python_train/README.md" to "python3", "docs/provenance.md" to "git")
private val absent: Set<String> by lazy { setOf("sqlite3", "psql").filterNot(::onPath).toSet() }

/** Runs [body] with a scratch that is gone afterwards. */
@OptIn(ExperimentalPathApi::class) // Deletes without following links.
fun onStage(more: Map<String, String> = emptyMap(), body: (Scratch) -> Unit) {
    val folder = createTempDirectory("mydriver-page-").toRealPath()
    try {
        body(Scratch(folder, cache, more))
    } finally {
        folder.deleteRecursively()
    }
}

/**
 * Plays [page], then does [afterwards] in the same scratch. What its commands really printed is left in
 * `examples/target/pages`. Where a program is missing, the rest is played before the test is skipped.
 */
fun play(page: Page, afterwards: (Scratch) -> Unit = {}) {
    necessary[page.path]?.let { requireOrSkip(it) { onPath(it) } }
    onStage(server(page)) { scratch ->
        // What runs Python is rarely the command that names it.
        if (page.blocks.any { it.language == "python" }) requireOrSkip("python3") { onPath("python3") }
        val run = PageRun(page, scratch, absent)
        val faults = run.faults()
        target.resolve("pages/${page.path}").createParentDirectories().writeText(run.printed())
        if (faults.isNotEmpty()) fail(faults.joinToString("\n\n"))
        afterwards(scratch)
        for (program in run.missed) requireOrSkip(program) { false }
    }
}

/** A page that names a PostgreSQL server gets one without a word: `localhost` without a port is the test server. */
private fun server(page: Page): Map<String, String> {
    if (page.blocks.none { block -> block.language != "text" && block.content.any { "postgres://" in it } })
        return emptyMap()
    return mapOf("PGHOST" to "localhost", "PGPORT" to "${TempPostgres.shared.port}", "PGUSER" to "postgres")
}
