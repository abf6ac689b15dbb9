package mydriver.dsl

import mydriver.model.Memory

/** This many gibibytes (2^30 bytes) of memory, as in `memory = 4.GiB`. */
public val Int.GiB: Memory
    get() = Memory(Math.multiplyExact(toLong(), 1L shl 30))

/** This many mebibytes (2^20 bytes) of memory, as in `memory = 512.MiB`. */
public val Int.MiB: Memory
    get() = Memory(Math.multiplyExact(toLong(), 1L shl 20))
