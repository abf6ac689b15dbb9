package mydriver.store.insert

/**
 * A map from the first 128 bits of fingerprints to 64-bit values, 24 bytes and a half-empty slot per entry, so that a
 * million trials take some 50 MB. Two trials would have to share 128 bits of SHA-256 to be mistaken for each other.
 */
internal class FingerprintMap(capacity: Int = 1 shl 10) {
    private var high = LongArray(capacity)
    private var low = LongArray(capacity)
    private var values = LongArray(capacity)
    private var mask = capacity - 1

    /** How many entries there are. */
    var size: Int = 0
        private set

    /** Returns the value of a fingerprint, or null. */
    operator fun get(key: Key): Long? {
        val slot = slot(key.high, key.low)
        return if (taken(slot)) values[slot] else null
    }

    /** Sets the value of a fingerprint and returns whether it is new. */
    fun put(key: Key, value: Long): Boolean {
        val slot = slot(key.high, key.low)
        val fresh = !taken(slot)
        high[slot] = key.high
        low[slot] = key.low
        values[slot] = value
        if (fresh && ++size > mask / 2) grow()
        return fresh
    }

    /** Calls [action] with every entry. */
    fun forEach(action: (Key, Long) -> Unit) {
        for (slot in high.indices) if (taken(slot)) action(Key(high[slot], low[slot]), values[slot])
    }

    private fun taken(slot: Int) = high[slot] != 0L || low[slot] != 0L

    private fun slot(h: Long, l: Long): Int {
        var slot = (h xor (l ushr 32)).toInt() and mask
        while (taken(slot) && !(high[slot] == h && low[slot] == l)) slot = (slot + 1) and mask
        return slot
    }

    private fun grow() {
        val (oldHigh, oldLow, oldValues) = Triple(high, low, values)
        high = LongArray(oldHigh.size * 2)
        low = LongArray(oldHigh.size * 2)
        values = LongArray(oldHigh.size * 2)
        mask = high.size - 1
        for (i in oldHigh.indices) {
            if (oldHigh[i] == 0L && oldLow[i] == 0L) continue
            val slot = slot(oldHigh[i], oldLow[i])
            high[slot] = oldHigh[i]
            low[slot] = oldLow[i]
            values[slot] = oldValues[i]
        }
    }

    /** The first 128 bits of a fingerprint, perhaps mixed with a replicate. */
    internal data class Key(val high: Long, val low: Long) {
        /** Returns the key of one replicate: a distinct one for each. */
        fun of(replicate: Long): Key =
            if (replicate == 0L) this else Key(high, low xor (replicate * -0x61c8864680b583ebL))

        companion object {
            /**
             * Returns the key of a [fingerprint] or of its first 32 digits; an all-zero one is moved out of the way.
             */
            fun of(fingerprint: String): Key {
                val low = java.lang.Long.parseUnsignedLong(fingerprint, 16, 32, 16)
                return Key(java.lang.Long.parseUnsignedLong(fingerprint, 0, 16, 16), if (low == 0L) 1 else low)
            }
        }
    }
}
