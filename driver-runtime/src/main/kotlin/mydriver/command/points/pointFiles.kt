package mydriver.command.points

import java.io.BufferedInputStream
import java.io.IOException
import java.io.InputStream
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.extension
import mydriver.model.UsageError

/**
 * Hands the points of a [file] to [use], one by one: JSON (an object, an array of them, one with an array `points`, or
 * an object per line), YAML (the same), or CSV with a header.
 *
 * @throws UsageError if it cannot be read or is not of that form
 */
internal fun readPoints(file: Path, use: (PointRow) -> Unit): Unit =
    try {
        BufferedInputStream(Files.newInputStream(file)).use { stream ->
            stream.skipByteOrderMark()
            read(file, stream, use)
        }
    } catch (failure: CharacterCodingException) {
        throw UsageError("--params $file is not in UTF-8; save it as UTF-8", failure)
    } catch (failure: NoSuchFileException) {
        throw UsageError("--params $file cannot be read: there is no such file; name a JSON, YAML or CSV file", failure)
    } catch (failure: IOException) {
        throw UsageError(
            "--params $file cannot be read: ${failure.message ?: failure}; name a JSON, YAML or CSV file",
            failure,
        )
    }

/** Returns the one point of a [file]. */
internal fun readPoint(file: Path): PointRow {
    var first: PointRow? = null
    var count = 0
    readPoints(file) { row ->
        if (count++ == 0) first = row
    }
    if (count > 1) throw UsageError("--params $file holds $count points; one is wanted here")
    return first ?: throw UsageError("--params $file holds no point; one is wanted here")
}

private fun read(file: Path, stream: InputStream, use: (PointRow) -> Unit) =
    when (file.extension.lowercase()) {
        "csv" -> csvRows(file, stream, ',').forEach(use)
        "tsv" -> csvRows(file, stream, '\t').forEach(use)
        "yaml",
        "yml" -> yamlRows(file, stream).forEach(use)
        "json" -> readJson(file, stream, lines = false, use)
        "jsonl",
        "ndjson" -> readJson(file, stream, lines = true, use)
        else ->
            if (stream.firstVisible().let { it == '{' || it == '[' }) readJson(file, stream, lines = false, use)
            else yamlRows(file, stream).forEach(use)
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
