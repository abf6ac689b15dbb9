package mydriver.worker.job

import java.util.Collections
import java.util.IdentityHashMap

/** Packages whose frames tell a job's author nothing. */
private val OURS = listOf("mydriver.worker.", "mydriver.dsl.", "mydriver.host.")

private const val LONGEST_TRACE = 64 * 1024
private const val LONGEST_LINE = 4 * 1024

/**
 * Returns what [failure] says and where in the user's code it happened, causes and suppressed ones included.
 *
 * The first line alone says what went wrong. Frames below the job, which are the same for every trial, are left out.
 */
internal fun trimmedTrace(failure: Throwable): String {
    val text = StringBuilder()
    append(text, failure, "", Collections.newSetFromMap(IdentityHashMap()))
    return if (text.length <= LONGEST_TRACE) text.toString() else text.substring(0, LONGEST_TRACE) + "\n…"
}

/** Returns the first line of an error, at most 4 kB of it. */
internal fun firstLine(error: String): String = error.lineSequence().first().take(LONGEST_LINE)

private fun append(text: StringBuilder, failure: Throwable, prefix: String, seen: MutableSet<Throwable>) {
    text.append(prefix).append(headline(failure))
    if (!seen.add(failure) || text.length > LONGEST_TRACE) return
    for (frame in userFrames(failure)) text.append("\n    at ").append(frame)
    failure.suppressed.forEach { append(text, it, "\nSuppressed: ", seen) }
    failure.cause?.let { append(text, it, "\nCaused by: ", seen) }
}

private fun headline(failure: Throwable): String {
    // Both may run code of the job's author, which may throw in turn.
    val message = runCatching { failure.localizedMessage }.getOrElse { "(its message throws $it)" }
    return if (message == null) failure.javaClass.name else "${failure.javaClass.name}: $message"
}

/** What stands below the call into the job is ours; frames of ours above it are the context that the job called. */
private fun userFrames(failure: Throwable): List<StackTraceElement> {
    val frames = failure.stackTrace.asList()
    val end = frames.indexOfLast { it.className == JobRun::class.java.name }
    return (if (end < 0) frames else frames.take(end)).filterNot { frame ->
        OURS.any { frame.className.startsWith(it) }
    }
}
