package mydriver.store.export

import mydriver.store.json.JsonReader

/**
 * Puts the members of the JSON documents of one kind, params or metrics, into an [ExportRow], in one pass over the
 * bytes of each.
 *
 * Documents of a table set mostly have the same members in the same order, so each name is first compared with the one
 * that stood there in the last document.
 *
 * @param cells for each name the index of its cell, other names are skipped
 */
internal class DocumentCells(private val row: ExportRow, private val cells: Map<String, Int>) {
    private val values = ValueCells(row)
    private val seen = ArrayList<Member>()

    /** Puts what [document] holds into the row; cells that it has nothing for stay as they are. */
    fun put(document: ByteArray) {
        var at = blank(document, expect(document, blank(document, 0), OPEN))
        if (document[at] == CLOSE) return
        var position = 0
        while (true) {
            at = expect(document, at, QUOTE)
            val member = member(position++, document, at)
            at = blank(document, expect(document, blank(document, at + member.name.size + 1), COLON))
            val end = valueEnd(document, at)
            if (member.cell >= 0) values.put(member.cell, document, at, end)
            at = blank(document, end)
            if (document[at] == CLOSE) return
            at = blank(document, expect(document, at, COMMA))
        }
    }

    /** Returns the member whose name begins at [start] of [document], behind the quote. */
    private fun member(position: Int, document: ByteArray, start: Int): Member {
        val known = seen.getOrNull(position)
        if (known != null && known.startsAt(document, start)) return known
        val end = stringEnd(document, start)
        val name = document.copyOfRange(start, end)
        val text = JsonReader("\"${String(name, Charsets.UTF_8)}\"").readValue() as String
        val member = Member(name, cells[text] ?: -1)
        if (known != null) seen[position] = member else seen += member
        return member
    }

    /** Returns where the scalar that begins at [start] ends. */
    private fun valueEnd(document: ByteArray, start: Int): Int {
        if (document[start] == QUOTE) return stringEnd(document, start + 1) + 1
        var at = start
        while (document[at] != COMMA && document[at] != CLOSE && document[at] > BLANK) at++
        return at
    }

    /** Returns where the closing quote of the text is whose first character is at [start]. */
    private fun stringEnd(document: ByteArray, start: Int): Int {
        var at = start
        while (document[at] != QUOTE) at += if (document[at] == BACKSLASH) 2 else 1
        return at
    }

    private fun blank(document: ByteArray, start: Int): Int {
        var at = start
        while (document[at] in 0..BLANK) at++
        return at
    }

    private fun expect(document: ByteArray, at: Int, byte: Byte): Int {
        require(document[at] == byte) {
            "no JSON that was stored here: ${String(document, Charsets.UTF_8).take(SHOWN)}"
        }
        return at + 1
    }

    /** A member's name as it stands in documents, and its cell, or -1 when nobody asks for it. */
    private class Member(val name: ByteArray, val cell: Int) {
        fun startsAt(document: ByteArray, start: Int): Boolean {
            val end = start + name.size
            if (end >= document.size || document[end] != QUOTE) return false
            return java.util.Arrays.equals(document, start, end, name, 0, name.size)
        }
    }

    private companion object {
        const val OPEN = '{'.code.toByte()
        const val CLOSE = '}'.code.toByte()
        const val COLON = ':'.code.toByte()
        const val COMMA = ','.code.toByte()
        const val QUOTE = '"'.code.toByte()
        const val BACKSLASH = '\\'.code.toByte()
        const val BLANK = ' '.code.toByte()
        const val SHOWN = 200
    }
}
