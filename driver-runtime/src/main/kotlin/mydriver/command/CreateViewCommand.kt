package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.report.Listing

/** Makes the view with a typed column per param and metric. */
internal class CreateViewCommand(session: Session) : ExperimentCommand(session) {
    override fun help(context: Context): String =
        "Makes a view in the database with a typed column per param and metric, for sqlite3, psql and whatever reads SQL.\n\n" +
            "Names are kept. insert, create_view and other commands add columns when params or metrics appear."

    override fun run() {
        val made = openForWriting().views.create()
        if (!forPeople)
            return print(Listing.of(mapOf("view" to made.name, "columns" to made.columns, "changed" to made.changed)))
        val what = if (made.changed) "made" else "there already, and up to date:"
        console.line("view ${made.name} $what, ${made.columns.size} columns")
        console.line("try: SELECT * FROM \"${made.name}\" LIMIT 5")
    }
}
