package mydriver.host

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.string.shouldContain

/** The real launcher and jar: what a scheduler does to a worker that has hardly started. */
class EarlySignalsEndToEndSpec :
    FunSpec({
        val machine = Machine(tempdir("early").toPath()).withSystem().withJava()
        val script =
            machine.write(
                "foo.exp.kts",
                """
                data class Work(val number: Int)

                experiment<Work>("early") {
                    grid { trial(Work(1)) }
                    job { }
                }
                """,
            )

        for (signal in listOf("USR1", "USR2")) test(
            "$signal from the first moment on ends no worker before it listens"
        ) {
            machine.run(Machine.launcher, script, "insert")
            val storm =
                // As in the scripts that schedulers run: ignored before anything is started.
                "trap '' USR1 USR2; \"$@\" & worker=\$!; " +
                    "while kill -s $signal \$worker 2>/dev/null; do :; done; wait \$worker"
            val ran = machine.run("sh", "-c", storm, "sh", Machine.launcher, script, "worker", "--drain")
            withClue("$ran") {
                ran.code shouldBeIn listOf(0, 140)
                ran.out shouldContain "worker on "
            }
        }
    })
