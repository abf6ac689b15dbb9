package mydriver.host

import java.nio.charset.CharacterCodingException
import java.nio.file.Path
import mydriver.command.Bundle
import mydriver.command.ScriptFile
import mydriver.command.jobs.JobListScript
import mydriver.joblist.JobListReader
import mydriver.model.ConfigurationError
import mydriver.script.ScriptFolder

/** Whether a file of this [name] is a job list in the place of a script. */
internal fun isJobList(name: String): Boolean = name.endsWith(JobListScript.ENDING)

/**
 * Returns the built-in experiment of the job list in [source], as if the list lay in [origin].
 *
 * @throws ConfigurationError if it is no job list
 */
internal fun jobListExperiment(source: ScriptSource, origin: Path = source.path): ScriptFile {
    val text =
        try {
            source.bytes.decodeToString(throwOnInvalidSequence = true)
        } catch (failure: CharacterCodingException) {
            throw ConfigurationError("${source.name} is not in UTF-8; save it as UTF-8", failure)
        }
    val list = JobListReader(text, source.name).read()
    val script = ScriptFolder.within(origin.toAbsolutePath().normalize().parent) { JobListScript(list) }
    val experiment = checkNotNull(script.declared) { "a job list declares its experiment" }
    return ScriptFile(origin, script, experiment) { Bundle(source.name, text) }
}
