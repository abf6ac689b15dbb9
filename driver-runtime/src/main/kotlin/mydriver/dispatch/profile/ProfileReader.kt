package mydriver.dispatch.profile

import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import java.nio.file.Path
import mydriver.dispatch.Backends
import mydriver.dispatch.DispatchWishes
import mydriver.dispatch.WorkerSetting
import mydriver.model.ConfigurationError
import mydriver.model.Resources
import mydriver.model.nearest

/**
 * Reads one profile and collects all that is wrong with it.
 *
 * A new key is a line in [KEYS] and one where it is read.
 */
internal class ProfileReader(private val name: String, private val file: Path, private val line: Int) {
    val faults = ArrayList<String>()

    /** Returns the profile in [node], or null if it is none. */
    fun read(node: YamlNode): Profile? {
        if (!NAME.matches(name)) faults += "$file:$line: \"$name\" cannot name a profile; use letters, digits, _ and -"
        if (node !is YamlMap) {
            faults += "$file:$line: the profile $name must hold keys, such as scheduler: slurm"
            return null
        }
        for (key in node.entries.keys) if (key.content !in KEYS)
            faults += "$file:${key.location.line}: profile $name: ${unknownKey(key.content, KEYS)}"
        val values = ProfileValues("$file", "profile $name", node, faults)
        val profile = profile(values)
        // Told in the order in which they stand in the file, which is the one in which they are mended.
        faults.sortBy { fault -> fault.removePrefix("$file:").substringBefore(':').toIntOrNull() ?: line }
        return profile.takeIf { faults.isEmpty() }
    }

    private fun profile(values: ProfileValues): Profile =
        Profile(
            name,
            "$file:$line",
            scheduler(values),
            resources(values),
            wishes(values),
            setting(values),
            values.flag("requeue") ?: false,
            values.time("warning"),
            values.text("launcher")?.let { launcher(values, it) },
            values.shown(),
        )

    private fun scheduler(values: ProfileValues): String? {
        val named = values.text("scheduler") ?: return null
        if (Backends.all.none { it.name == named })
            values.fault(
                "scheduler",
                "there is no scheduler \"$named\"; there are: ${Backends.all.joinToString { it.name }}",
            )
        return named
    }

    private fun resources(values: ProfileValues): Resources =
        try {
            Resources(
                walltime = values.time("walltime"),
                queue = values.text("queue"),
                account = values.text("account"),
                nodes = values.count("nodes"),
                raw = values.texts("raw"),
            )
        } catch (fault: ConfigurationError) {
            for (told in fault.message.orEmpty().lines()) {
                val rule = told.removePrefix("resources: ")
                val key = rule.takeWhile { it.isLetter() }
                values.fault(key, rule.removePrefix(key).removePrefix(" = "))
            }
            Resources()
        }

    private fun wishes(values: ProfileValues) =
        DispatchWishes(
            values.count("workers"),
            values.count("max_concurrent"),
            values.count("trials_per_worker"),
            values.count("workers_per_node"),
            values.texts("hosts"),
            values.texts("flags"),
        )

    private fun setting(values: ProfileValues): WorkerSetting {
        val java = values.text("java_home")?.let { mapOf("JAVA_HOME" to it) }.orEmpty()
        return WorkerSetting(
            java + values.variables("environment"),
            values.text("prologue").orEmpty(),
            values.text("epilogue").orEmpty(),
        )
    }

    private fun launcher(values: ProfileValues, text: String): Path? {
        if (text.startsWith("/")) return Path.of(text)
        values.fault("launcher", "\"$text\" must be an absolute path: workers start in a folder of their own")
        return null
    }

    internal companion object {
        val KEYS =
            listOf(
                "scheduler",
                "queue",
                "account",
                "walltime",
                "nodes",
                "raw",
                "flags",
                "workers",
                "trials_per_worker",
                "workers_per_node",
                "max_concurrent",
                "requeue",
                "warning",
                "hosts",
                "environment",
                "prologue",
                "epilogue",
                "launcher",
                "java_home",
            )
        private val NAME = Regex("[A-Za-z0-9_][A-Za-z0-9_-]*")
    }
}

/** Returns what there is to say of a key that is none of [known]. */
internal fun unknownKey(key: String, known: List<String>): String {
    val close = nearest(key, known)
    val meant = if (close.isEmpty()) "" else "did you mean ${close.joinToString(" or ")}? "
    return "there is no key \"${key.take(SHOWN)}\"; ${meant}known here: ${known.joinToString()}"
}

private const val SHOWN = 40
