package mydriver.deeds

import java.util.concurrent.CyclicBarrier
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import mydriver.dsl.Incomplete
import mydriver.job.JobContext

/** Jobs that do what no job should, one per kind. */
internal val badDeeds: Map<String, JobContext.(Deed) -> Any?> =
    mapOf(
        "fill memory" to
            {
                val all = ArrayList<LongArray>()
                while (true) all.add(LongArray(1 shl 20))
            },
        "loop" to
            {
                report("before", 1.0)
                while (true) Thread.onSpinWait()
            },
        "deadlock" to { deadlock() },
        "close stdout" to
            {
                println("last words")
                System.out.close()
                System.err.close()
                println("never seen")
                report("after", 1.0)
            },
        "delete its directory" to
            {
                directory.parent.parent.toFile().deleteRecursively()
                report("after", 1.0)
            },
        "delete its directory and hand it on" to
            {
                directory.parent.parent.toFile().deleteRecursively()
                Incomplete
            },
        "write into a deleted directory" to
            {
                directory.parent.parent.toFile().deleteRecursively()
                directory.resolve("model").toFile().writeText("x")
            },
        "fill the disk" to
            {
                directory.resolve("big").toFile().outputStream().use { file ->
                    while (true) file.write(ByteArray(1 shl 16))
                }
            },
        "segfault" to
            {
                val unsafe = Class.forName("sun.misc.Unsafe")
                val it = unsafe.getDeclaredField("theUnsafe").apply { isAccessible = true }.get(null)
                unsafe.getMethod("putAddress", Long::class.java, Long::class.java).invoke(it, 0L, 0L)
            },
        "hostile message" to { throw IllegalStateException("a\u0000b \uD800 \u001b[31m") },
        "hostile stderr" to
            {
                System.err.write(byteArrayOf(-1, 0, -2, 10))
                exitProcess(it.amount.toInt())
            },
        "hostile report" to { report("best", "a\u0000b") },
        "leave a thread" to
            {
                thread { Thread.currentThread().join() }
                report("after", 1.0)
            },
        "leave many children" to
            {
                val children = List(it.amount.toInt()) { ProcessBuilder("sleep", "600").start().pid() }
                // One that is nobody's child any more, in a session of its own if the system lets it.
                ProcessBuilder("sh", "-c", "(setsid sleep 600 || sleep 600) >/dev/null 2>&1 & echo \$!")
                    .start()
                    .inputStream
                    .bufferedReader()
                    .readLine()
                    .let { report("children", (children + it).joinToString(" ")) }
            },
        "huge stdout" to
            {
                val megabyte = ByteArray(1 shl 20) { 'x'.code.toByte() }
                repeat(it.amount.toInt()) { System.out.write(megabyte) }
            },
    )

private fun deadlock() {
    val locks = List(2) { ReentrantLock() }
    val both = CyclicBarrier(2)
    fun hold(first: Int) {
        locks[first].lock()
        both.await()
        locks[1 - first].lock()
    }
    thread { hold(0) }
    hold(1)
}
