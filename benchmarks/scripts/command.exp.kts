experiment<Params>("command") {
    database("sqlite:command.db?table=command")
    grid { for (i in 1..(System.getenv("POINTS") ?: "0").toInt()) trial("i" to i) }
    command("true") { argument(it.int("i")) }
}
