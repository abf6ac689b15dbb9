package mydriver.script

import java.nio.file.Path

/** Tells a script, while it is built, which folder its file lies in; hosts call it, scripts read `folder`. */
public object ScriptFolder {
    private val current = ThreadLocal<Path>()

    /** Runs [evaluate], which builds a script, and tells that script that its file lies in [folder]. */
    public fun <T> within(folder: Path, evaluate: () -> T): T {
        val before = current.get()
        current.set(folder.toAbsolutePath())
        try {
            return evaluate()
        } finally {
            if (before == null) current.remove() else current.set(before)
        }
    }

    internal fun current(): Path = current.get() ?: Path.of("").toAbsolutePath()
}
