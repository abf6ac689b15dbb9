package mydriver.documents

import java.nio.file.Files
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.relativeTo
import mydriver.testing.projectFolder

/** Every Markdown file of the project. */
val pages: List<Page> by lazy {
    Files.walk(projectFolder).use { files ->
        files
            .filter { it.extension == "md" }
            .filter { file -> file.relativeTo(projectFolder).none { it.name == "target" || it.name.startsWith(".") } }
            .map { Page(it.relativeTo(projectFolder).invariantSeparatorsPathString, it.readLines()) }
            .sorted(compareBy { it.path })
            .toList()
    }
}
