package mydriver.dispatch.profile

import java.nio.file.Path
import kotlin.time.Duration
import mydriver.dispatch.DispatchWishes
import mydriver.dispatch.WorkerSetting
import mydriver.model.Resources

/**
 * What a site or a user wants of hand-offs, as a configuration file says it: `dispatch --on NAME`.
 *
 * What is typed wins over the script, and that over the profile.
 *
 * @property name what it is called
 * @property origin the file and the line that it begins on
 * @property scheduler the name of a back-end, null for the one that is detected
 * @property resources queue, account, walltime, nodes and raw directives; cpus, memory and gpus are the trials' own
 * @property wishes how many workers, and how
 * @property setting what stands around the worker in its script
 * @property requeue whether the scheduler may start a lost worker again
 * @property warning how long before the end of its time a worker is told, null for the usual
 * @property launcher the program that starts mydriver on the nodes, null where this one is found there too
 * @property shown each key and its value as they stand in the file, in order, for `config`
 */
public data class Profile(
    val name: String,
    val origin: String,
    val scheduler: String? = null,
    val resources: Resources = Resources(),
    val wishes: DispatchWishes = DispatchWishes(),
    val setting: WorkerSetting = WorkerSetting(),
    val requeue: Boolean = false,
    val warning: Duration? = null,
    val launcher: Path? = null,
    val shown: Map<String, String> = emptyMap(),
)
