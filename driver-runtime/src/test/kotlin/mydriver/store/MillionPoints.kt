package mydriver.store

/** Inserts a million points twice and prints the counts; run in a process with a small heap. */
object MillionPoints {
    @JvmStatic
    fun main(args: Array<String>) {
        TableSet.open(args.single()).use { tableSet -> repeat(2) { println(tableSet.insert(counting(1_000_000))) } }
    }
}
