package mydriver.command

import mydriver.command.BuiltIn.Group.ALONE
import mydriver.command.BuiltIn.Group.CHANGE
import mydriver.command.BuiltIn.Group.FILL
import mydriver.command.BuiltIn.Group.HAND_OFF
import mydriver.command.BuiltIn.Group.KEEP
import mydriver.command.BuiltIn.Group.LOOK
import mydriver.command.BuiltIn.Group.RESULTS
import mydriver.command.BuiltIn.Group.RUN

/** Every command of mydriver; a new one is a file and a line here. */
internal object Commands {
    val all: List<BuiltIn> =
        listOf(
            BuiltIn("insert", "Add the points of the grid that are not stored yet.", FILL, ::InsertCommand),
            BuiltIn("run", "Run one trial here and now, without the database.", RUN, ::RunCommand),
            BuiltIn("worker", "Run queued trials.", RUN, ::WorkerCommand),
            BuiltIn("dispatch", "Start workers for what is queued.", HAND_OFF, ::DispatchCommand),
            BuiltIn("submissions", "List hand-offs of workers to schedulers.", HAND_OFF, ::SubmissionsCommand),
            BuiltIn("check", "Find workers that died and trials that they left.", HAND_OFF, ::CheckCommand),
            BuiltIn("list", "List trials, sorted and filtered.", LOOK, ::ListCommand),
            BuiltIn("status", "Count trials by state.", LOOK, ::StatusCommand),
            BuiltIn("show", "Show all that is known of one trial.", LOOK, ::ShowCommand),
            BuiltIn("logs", "Print what the job of a trial printed.", LOOK, ::LogsCommand),
            BuiltIn("why", "Explain why a trial waits, failed, or was stopped.", LOOK, ::WhyCommand),
            BuiltIn("cancel", "Cancel trials; ask jobs that run to stop.", CHANGE, ::CancelCommand),
            BuiltIn("requeue", "Queue trials again that have ended.", CHANGE, ::RequeueCommand),
            BuiltIn("hold", "Keep queued trials from workers.", CHANGE, ::HoldCommand),
            BuiltIn("release", "Give held trials back to workers.", CHANGE, ::ReleaseCommand),
            BuiltIn("prioritize", "Set the priority of trials.", CHANGE, ::PrioritizeCommand),
            BuiltIn("void", "Set trials aside, so that they are duplicates of nothing.", CHANGE, ::VoidCommand),
            BuiltIn("clone", "Insert a copy of a trial with other params.", CHANGE, ::CloneCommand),
            BuiltIn(
                "create_view",
                "Make an SQL view with a column per param and metric.",
                RESULTS,
                ::CreateViewCommand,
            ),
            BuiltIn("drop_view", "Remove the view.", RESULTS, ::DropViewCommand),
            BuiltIn("report", "Draw figures, and write a page that shows what came out.", RESULTS, ::ReportCommand),
            BuiltIn("export", "Write trials to a file for other programs.", RESULTS, ::ExportCommand),
            BuiltIn("sql", "Answer a query in SQL, without changing anything.", RESULTS, ::SqlCommand),
            BuiltIn("diff", "Show in what two trials differ.", RESULTS, ::DiffCommand),
            BuiltIn("pull", "Fetch the files of trials from where they are.", KEEP, ::PullCommand),
            BuiltIn("wait", "Wait until trials have ended.", KEEP, ::WaitCommand),
            BuiltIn("clear_db", "Delete all trials of the table set, after asking.", KEEP, ::ClearDbCommand),
            BuiltIn("reload", "Put trials back from their run directories.", KEEP, ::ReloadCommand),
            BuiltIn("config", "Show the effective settings and where each comes from.", KEEP, ::ConfigCommand),
            BuiltIn("init", "Write a first experiment script.", ALONE, ::InitCommand),
            BuiltIn("cooperate", "Run a list of commands on machines that share a file.", ALONE, ::CooperateCommand),
            BuiltIn("watch", "Run shell scripts that are put into a folder.", ALONE, ::WatchCommand),
            BuiltIn("script", "Write a shell script that runs a program.", ALONE, ::ScriptCommand),
            BuiltIn("find", "Find run directories of trials, without a database.", ALONE, ::FindCommand),
            BuiltIn("completion", "Print the completion script of a shell.", ALONE, ::CompletionCommand),
            BuiltIn("doctor", "Check that everything mydriver needs is there.", ALONE, ::DoctorCommand),
        )
}
