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
    val sections = LinkedHashMap<String, List<Pair<String, String>>>()
    for (group in BuiltIn.Group.entries) sections[group.title] =
        catalog.builtIns.filter { it.builtIn.group == group }.map { it.name to it.help }
    sections["Commands of $file"] = catalog.own.map { it.name to it.help }
    sections["Options of every command"] = SHARED_OPTIONS
    val aligned = sections.values.flatten()
    for ((title, rows) in sections) if (rows.isNotEmpty())
        parts += style.heading("$title:") + "\n" + style.definitions(rows, aligned)
    return parts.joinToString("\n\n")
}

private val SHARED_OPTIONS =
    listOf(
        "--help, -h" to "Show this page, or with a command what the command does.",
        "--version" to "Show the version.",
        "--format F" to "Print table, json, jsonl, csv or tsv.",
        "--database URL" to "Use this table set instead of the script's.",
        "--root DIR" to "Keep run directories here instead of where the script says.",
    )
