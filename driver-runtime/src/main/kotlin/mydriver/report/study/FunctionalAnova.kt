package mydriver.report.study

/**
 * How much of the variance of what a tree expects is owed to each param alone and to pairs of them.
 *
 * As F. Hutter, H. Hoos and K. Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML
 * 2014, sections 3 and 4, but a param is weighed by how often its values occur among the trials instead of evenly.
 */
internal class FunctionalAnova(private val bins: List<Bins>, private val tree: Tree) {
    private val shares = tree.leaves.map { leaf -> DoubleArray(bins.size) { share(it, leaf.sets[it]) } }
    private val volumes = shares.map { it.fold(1.0, Double::times) }
    private val mean = tree.leaves.indices.sumOf { volumes[it] * tree.leaves[it].mean }

    /** The variance of what the tree expects. */
    val variance: Double = tree.leaves.indices.sumOf { volumes[it] * squared(tree.leaves[it].mean - mean) }

    /** Returns the variance owed to [param] alone. */
    fun alone(param: Int): Double {
        val expected = DoubleArray(bins[param].count)
        tree.leaves.forEachIndexed { i, leaf ->
            val part = leaf.mean * volumes[i] / shares[i][param]
            for (bin in expected.indices) if (leaf.sets[param] shr bin and 1L == 1L) expected[bin] += part
        }
        return expected.indices.sumOf { bins[param].weights[it] * squared(expected[it] - mean) }
    }

    /** Returns the variance owed to [one] and [other] together beyond what each owes alone. */
    fun together(one: Int, other: Int): Double {
        val width = bins[other].count
        val expected = DoubleArray(bins[one].count * width)
        tree.leaves.forEachIndexed { i, leaf ->
            val part = leaf.mean * volumes[i] / shares[i][one] / shares[i][other]
            for (row in 0 until bins[one].count) if (leaf.sets[one] shr row and 1L == 1L)
                for (column in 0 until width) if (leaf.sets[other] shr column and 1L == 1L)
                    expected[row * width + column] += part
        }
        val both =
            expected.indices.sumOf {
                bins[one].weights[it / width] * bins[other].weights[it % width] * squared(expected[it] - mean)
            }
        return maxOf(0.0, both - alone(one) - alone(other))
    }

    private fun share(param: Int, set: Long): Double {
        var sum = 0.0
        for (bin in 0 until bins[param].count) if (set shr bin and 1L == 1L) sum += bins[param].weights[bin]
        return sum
    }

    private fun squared(number: Double) = number * number
}
