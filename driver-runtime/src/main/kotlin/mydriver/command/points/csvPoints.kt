package mydriver.command.points

import java.io.InputStream
import java.io.InputStreamReader
import java.io.Reader
import java.nio.charset.CodingErrorAction
import java.nio.file.Path
import mydriver.model.UsageError

/**
 * Reads CSV with a header of names, a point per row. An empty cell leaves its param out, `""` is an empty text, `null`
 * is nothing; an empty line is no row.
 */
internal fun csvRows(file: Path, stream: InputStream, separator: Char): Sequence<PointRow> = sequence {
    // A decoder of its own, for it refuses what is not UTF-8 instead of replacing it.
    val decoder = Charsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
    val reader = CsvReader(file, InputStreamReader(stream, decoder).buffered(), separator)
    val names = reader.record()?.map { it.text } ?: return@sequence
    checkHeader(file, names)
    while (true) {
        val line = reader.line
        val cells = reader.record() ?: break
        if (cells.size == 1 && names.size > 1 && cells[0].isEmpty) continue
        if (cells.size != names.size)
            throw UsageError("--params $file:$line has ${cells.size} cells, and the header has ${names.size} names")
        yield(csvRow(file, line, names, cells))
    }
}

private fun csvRow(file: Path, line: Int, names: List<String>, cells: List<FileValue.Spelled>): PointRow {
    val content = RowContent(file, "$file:$line")
    for (i in names.indices) if (!cells[i].isEmpty) content.add(names[i], cells[i])
    return content.row()
}

private val FileValue.Spelled.isEmpty: Boolean
    get() = text.isEmpty() && !quoted

private fun checkHeader(file: Path, names: List<String>) {
    val faults = buildList {
        if (names.any { it.isEmpty() }) add("a column without a name")
        for ((name, columns) in names.groupBy { it }) if (columns.size > 1 && name.isNotEmpty())
            add("two columns $name")
    }
    if (faults.isNotEmpty())
        throw UsageError("--params $file:1: ${faults.joinToString()}; the first line names each column once")
}

/** Takes the text of a CSV file (RFC 4180) apart, record by record; a cell keeps whether it stood in quotes. */
private class CsvReader(private val file: Path, private val text: Reader, private val separator: Char) {
    /** The line that the next record begins in, from 1. */
    var line: Int = 1
        private set

    private var next = text.read()

    /** Returns the cells of the next record, or null at the end. */
    fun record(): List<FileValue.Spelled>? {
        if (next == END) return null
        val cells = ArrayList<FileValue.Spelled>()
        do {
            cells += if (next == QUOTE) quoted() else plain()
        } while (taken(separator.code))
        val returned = taken('\r'.code)
        if (taken('\n'.code) || returned) line++
        else if (next != END) throw UsageError("--params $file:$line: text behind a closing quote; double the quote")
        return cells
    }

    private fun plain(): FileValue.Spelled {
        val cell = StringBuilder()
        while (next != END && next != separator.code && next != '\n'.code && next != '\r'.code) cell.append(take())
        return FileValue.Spelled(cell.toString())
    }

    private fun quoted(): FileValue.Spelled {
        val opened = line
        val cell = StringBuilder()
        take()
        while (true) {
            if (next == END) throw UsageError("--params $file:$opened: a quote is opened here and never closed")
            if (next == '\n'.code) line++
            val char = take()
            if (char.code == QUOTE && !taken(QUOTE)) return FileValue.Spelled(cell.toString(), quoted = true)
            cell.append(char)
        }
    }

    private fun taken(char: Int): Boolean = (next == char).also { if (it) take() }

    private fun take(): Char = next.toChar().also { next = text.read() }

    private companion object {
        const val END = -1
        const val QUOTE = '"'.code
    }
}
