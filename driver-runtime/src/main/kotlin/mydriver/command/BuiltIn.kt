package mydriver.command

/**
 * A command that mydriver brings along.
 *
 * @property name as documented; hyphens may be typed for underscores
 * @property help one line for the list of commands
 * @property group where the list of commands shows it
 * @property make builds it; only the command that was typed is built, so that the others cost nothing
 */
internal class BuiltIn(val name: String, val help: String, val group: Group, val make: (Session) -> DriverCommand) {
    /** Headings of the list of commands, in order. */
    enum class Group(val title: String) {
        FILL("Plan and fill"),
        RUN("Run"),
        HAND_OFF("Hand off"),
        LOOK("Look"),
        CHANGE("Change"),
        RESULTS("Results"),
        KEEP("Keep house"),
        ALONE("Without a script"),
    }

    /** Whether it works on an experiment and so wants a script; the others take none, or name it themselves. */
    val needsScript: Boolean
        get() = group != Group.ALONE
}
