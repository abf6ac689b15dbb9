package mydriver.template.jinja

/** Names and their values, those of [parent] behind them. */
internal class Scope(private val parent: Scope?, val library: TemplateLibrary) {
    private val values = LinkedHashMap<String, Any?>()

    /** What was set here, in order. */
    val own: Map<String, Any?>
        get() = values

    operator fun set(name: String, value: Any?) {
        values[name] = value
    }

    operator fun get(name: String): Any? =
        find(name).let { if (it === MISSING) throw UndefinedFault("\"$name\" is undefined") else it }

    fun child(): Scope = Scope(this, library)

    private fun find(name: String): Any? =
        if (name in values) values[name] else if (parent == null) MISSING else parent.find(name)
}

/** Stands for an argument that was not given, or a name that is not there. */
internal val MISSING: Any = Any()
