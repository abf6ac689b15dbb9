package mydriver.testing

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Debian's chromium, without a window, with nobody's settings, and with no name of any host to be resolved. */
object Browser {
    private const val PATIENCE = 120L

    /** Where it is, or null. */
    val program: Path? by lazy {
        val folders = System.getenv("PATH").orEmpty().split(':').map(Path::of)
        listOf("chromium", "chromium-browser")
            .flatMap { name -> folders.map { it.resolve(name) } }
            .firstOrNull(Files::isExecutable)
    }

    /** Opens the file [page] and returns the document as it is after its scripts have run, as HTML. */
    fun document(page: Path): String = run(page, "--dump-dom")

    private fun run(page: Path, vararg options: String): String {
        val settings = Files.createTempDirectory("mydriver-browser")
        val output = Files.createTempFile("mydriver-browser", ".html")
        val process =
            ProcessBuilder(
                    listOf(program.toString()) + QUIET + "--user-data-dir=$settings" + options + page.toUri().toString()
                )
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
        try {
            check(process.waitFor(PATIENCE, TimeUnit.SECONDS)) { "chromium did not end within $PATIENCE s" }
            check(process.exitValue() == 0) { "chromium ended with ${process.exitValue()}" }
            return Files.readString(output)
        } finally {
            process.descendants().forEach { it.destroyForcibly() }
            process.destroyForcibly().waitFor()
            settings.toFile().deleteRecursively()
            Files.deleteIfExists(output)
        }
    }

    // As root it has no sandbox; the rest keeps it from asking for anything by itself.
    private val QUIET =
        listOf("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run") +
            listOf("--disable-background-networking", "--disable-component-update", "--disable-sync") +
            listOf("--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND") +
            listOf("--window-size=1240,2400", "--virtual-time-budget=8000")
}
