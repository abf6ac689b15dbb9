package mydriver.dispatch

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import mydriver.dispatch.backend.LocalBackend
import mydriver.dispatch.backend.SshBackend
import mydriver.model.Resources
import mydriver.model.UsageError
import mydriver.testing.projectFolder

/** What a specification of a back-end knows of its scheduler's answers. */
internal class BackendAnswers(
    val submitted: Pair<String, List<String>>,
    val status: Pair<String, List<QueuedWorker>>,
)

/** What the dispatcher expects of every scheduler. */
internal fun backendContract(backend: SchedulerBackend, answers: BackendAnswers) = funSpec {
    val request = SubmissionRequest("20260301-123005-abc123", "it's; \$(x)", 3, Resources(), Path("/tmp/a b/sub"))
    val script = Path("/tmp/a b/sub/worker.sh")

    test("its name is a word that can be typed") { backend.name shouldMatch Regex("[a-z][a-z0-9]*") }

    test("it reads the ids from what its submit command says") {
        backend.parseSubmitted(answers.submitted.first) shouldBe answers.submitted.second
    }

    test("it finds no id in nothing, nor in a message") {
        backend.parseSubmitted("").shouldBeEmpty()
        backend.parseSubmitted("error: queue is closed\n").shouldBeEmpty()
    }

    test("it reads states, and of ids that are gone none") {
        backend.parseStatus(answers.status.first) shouldBe answers.status.second
        backend.parseStatus("").shouldBeEmpty()
    }

    test("one command hands all workers over, one asks for all of them, one ends them") {
        backend.submitCommand(script, request).shouldNotBeEmpty().any { "$script" in it } shouldBe true
        val ids = answers.submitted.second
        backend.statusCommand(ids).joinToString(" ").let { command -> ids.forEach { command shouldContain it } }
        backend.cancelCommand(ids).joinToString(" ").let { command -> ids.forEach { command shouldContain it } }
    }

    test("a directive is one line behind a prefix") {
        val directives = backend.directives(request)
        if (directives.isNotEmpty()) backend.directivePrefix!! shouldMatch Regex("#[A-Z]+.*")
        directives.filter { '\n' in it }.shouldBeEmpty()
    }
}

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
                ),
            ),
        )

        test("every file in the folder is registered") {
            val folder: Path = projectFolder.resolve("driver-runtime/src/main/kotlin/mydriver/dispatch/backend")
            folder.listDirectoryEntries("*.kt").map { it.name.removeSuffix(".kt") }.sorted() shouldBe
                Backends.all.map { it.javaClass.simpleName }.sorted()
        }

        test("names are unique, and an unknown one is told with those that there are") {
            Backends.all.map { it.name }.shouldBeUnique()
            shouldThrow<UsageError> { Backends.named("slurn") }.message shouldBe
                "there is no scheduler \"slurn\"; there are: ${Backends.all.joinToString { it.name }}"
        }

        test("a machine without any scheduler starts local workers") { Backends.detect { false }.name shouldBe "local" }
    })
