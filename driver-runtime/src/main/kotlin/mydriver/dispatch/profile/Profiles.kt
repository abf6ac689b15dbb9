package mydriver.dispatch.profile

import mydriver.dispatch.Backends
import mydriver.dispatch.SchedulerBackend
import mydriver.model.UsageError
import mydriver.model.nearest

/**
 * The profiles of this script and of its user.
 *
 * @property all those that there are; of two with one name the one that stands nearer to the script
 * @property usual the profile or scheduler to take when none is named, null for the scheduler that is detected
 */
public class Profiles(public val all: List<Profile> = emptyList(), public val usual: Usual? = null) {
    /**
     * Returns the scheduler and the profile that [name] means, or those to take when it is null.
     *
     * A name is that of a profile, or of a scheduler; `ssh:h1,h2` names hosts as well. A scheduler without a profile of
     * its name has none.
     *
     * @param present whether a program is on PATH
     * @throws UsageError if there is neither, naming those that there are
     */
    public fun target(name: String?, present: (String) -> Boolean): DispatchTarget {
        val wanted = name ?: usual?.name
        val backend =
            if (wanted == null) Backends.detect(present)
            else {
                all.firstOrNull { it.name == wanted }
                    ?.let {
                        return DispatchTarget(backend(it, present), it)
                    }
                Backends.all.firstOrNull { it.name == wanted.substringBefore(':') } ?: throw unknown(wanted)
            }
        val hosts = wanted?.substringAfter(':', "").orEmpty().split(',').map { it.trim() }.filter { it.isNotEmpty() }
        return DispatchTarget(backend, all.firstOrNull { it.name == backend.name }, hosts)
    }

    private fun backend(profile: Profile, present: (String) -> Boolean): SchedulerBackend {
        val named = profile.scheduler ?: profile.name.takeIf { name -> Backends.all.any { it.name == name } }
        return named?.let(Backends::named) ?: Backends.detect(present)
    }

    private fun unknown(name: String): UsageError {
        val schedulers = Backends.all.map { it.name }
        val close = nearest(name, schedulers + all.map { it.name })
        val meant = if (close.isEmpty()) "" else "; did you mean ${close.joinToString(" or ")}?"
        val profiles = if (all.isEmpty()) "" else "; profiles: ${all.joinToString { it.name }}"
        return UsageError("there is no scheduler \"$name\"; there are: ${schedulers.joinToString()}$profiles$meant")
    }
}

/**
 * What `default` says in a configuration file.
 *
 * @property name of a profile or a scheduler
 * @property origin the file and the line that say so
 */
public data class Usual(val name: String, val origin: String)

/**
 * Where workers are handed to.
 *
 * @property profile null where nobody wrote one
 * @property hosts machines that were named along with it
 */
public data class DispatchTarget(
    val backend: SchedulerBackend,
    val profile: Profile? = null,
    val hosts: List<String> = emptyList(),
)
