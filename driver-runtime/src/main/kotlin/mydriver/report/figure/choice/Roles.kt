package mydriver.report.figure.choice

/**
 * Which params a figure shows, and how.
 *
 * @property series what tells colours apart: none, one, or several that are told together
 * @property facet what tells panels apart
 */
internal class Roles(val x: Trait, val series: List<Trait>, val facet: Trait?) {
    companion object {
        /**
         * Chooses roles among [params] that vary, given how much [influence] each has: the one that matters most is the
         * x axis, a number before others that matter nearly as much, for a line says more than dots; the next ones are
         * colours and panels. In a small grid all that vary find a place, so that each point can be seen.
         */
        fun choose(params: List<Trait>, trials: Int, influence: Map<Trait, Double>): Roles? {
            val ranked = params.filter { it.varies }.sortedByDescending { influence.getValue(it) }
            val x = ranked.firstOrNull { isAxis(it, ranked, influence) } ?: ranked.firstOrNull() ?: return null
            val others = ranked - x
            val grid = x.distinct.size <= GRID && others.all { it.distinct.size <= GRID }
            val useful = others.filter { grid || influence.getValue(it) >= WORTH_IT }
            val series = useful.firstOrNull { it.distinct.size <= COLOURS || it.numeric }
            val facet = useful.firstOrNull { it != series && it.distinct.size in 2..PANELS && (grid || trials >= MANY) }
            val rest = others.filter { it != series && it != facet }
            return Roles(x, listOfNotNull(series) + together(series, rest), facet)
        }

        /** Those of [rest] that can be told together with [series], if that goes for all of them. */
        private fun together(series: Trait?, rest: List<Trait>): List<Trait> {
            val colours =
                rest.fold(series?.distinct?.size ?: 1) { product, it -> product * minOf(it.distinct.size, GRID) }
            return if (colours <= COLOURS) rest else emptyList()
        }

        private fun isAxis(trait: Trait, ranked: List<Trait>, influence: Map<Trait, Double>) =
            trait.numeric &&
                trait.distinct.size > 2 &&
                influence.getValue(trait) >= NEARLY * influence.getValue(ranked[0])

        private const val NEARLY = 0.25
        private const val WORTH_IT = 0.03
        private const val GRID = 12
        private const val COLOURS = 8
        private const val PANELS = 6
        private const val MANY = 200
    }
}
