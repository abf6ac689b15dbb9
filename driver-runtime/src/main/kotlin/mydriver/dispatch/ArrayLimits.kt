package mydriver.dispatch

/**
 * What a site allows.
 *
 * @property maxArraySize the most workers of one array, null if there is no limit
 * @property maxSubmitted the most workers that a user may have waiting and running, null if there is no limit
 */
public data class ArrayLimits(val maxArraySize: Int? = null, val maxSubmitted: Int? = null)
