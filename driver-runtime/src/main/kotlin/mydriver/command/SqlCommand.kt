package mydriver.command

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.help
import com.github.ajalt.clikt.parameters.options.option
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration
import mydriver.report.Listing
import mydriver.store.sql.Cancelled
import mydriver.store.sql.Question

/** Answers a query that somebody wrote in SQL. */
internal class SqlCommand(session: Session) : ExperimentCommand(session) {
    private val query by argument("QUERY").help("One query: 'SELECT lr, avg(valid_loss) FROM trials GROUP BY lr'.")

    private val timeout by
        option("--timeout", metavar = "T", help = "Give up after this time: 90s, 23h30m, 1:30:00.").time()

    @Volatile private var stopped: Int? = null

    override fun help(context: Context): String =
        "Answers a query in the SQL of the database. It reads, and can change nothing: the database refuses to.\n\n" +
            "Besides the tables there are three views: trials, with a column per param and metric, as create_view makes it; " +
            "attempts; and history, with every value that a metric ever had. They need not be made before, and are up to date.\n\n" +
            "Ctrl-C ends the query, in the database too. Ends with 124 when the time is over."

    override fun run() {
        openForReading().questions.prepare(query).use { question ->
            val done = CountDownLatch(1)
            val watch = watch(question, done)
            try {
                val answer = question.ask()
                print(Listing(answer.columns, answer))
            } catch (_: Cancelled) {
                exitCode = stopped ?: ExitCode.TIMED_OUT
                if (stopped == null) console.note("mydriver: $timeout are over, and the query is not; it was ended")
            } finally {
                done.countDown()
                watch.interrupt()
            }
        }
    }

    /** Cancels [question] when the time is over or somebody asks the process to stop. */
    private fun watch(question: Question, done: CountDownLatch): Thread =
        thread(isDaemon = true, name = "query watch") {
            try {
                stopped = session.surroundings.pauses.pause(timeout ?: Duration.INFINITE)
                // A database forgets what reaches it between two statements.
                do question.cancel() while (!done.await(AGAIN, TimeUnit.MILLISECONDS))
            } catch (_: InterruptedException) {
                return@thread
            }
        }

    private companion object {
        const val AGAIN = 200L
    }
}
