package mydriver.dispatch

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.backend.SshBackend
import mydriver.model.UsageError
import mydriver.testing.projectFolder

class BackendsSpec :
    FunSpec({
        include(
            "local: ",
            backendContract(
                LocalBackend,
                BackendAnswers(
                    submitted = "4711\n4712\n" to listOf("4711", "4712"),
                    status = "   4711 S\n   4712 Z\n" to listOf(QueuedWorker("4711", null, QueueState.RUNNING)),
                ),
            ),
        )

        include(
            "ssh: ",
            backendContract(
                SshBackend,
                BackendAnswers(
                    submitted = "node1:4711:8812\nme@node2:12:99\n" to listOf("node1:4711:8812", "me@node2:12:99"),
                    status =
                        "node1:4711:8812 S\nnode1:4712:8813 Z\nme@node2:12:99 ?\n" to
                            listOf(
                                QueuedWorker("node1:4711:8812", null, QueueState.RUNNING),
                                QueuedWorker("me@node2:12:99", null, QueueState.RUNNING, "me@node2 does not answer"),
                            ),
                    found = "node1:4711:8812\n" to listOf("node1:4711:8812"),
                ),
            ),
        )

        test("every file in the folder is registered") {
            val folder: Path = projectFolder.resolve("driver-runtime/src/main/kotlin/mydriver/dispatch/backend")
            folder.listDirectoryEntries("*.kt").map { it.name.removeSuffix(".kt") }.sorted() shouldBe
                Backends.all.map { it.javaClass.simpleName }.sorted()
        }

        test("every back-end has been held to the contract") {
            val specs = projectFolder.resolve("driver-runtime/src/test/kotlin/mydriver/dispatch")
            val held =
                specs.listDirectoryEntries("*.kt").flatMap { file ->
                    Regex("backendContract\\(\\s*([A-Za-z]+),").findAll(file.toFile().readText()).map {
                        it.groupValues[1]
                    }
                }
            held.sorted() shouldBe Backends.all.map { it.javaClass.simpleName }.sorted()
        }

        test("names are unique, and an unknown one is told with those that there are") {
            Backends.all.map { it.name }.shouldBeUnique()
            shouldThrow<UsageError> { Backends.named("slurn") }.message shouldBe
                "there is no scheduler \"slurn\"; there are: ${Backends.all.joinToString { it.name }}"
        }

        context("a scheduler is known by its programs") {
            withData(
                nameFn = { (programs, name) -> "$name: ${programs.joinToString()}" },
                emptyList<String>() to "local",
                listOf("qsub", "qstat") to "local",
                listOf("sbatch", "squeue", "qsub", "pbsnodes") to "slurm",
                listOf("condor_submit", "condor_q") to "condor",
                listOf("qsub", "qconf") to "sge",
                listOf("qsub", "pbsnodes", "qchkpt") to "torque",
                listOf("qsub", "pbsnodes") to "pbs",
            ) { (programs, name) ->
                Backends.detect(programs::contains).name shouldBe name
            }
        }
    })
