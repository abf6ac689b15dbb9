package mydriver.space

/** How the points of a sample are spread over the unit cube. */
internal interface Design {
    /** The word that the grid says for it. */
    val word: String

    /** Returns where the point number [index] lies along the axis [name]: at least 0, less than 1. */
    fun position(name: String, index: Int): Double
}

/** Points that know nothing of each other. */
internal class RandomDesign(seed: Long) : Design {
    private val streams = Streams(seed)
    override val word: String = "sample"

    override fun position(name: String, index: Int): Double = streams[name].unit(index)
}
