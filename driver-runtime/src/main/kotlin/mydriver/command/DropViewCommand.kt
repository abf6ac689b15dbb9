package mydriver.command

import com.github.ajalt.clikt.core.Context
import mydriver.report.Listing

/** Removes the view. */
internal class DropViewCommand(session: Session) : ExperimentCommand(session) {
    override fun help(context: Context): String = "Removes the view that create_view made. No trial is touched."

    override fun run() {
        val tableSet = openForReading()
        val name = "${tableSet.name}_view"
        val dropped = openForWriting().views.drop()
        if (!forPeople) return print(Listing.of(mapOf("view" to name, "dropped" to dropped)))
        console.line(if (dropped) "view $name dropped" else "there is no view $name; nothing to do")
    }
}
