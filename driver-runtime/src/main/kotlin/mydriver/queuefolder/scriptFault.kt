package mydriver.queuefolder

import java.nio.file.Files
import java.nio.file.Path

/**
 * Returns why the system cannot run [script], or null.
 *
 * The system itself would tell less, and the program that starts programs would let a shell have a go at a file without
 * a first line: an empty file, what a copy leaves on a full disk, would count as completed.
 */
internal fun scriptFault(script: Path): String? {
    if (!Files.isExecutable(script)) return "it is not executable; make it so with chmod +x"
    val head = Files.newInputStream(script).use { it.readNBytes(LONGEST_LINE) }
    if (head.take(ELF.size) == ELF) return null
    val line = head.takeWhile { it != NEWLINE }.toByteArray().toString(Charsets.UTF_8)
    if (!line.startsWith("#!")) return "its first line is not #! and an interpreter, such as #!/bin/sh"
    val interpreter = line.drop(2).trimStart(' ', '\t').takeWhile { it != ' ' && it != '\t' }
    return when {
        interpreter.endsWith('\r') -> "its first line ends with a carriage return, as on Windows; convert the line ends"
        interpreter.isEmpty() -> "its first line names no interpreter; write for instance #!/bin/sh"
        !Files.isExecutable(Path.of(interpreter)) -> "its first line names $interpreter, which is no program here"
        else -> null
    }
}

/** How much of a first line Linux looks at; see execve(2). */
private const val LONGEST_LINE = 256
private const val NEWLINE = '\n'.code.toByte()

/** What compiled programs begin with, which may be called .sh too; see elf(5). */
private val ELF = "\u007fELF".toByteArray().toList()
