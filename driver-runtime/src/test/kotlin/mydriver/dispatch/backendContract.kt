package mydriver.dispatch

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.funSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import kotlin.io.path.Path
import mydriver.model.Resources

/**
 * What a specification of a back-end knows of its scheduler's answers: what was said, and what it means.
 *
 * @property refused what the scheduler says when it takes nothing
 * @property found of the submission `20261121-144900-abc123`
 */
internal class BackendAnswers(
    val submitted: Pair<String, List<String>>,
    val status: Pair<String, List<QueuedWorker>>,
    val refused: String = "error: queue is closed\n",
    val limits: Pair<String, ArrayLimits>? = null,
    val found: Pair<String, List<String>>? = null,
    val evidence: Pair<String, List<Evidence>>? = null,
)

/** Returns what was recorded of the scheduler [name]; see `docs/schedulers.md`. */
internal fun recorded(name: String, what: String): String =
    checkNotNull(BackendAnswers::class.java.getResource("/mydriver/dispatch/$name/$what.txt")) { "$name/$what.txt" }
        .readText()

/** What the dispatcher expects of every scheduler. */
internal fun backendContract(backend: SchedulerBackend, answers: BackendAnswers) = funSpec {
    val request =
        SubmissionRequest(
            "20261121-144900-abc123",
            "it's; \$(x)",
            3,
            Resources(),
            Path("/tmp/a b/sub"),
            passedOn = listOf("--hold it"),
        )
    val script = Path("/tmp/a b/sub/worker.sh")

    test("its name is a word that can be typed") { backend.name shouldMatch Regex("[a-z][a-z0-9]*") }

    test("it reads the ids from what its submit command says") {
        backend.parseSubmitted(answers.submitted.first) shouldBe answers.submitted.second
    }

    test("it finds no id in nothing, nor in a message") {
        backend.parseSubmitted("").shouldBeEmpty()
        backend.parseSubmitted(answers.refused).shouldBeEmpty()
    }

    test("it reads states, and of ids that are gone none") {
        backend.parseStatus(answers.status.first) shouldContainExactlyInAnyOrder answers.status.second
        backend.parseStatus("").shouldBeEmpty()
    }

    test("it reads limits where it can be asked, and knows none of what says nothing") {
        withClue("limits are recorded where they can be asked for") {
            (answers.limits != null) shouldBe (backend.limitsCommand() != null)
        }
        answers.limits?.let { (said, limits) -> backend.parseLimits(said) shouldBe limits }
        backend.parseLimits("") shouldBe ArrayLimits()
    }

    test("it finds a submission by its tag, and none that is not there") {
        withClue("found is recorded where it can be asked for") {
            (answers.found != null) shouldBe (backend.findCommand("t") != null)
        }
        answers.found?.let { (said, ids) ->
            backend.findCommand(request.tag)!!.joinToString(" ") shouldContain request.tag
            backend.parseFound(said, request.tag) shouldBe ids
            if (request.tag in said) backend.parseFound(said, "20261121-144900-abc12").shouldBeEmpty()
        }
        backend.parseFound("", request.tag).shouldBeEmpty()
    }

    test("it reads how workers ended, and nothing of those that have not") {
        withClue("evidence is recorded where there is some") {
            (answers.evidence != null) shouldBe (backend.evidenceCommand(listOf("1")) != null)
        }
        answers.evidence?.let { (said, evidence) ->
            backend.parseEvidence(said).map { it.copy(detail = "") } shouldContainExactlyInAnyOrder evidence
            withClue("details") { backend.parseEvidence(said).filter { it.detail.isBlank() }.shouldBeEmpty() }
        }
        backend.parseEvidence("").shouldBeEmpty()
    }

    test("one command hands all workers over, one asks for all of them, one ends them") {
        backend.submitCommand(script, request).shouldNotBeEmpty().any { "$script" in it } shouldBe true
        val ids = answers.submitted.second
        for (command in
            listOfNotNull(backend.statusCommand(ids), backend.cancelCommand(ids), backend.evidenceCommand(ids))) command
            .joinToString(" ")
            .let { words -> ids.forEach { words shouldContain it } }
    }

    test("what is passed on is one word, in front of the script where the scheduler reads that") {
        val command = backend.submitCommand(script, request)
        if (backend.directivePrefix != null)
            command.filter { it == "--hold it" } shouldContainExactly listOf("--hold it")
        if ("$script" == command.last()) (command.indexOf("--hold it") < command.indexOf("$script")) shouldBe true
    }

    test("a directive is one line behind a prefix, and the raw ones stand last and in order") {
        val raw = request.copy(resources = Resources(raw = listOf("--b x", "--a y")))
        val directives = backend.directives(raw)
        if (directives.isNotEmpty()) {
            backend.directivePrefix!! shouldMatch Regex("#[A-Z]+.*")
            directives.takeLast(2) shouldContainExactly listOf("--b x", "--a y")
        }
        directives.filter { '\n' in it }.shouldBeEmpty()
    }
}
