package mydriver.worker

/**
 * Calls all of [actions], whatever some of them throw; throws the first of that when all are done, with the rest
 * suppressed.
 */
@Suppress("TooGenericExceptionCaught") // Whatever it is, what comes after it must be done.
internal fun closeAll(actions: Iterable<() -> Unit>) {
    var first: Throwable? = null
    for (action in actions) {
        try {
            action()
        } catch (failure: Throwable) {
            if (first == null) first = failure else first.addSuppressed(failure)
        }
    }
    first?.let { throw it }
}
