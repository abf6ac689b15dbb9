package mydriver.dispatch

import mydriver.model.ConfigurationError

/**
 * What the script of a worker does around it, as a site needs it.
 *
 * @property environment variables of the worker, over those that the scheduler sets
 * @property prologue text for `sh` before the worker starts, such as `. /opt/java/env.sh`; if its last command fails,
 *   no worker starts
 * @property epilogue text for `sh` after it ended, also when it was stopped
 * @throws mydriver.model.ConfigurationError if a variable's name is none, naming all that are not
 */
public data class WorkerSetting(
    val environment: Map<String, String> = emptyMap(),
    val prologue: String = "",
    val epilogue: String = "",
) {
    init {
        val odd = environment.keys.filterNot(NAME::matches)
        if (odd.isNotEmpty())
            throw ConfigurationError(
                "environment: ${odd.joinToString { "\"$it\"" }}; names of variables are letters, digits and _, and begin " +
                    "with no digit"
            )
    }

    private companion object {
        val NAME = Regex("[A-Za-z_][A-Za-z0-9_]*")
    }
}
