package mydriver.dispatch

import mydriver.model.SchedulerError

/** A scheduler answered what nobody can read: another version of it, or a warning where none was expected. */
internal class SchedulerAnswerError(scheduler: String, command: String, answer: String, cause: Throwable) :
    SchedulerError(
        "the answer of $scheduler to $command cannot be read: ${cause.message}\n${answer.take(SHOWN)}",
        cause,
    ) {
    private companion object {
        const val SHOWN = 400
    }
}
