package mydriver.command.points

import java.io.BufferedInputStream
import java.io.IOException
import java.io.InputStream
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import mydriver.model.UsageError

/**
 * Hands the points of a [file] to [use], one by one: JSON (an object, an array of them, one with an array `points`, or
 * an object per line), YAML (the same), or CSV with a header.
 *
 * @throws UsageError if it cannot be read or is not of that form
 */
internal fun <T> readPoints(file: Path, use: (Sequence<PointRow>) -> T): T =
    try {
        BufferedInputStream(Files.newInputStream(file)).use { stream ->
            stream.skipByteOrderMark()
            use(rows(file, stream))
        }
    } catch (failure: CharacterCodingException) {
        throw UsageError("--params $file is not in UTF-8; save it as UTF-8", failure)
    } catch (failure: IOException) {
        throw UsageError(
            "--params $file cannot be read: ${failure.message ?: failure}; name a JSON, YAML or CSV file",
            failure,
        )
    }

/** Returns the one point of a [file]. */
internal fun readPoint(file: Path): PointRow =
    readPoints(file) { rows ->
        val found = rows.take(2).toList()
        found.singleOrNull()
            ?: throw UsageError(
                "--params $file holds ${if (found.isEmpty()) "no point" else "several points"}; one is wanted here"
            )
    }

private fun rows(file: Path, stream: InputStream): Sequence<PointRow> =
    when (file.extension.lowercase()) {
        "csv" -> csvRows(file, stream, ',')
        "tsv" -> csvRows(file, stream, '\t')
        "yaml",
        "yml" -> yamlRows(file, stream)
        "json",
        "jsonl",
        "ndjson" -> jsonRows(file, stream)
        else ->
            if (stream.firstVisible().let { it == '{' || it == '[' }) jsonRows(file, stream) else yamlRows(file, stream)
    }

/** Returns the first character that is no white space, without taking it; null if there is none nearby. */
internal fun InputStream.firstVisible(): Char? {
    mark(LOOK)
    var byte = read()
    var left = LOOK - 1
    while (byte >= 0 && byte.toChar().isWhitespace() && left-- > 0) byte = read()
    reset()
    return byte.takeIf { it >= 0 }?.toChar()
}

private fun InputStream.skipByteOrderMark() {
    mark(BYTE_ORDER_MARK.size)
    if (!readNBytes(BYTE_ORDER_MARK.size).contentEquals(BYTE_ORDER_MARK)) reset()
}

private val BYTE_ORDER_MARK = byteArrayOf(0xEF.toByte(), 0xBB.toByte(), 0xBF.toByte())
private const val LOOK = 4096
