package mydriver.report.figure.choice

/** To what series or panel each trial belongs. */
internal class Belonging
private constructor(val label: String, private val codes: IntArray, private val names: List<String>) {
    fun code(row: Int): Int = codes[row]

    fun name(row: Int): String = names[codes[row]]

    companion object {
        /** Tells trials apart by the values of [trait], which are named with it: `hidden = 32`. */
        fun named(trait: Trait, most: Int): Belonging {
            val groups = trait.groups(most)
            return Belonging(trait.label, groups.codes, groups.names.map { "${trait.label} = $it" })
        }

        /**
         * Tells trials apart by the values of all [traits]; null of none. The first one's values go without its name.
         */
        fun together(traits: List<Trait>, most: Int): Belonging? {
            val first = traits.firstOrNull() ?: return null
            val groups = first.groups(most)
            var codes = groups.codes
            var names = groups.names
            for (trait in traits.drop(1)) {
                val more = trait.groups(most)
                codes = IntArray(codes.size) { codes[it] * more.names.size + more.codes[it] }
                names = names.flatMap { name -> more.names.map { "$name, ${trait.label} = $it" } }
            }
            return Belonging(traits.joinToString { it.label }, codes, names)
        }
    }
}
