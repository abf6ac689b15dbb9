package mydriver.command

/** Returns the page that lists all commands, for `--help` and for whoever typed none. */
internal fun commandList(catalog: Catalog, script: ScriptFile?, style: HelpStyle): String {
    val file = script?.path?.fileName?.toString()
    val parts = ArrayList<String>()
    parts += style.heading("Usage:") + " mydriver ${file ?: "FILE.exp.kts"} COMMAND [options]"
    parts +=
        style.paragraphs(
            if (file == null) "Runs the experiment that a script declares, and keeps its trials in a database."
            else "Runs the experiment \"${shownName(script.experiment.name)}\".",
            indent = 2,
        )
    for (group in BuiltIn.Group.entries) {
        val rows = catalog.builtIns.filter { it.builtIn.group == group }.map { it.name to it.help }
        if (rows.isNotEmpty()) parts += section(group.title, rows, style)
    }
    if (catalog.own.isNotEmpty()) parts += section("Commands of $file", catalog.own.map { it.name to it.help }, style)
    parts += section("Options of every command", SHARED_OPTIONS, style)
    return parts.joinToString("\n\n")
}

private fun section(title: String, rows: List<Pair<String, String>>, style: HelpStyle) =
    style.heading("$title:") + "\n" + style.definitions(rows)

private val SHARED_OPTIONS =
    listOf(
        "--help, -h" to "Show this page, or with a command what the command does.",
        "--version" to "Show the version.",
        "--format F" to "Print table, json, jsonl, csv or tsv.",
        "--database URL" to "Use this table set instead of the script's.",
        "--root DIR" to "Keep run directories here instead of where the script says.",
    )
