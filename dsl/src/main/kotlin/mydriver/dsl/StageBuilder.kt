package mydriver.dsl

import mydriver.model.Stage

/** How files get to the machine of an attempt and back: `stage { folder("/local/me"); ignore("*.tmp") }`. */
@MydriverDsl
public class StageBuilder internal constructor() {
    private var folder: String? = null
    private val ignore = ArrayList<String>()

    /**
     * Lets attempts work below [path], a disk that each machine has for itself, instead of the folder beside the
     * script. `~` is the home folder there; relative paths start at the script's folder.
     */
    public fun folder(path: String) {
        folder = path
    }

    /**
     * Leaves files behind that match one of [patterns]: `*.tmp` anywhere, `/cache` only right in the attempt's folder,
     * `data/` only folders. They are not there when the trial goes on on another machine.
     */
    public fun ignore(vararg patterns: String) {
        ignore += patterns
    }

    internal fun build() = Stage(folder, ignore.toList())
}
