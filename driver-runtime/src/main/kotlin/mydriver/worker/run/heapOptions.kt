package mydriver.worker.run

import mydriver.model.Memory

/**
 * Returns the Java options that keep the process of a trial within [memory], none for null.
 *
 * Most of it is for the heap, the rest for what a JVM needs beside it. Java knows two percentages: `MinRAMPercentage`
 * is the one that counts when there is little memory.
 */
internal fun heapOptions(memory: Memory?): List<String> =
    if (memory == null) emptyList()
    else listOf("-XX:MaxRAM=${memory.bytes}", "-XX:MaxRAMPercentage=$HEAP", "-XX:MinRAMPercentage=$HEAP")

private const val HEAP = 80
