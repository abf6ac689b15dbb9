package mydriver.worker.run

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldNotBeNull
import java.nio.file.Files
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import mydriver.deeds.specChild
import mydriver.deeds.specEnvironment
import mydriver.process.ProcessIdentity
import mydriver.process.Processes
import mydriver.process.SpawnSpec
import mydriver.process.awaitEnd
import mydriver.testing.twoSeconds

class KilledSupervisorSpec :
    FunSpec({
        test("when a supervisor is killed, its job, what the job started and the spare end within two seconds") {
            val scratch = tempdir().toPath()
            val log = scratch.resolve("log")
            val supervisor =
                Processes(specEnvironment).spawn(SpawnSpec(specChild("supervise", "$scratch"), scratch, log, log))
            val stdout = scratch.resolve("1/attempt-1/stdout")
            val limit = TimeSource.Monotonic.markNow() + 3.minutes
            while (Files.notExists(stdout) || !stdout.readText().endsWith("\n")) {
                check(limit.hasNotPassedNow() && supervisor.isAlive) { "the job does not start: ${log.readText()}" }
                Thread.onSpinWait()
            }
            val children = ProcessHandle.of(supervisor.identity.pid).get().descendants().map { it.pid() }.toList()
            val pids = children + stdout.readText().trim().split(' ').map { it.toLong() }
            val victims = pids.distinct().map { ProcessIdentity.of(it).shouldNotBeNull() }
            ProcessHandle.of(supervisor.identity.pid).get().destroyForcibly()
            val start = TimeSource.Monotonic.markNow()
            victims.forEach { awaitEnd(it) }
            start.elapsedNow() shouldBeLessThan twoSeconds()
        }
    })
