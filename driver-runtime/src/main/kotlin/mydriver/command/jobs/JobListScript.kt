package mydriver.command.jobs

import mydriver.joblist.JobList
import mydriver.model.CommandJob
import mydriver.model.ProgramCall
import mydriver.model.shellCommand
import mydriver.script.ExperimentScript

/**
 * One command of a job list, as params.
 *
 * @property command its words as one line, quoted as a POSIX shell wants them: so it lists well, and can be copied
 */
internal data class ListedCommand(val command: String) {
    init {
        require(shellWords(command).firstOrNull().orEmpty().isNotEmpty()) { "the command names no program" }
    }
}

/** The experiment that a job list is in the place of a script: a trial per command, in the folder of the list. */
internal class JobListScript(private val list: JobList) : ExperimentScript(emptyArray()) {
    /** Whether commands that are marked as executed are points too. */
    var executedToo: Boolean = false

    /** How many commands are marked as executed. */
    val executed: Int = list.entries.count { it.executed }

    init {
        experiment<ListedCommand>(NAME) {
            grid {
                for (entry in list.entries) {
                    if (executedToo || !entry.executed) trial(ListedCommand(shellCommand(entry.words)))
                }
            }
            command(CommandJob { params, _ -> ProgramCall(shellWords(params.command)) })
        }
    }

    companion object {
        /** The job's name: the same for all lists, so that a command is the same trial in each. */
        const val NAME: String = "jobs"

        /** How the name of a file ends that is taken for a job list instead of a script. */
        const val ENDING: String = ".json"
    }
}
