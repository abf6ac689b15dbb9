package mydriver.store.query

/** What is read from the database as one goes along; it lets go of its connection at the end, or when it is closed. */
public abstract class Cursor<T> internal constructor() : Iterator<T>, AutoCloseable {
    private var ready = false
    private var ended = false

    /** Goes to the next one, and returns whether there is one. */
    internal abstract fun advance(): Boolean

    /** Returns the one that [advance] went to. */
    internal abstract fun current(): T

    /** Lets go of what it reads from. */
    internal abstract fun release()

    override fun hasNext(): Boolean {
        if (!ready && !ended) {
            ready = advance()
            if (!ready) close()
        }
        return ready
    }

    override fun next(): T {
        if (!hasNext()) throw NoSuchElementException("there is nothing more to read")
        ready = false
        return current()
    }

    override fun close() {
        if (ended) return
        ended = true
        ready = false
        release()
    }
}
