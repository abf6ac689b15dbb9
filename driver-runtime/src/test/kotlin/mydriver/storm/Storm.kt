package mydriver.storm

import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.pathString
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.walk
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import mydriver.host.Machine

/**
 * Lets workers of several scripts run all trials of a database while every second one of them is killed, stands still
 * for longer than its lease, or loses the database.
 *
 * @param seed draws who is hit by what
 */
internal class Storm(private val machine: Machine, private val database: StormDatabase, seed: Int) : AutoCloseable {
    private val random = Random(seed)
    private val temporary = machine.folder.resolve("tmp").createDirectories()
    private val environment = mapOf("TMPDIR" to "$temporary")
    private val workers = ArrayList<StormWorker>()
    private val never = CountDownLatch(1)

    /** What happened, for whoever wonders why it failed. */
    val told = ArrayList<String>()

    /** Inserts the trials of [load] and starts its workers. */
    fun begin(load: StormLoad) {
        val inserted = machine.run(Machine.launcher, load.script, "insert", more = environment)
        withClue(inserted) { inserted.code shouldBe 0 }
        repeat(load.workers) { place ->
            val log = machine.folder.resolve("${load.name}-$place.log")
            // One that nothing fits has the time to take trials back while the others are busy.
            val cpus = if (place == 0) StormLoad.NEEDED_CPUS - 1 else StormLoad.NEEDED_CPUS
            workers += StormWorker(machine, load.script, log, environment, cpus) { tables(load) { holds(it) } }
        }
    }

    /** Rages until all trials of [loads] are done. */
    fun rage(loads: List<StormLoad>) {
        val limit = TimeSource.Monotonic.markNow() + LONGEST
        var tick = 0
        while (loads.any { load -> tables(load) { undone() } > 0 }) {
            check(limit.hasNotPassedNow()) { "trials are left after $LONGEST:\n${story(loads)}" }
            // The pace of the storm, not a wait for anything.
            never.await(1, TimeUnit.SECONDS)
            tick++
            (database as? StormDatabase.Sqlite)?.release(tick)
            workers.forEach { it.look(tick) }
            strike(tick)
        }
    }

    private fun strike(tick: Int) {
        val victim = workers[random.nextInt(workers.size)]
        when (random.nextInt(STRIKES)) {
            0 -> told += "$tick: kill ${victim.pid}".also { victim.kill() }
            1 -> stop(tick, victim)
            else -> told += "$tick: cut".also { database.cut(StormDatabase.Tick(tick, random)) }
        }
    }

    /** One that has trials comes too late for them; that has to happen once, and is worth more than [any] other. */
    private fun stop(tick: Int, any: StormWorker) {
        val awake = workers.filter { !it.stopped }
        val late = if (refused() > 0) null else awake.shuffled(random).firstOrNull { it.hasTrials }
        val victim = late ?: any.takeIf { it in awake } ?: return
        told += "$tick: stop ${victim.pid}"
        victim.stop(tick + STANDSTILL)
    }

    /** Ends the workers in order, and lets one more of each script sweep up behind those that could not. */
    fun end(loads: List<StormLoad>) {
        (database as? StormDatabase.Sqlite)?.release(Int.MAX_VALUE)
        val codes = workers.map { it.end() }
        withClue(story(loads)) {
            codes.toSet() shouldBe setOf(143)
            // One that finds the database locked for longer than it waits does not begin, and is started again.
            workers.flatMap { it.ended }.filter { it != UNREACHABLE }.shouldBeEmpty()
            logged(NOT_STORED) shouldBe 0
        }
        for (load in loads) {
            val last = machine.run(Machine.launcher, load.script, "worker", "--drain", more = environment)
            withClue(last) { last.out.trim().lines().last() shouldBe "0 done" }
        }
    }

    /** Checks everything that a storm must not break. */
    fun check(loads: List<StormLoad>) {
        val killed = workers.flatMap { it.killed }
        withClue(story(loads)) {
            for (load in loads) {
                tables(load) { finishedOnce(load.result) }
                tables(load) { tellAll(workers.filter { it.script == load.script }.flatMap { it.killed }) }
            }
            killed.size shouldBeGreaterThan 3
            refused() shouldBeGreaterThan 0
            loads.sumOf { load -> tables(load) { outcomes() }["LOST"] ?: 0 } shouldBeGreaterThan 3
            leftFiles().shouldBeEmpty()
            leftProcesses().shouldBeEmpty()
        }
    }

    /** Returns how often a worker came too late and was told so. */
    private fun refused(): Int = logged("REFUSED")

    private fun logged(text: String): Int =
        machine.folder.listDirectoryEntries("*.log").sumOf { log -> Files.readAllLines(log).count { text in it } }

    private fun leftFiles(): List<Path> {
        val temporaries = temporary.listDirectoryEntries()
        val unfinished =
            machine.folder.walk().filter { it.name.endsWith(".new") || "/.spare/" in it.pathString }.toList()
        return temporaries + unfinished
    }

    /** Whatever was started here has this machine's cache in its environment. */
    private fun leftProcesses(): List<String> {
        val limit = TimeSource.Monotonic.markNow() + 2.minutes
        while (processes().isNotEmpty() && limit.hasNotPassedNow()) LockSupport.parkNanos(MOMENT)
        return processes()
    }

    private fun processes(): List<String> =
        Path.of("/proc")
            .listDirectoryEntries("[0-9]*")
            .filter { environmentOf(it).contains("MYDRIVER_CACHE=${machine.cache}") }
            .map { it.name + " " + runCatching { it.resolve("cmdline").readText() }.getOrDefault("") }

    private fun environmentOf(process: Path): String = runCatching {
        process.resolve("environ").readBytes().decodeToString()
    }
        .getOrDefault("")

    private fun story(loads: List<StormLoad>): String {
        val counts =
            loads.joinToString("\n") { load ->
                tables(load) { "${load.name}: ${undone()} undone, ${outcomes()}" }
            }
        val logs =
            machine.folder.listDirectoryEntries("*.log").joinToString("\n") { log ->
                "== ${log.name}\n" + Files.readAllLines(log).takeLast(SHOWN).joinToString("\n")
            }
        return "$counts\n${told.joinToString("\n")}\n$logs"
    }

    /** With a connection of its own each time: no connection is safe in a storm. */
    private fun <T> tables(load: StormLoad, look: StormTables.() -> T): T =
        database.connect().use { StormTables(it, load.name, load.trials).look() }

    override fun close() {
        workers.forEach { it.discard() }
        database.close()
    }

    private companion object {
        val LONGEST = 20.minutes
        const val STRIKES = 3
        const val STANDSTILL = 8
        const val SHOWN = 12
        const val UNREACHABLE = 3
        const val MOMENT = 20_000_000L

        /** What a worker says that ends with results in its memory. */
        const val NOT_STORED = "attempts are not stored"
    }
}
