package mydriver.testing

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.relativeTo

/** The folder that holds the root `pom.xml`. */
val projectFolder: Path = Path.of(requireNotNull(System.getProperty("mydriver.home")) { "run the tests with Maven" })

/** One hand-written source file: [path] from the root of the project, and its lines. */
class Source(val path: String, val lines: List<String>) {
    val isTest: Boolean = "/src/test/" in path
    val isScript: Boolean = path.endsWith(".kts")
    val fileName: String = path.substringAfterLast('/')
}

/** Every Kotlin and Java file of the project. */
val sources: List<Source> by lazy {
    val roots = listOf("dsl", "driver-runtime", "examples", "benchmarks", "docs").map(projectFolder::resolve)
    roots.filter(Files::isDirectory).flatMap(::sourcesBelow).sortedBy { it.path }
}

private fun sourcesBelow(root: Path): List<Source> =
    Files.walk(root).use { paths ->
        paths
            .filter { it.extension in setOf("kt", "kts", "java") && it.none { part -> part.name == "target" } }
            .map { Source(it.relativeTo(projectFolder).invariantSeparatorsPathString, it.readLines()) }
            .toList()
    }
