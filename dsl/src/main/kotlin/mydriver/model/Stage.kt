package mydriver.model

/**
 * How the files of attempts get to the machine that runs them, and back.
 *
 * @property folder the folder of that machine in which attempts work, or null for the one beside the script
 * @property ignore patterns of files that are not copied back: a name or path with `*`, `?` and `[…]`, and `**` for any
 *   number of folders; one that begins with `/` starts at the attempt's files, one that ends with `/` is only of
 *   folders
 * @throws ConfigurationError naming every pattern that is none
 */
public data class Stage(val folder: String? = null, val ignore: List<String> = emptyList()) {
    init {
        val faults = buildList {
            if (folder != null && folder.isBlank())
                add("stage: the folder has no name; leave folder(…) out, or name one")
            if (folder != null && folder.startsWith("ssh://"))
                add(
                    "stage: folder(\"$folder\") is of another host; attempts work on their own, root(\"$folder\") is far"
                )
            for (pattern in ignore) patternFault(pattern)?.let(::add)
        }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
    }

    private fun patternFault(pattern: String): String? =
        when {
            pattern.isBlank() || pattern.trim('/').isEmpty() ->
                "stage: ignore(\"$pattern\") matches no file; give a name such as *.tmp"
            pattern.any { it == '\n' || it == '\r' || it == '\u0000' } ->
                "stage: ignore(\"${pattern.take(SHOWN)}\") holds a line break or U+0000; a pattern is one line"
            else -> null
        }

    private companion object {
        const val SHOWN = 40
    }
}
