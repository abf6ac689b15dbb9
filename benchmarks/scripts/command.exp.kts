experiment<Params>("command") {
    database("sqlite:command.db?table=command")
    grid { for (i in 1..1000) trial("i" to i) }
    command("true") { argument(it.int("i")) }
}
