package mydriver.dispatch.backend

import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import mydriver.dispatch.Delivery
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerBackend
import mydriver.dispatch.SubmissionRequest
import mydriver.dispatch.WorkerVariables

/**
 * No scheduler, but hosts that ssh reaches: workers are processes there, dealt out in turn, in sessions of their own
 * that outlive the connection. The hosts need not share a disk with this one: mydriver itself, the script's folder and
 * the bundle are sent.
 *
 * A worker is known by `host:pid:start`, `start` being its start time in clock ticks since the host began, see proc(5).
 */
internal object SshBackend : SchedulerBackend {
    override val name: String = "ssh"
    override val directivePrefix: String? = null

    override val variables: WorkerVariables =
        WorkerVariables(
            nativeId = "\${MYDRIVER_SSH_HOST-}:$$:\${MYDRIVER_SSH_START-}",
            arrayIndex = "\${MYDRIVER_SSH_INDEX-}",
            node = "\${MYDRIVER_SSH_HOST-}",
        )

    override val sharesDisk: Boolean = false

    /** The first time mydriver is sent as well, which may take a while to far hosts. */
    override val submitLimit: Duration = 15.minutes

    override fun unsupported(request: SubmissionRequest): List<String> = buildList {
        val resources = request.resources
        if (request.hosts.isEmpty())
            add("ssh does not know on which hosts; name them: ssh:host1,host2, or hosts in a profile")
        val odd = request.hosts.filterNot(HOST::matches)
        if (odd.isNotEmpty())
            add("${odd.joinToString { "\"$it\"" }} is no host; give names that ssh knows, such as me@node1")
        val twice = request.hosts.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        if (twice.isNotEmpty()) add("${twice.joinToString()} is named twice; each host gets its share once")
        if (resources.queue != null) add("ssh has no queues; leave queue = \"${resources.queue}\" out")
        if (resources.account != null) add("ssh has no accounts; leave account = \"${resources.account}\" out")
        if (resources.nodes != null) add("ssh gives a worker no more than its host; leave nodes out")
        if (resources.raw.isNotEmpty()) add("ssh has no directives; leave raw(…) out")
        if (request.throttle != null) add("ssh starts all workers at once; ask for fewer workers instead")
        if (request.requeue) add("ssh starts no lost worker again; mydriver queues its trials again by itself")
        if (request.passedOn.isNotEmpty()) add("ssh takes no flags behind --; put options into ~/.ssh/config")
        if (request.delivery == null)
            add("ssh cannot send mydriver to the hosts, since it was not started by bin/mydriver; start it by that")
        request.delivery?.let { addAll(deliveryFaults(it)) }
    }

    override fun directives(request: SubmissionRequest): List<String> = emptyList()

    override fun submitCommand(script: Path, request: SubmissionRequest): List<String> {
        val delivery = request.delivery
        val setting = request.setting
        val plainJava = setting.prologue.isBlank() && setting.environment.keys.none { it in JAVA }
        return command(
            "start",
            request.tag,
            delivery?.key.orEmpty(),
            "${request.jobs}",
            if (plainJava) "yes" else "no",
        ) +
            listOf("$script", delivery?.program?.toString().orEmpty(), delivery?.project?.toString().orEmpty()) +
            delivery?.leftOut.orEmpty().joinToString("\n") +
            request.hosts
    }

    override fun parseSubmitted(output: String): List<String> = output.lines().map { it.trim() }.filter(ID::matches)

    override fun findCommand(tag: String): List<String> = command("find", tag)

    override fun parseFound(output: String, tag: String): List<String> = parseSubmitted(output)

    override fun statusCommand(ids: List<String>): List<String> = command("status", *ids.toTypedArray())

    override fun parseStatus(output: String): List<QueuedWorker> =
        output
            .lines()
            .map { it.trim().split(' ') }
            .filter { it.size == 2 && ID.matches(it[0]) && !it[1].startsWith("Z") }
            .distinctBy { it[0] }
            .map { (id, state) ->
                val silent = if (state == SILENT) "${id.substringBefore(':')} does not answer" else null
                QueuedWorker(id, index = null, QueueState.RUNNING, silent)
            }

    // Each worker has an id of its own.
    override fun workerId(id: String, index: Long?): String = id

    override fun cancelCommand(ids: List<String>): List<String> = command("cancel", *ids.toTypedArray())

    /** Never by itself: nothing says which hosts are meant. */
    override fun detect(present: (String) -> Boolean): Boolean = false

    private fun command(vararg words: String) = listOf("sh", "-c", SCRIPT, "mydriver-ssh") + words

    private fun deliveryFaults(delivery: Delivery): List<String> =
        if (!delivery.tooLarge) emptyList()
        else
            listOf(
                "ssh sends the script's folder to the hosts, and ${delivery.project} holds too much, such as your home " +
                    "${delivery.home}; put the script into a folder of its own"
            )

    private val SCRIPT: String by lazy {
        val stream = checkNotNull(Delivery::class.java.getResourceAsStream("ssh.sh")) { "ssh.sh is not in the jar" }
        stream.use { it.readBytes().decodeToString() }
    }

    private const val SILENT = "?"
    private val JAVA = setOf("JAVA_HOME", "PATH")
    private val HOST = Regex("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,254}")
    private val ID = Regex("[A-Za-z0-9_][A-Za-z0-9_.@-]*:[0-9]+:[0-9]+")
}
