package mydriver.testing

import java.io.File
import org.opentest4j.TestAbortedException

/**
 * Skips the running test, loudly, unless [thing] is there: `requireOrSkip("tmux") { onPath("tmux") }` prints `skipped:
 * no tmux`. With `MYDRIVER_REQUIRE_ALL=1` in the environment, as on the machines that check every change, a missing
 * thing fails the test instead. The only way to skip a test in this project.
 */
fun requireOrSkip(thing: String, present: () -> Boolean) =
    requireOrSkip(thing, requireAll = System.getenv("MYDRIVER_REQUIRE_ALL") == "1", ::println, present)

internal fun requireOrSkip(thing: String, requireAll: Boolean, say: (String) -> Unit, present: () -> Boolean) {
    if (present()) return
    if (requireAll) throw AssertionError("no $thing, and MYDRIVER_REQUIRE_ALL=1 allows no skipped test: install it")
    say("skipped: no $thing")
    throw TestAbortedException("no $thing")
}

/** Whether [program] is an executable on PATH. */
fun onPath(program: String): Boolean =
    System.getenv("PATH").orEmpty().split(File.pathSeparatorChar).any { File(it, program).canExecute() }
