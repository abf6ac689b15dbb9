package mydriver.process

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.longs.shouldBeGreaterThanOrEqual
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import java.nio.file.Path
import kotlin.io.path.createParentDirectories
import kotlin.io.path.writeText
import mydriver.dsl.GiB
import mydriver.dsl.MiB
import mydriver.model.Memory

private class FakeMachine(
    val name: String,
    val memory: Memory?,
    val kills: Long,
    vararg val files: Pair<String, String>,
)

private val meminfo = "proc/meminfo" to "MemTotal:       8388608 kB\nMemFree: 1 kB\n"
private val vmstat = "proc/vmstat" to "pgfault 5\noom_kill 7\n"

/** What the kernel shows in `/proc` and `/sys` on machines of several kinds. */
private val machines =
    listOf(
        FakeMachine("nothing to read", null, 0),
        FakeMachine("no cgroups", 8.GiB, 7, meminfo, vmstat),
        FakeMachine(
            "version 2",
            2.GiB,
            3,
            meminfo,
            vmstat,
            "proc/self/cgroup" to "0::/user.slice/job_4\n",
            "sys/fs/cgroup/user.slice/job_4/memory.max" to "2147483648\n",
            "sys/fs/cgroup/user.slice/job_4/memory.events" to "low 0\noom 9\noom_kill 3\n",
            "sys/fs/cgroup/user.slice/memory.max" to "max\n",
        ),
        FakeMachine(
            "version 2, bounded further out",
            512.MiB,
            0,
            meminfo,
            "proc/self/cgroup" to "0::/user.slice/job_4\n",
            "sys/fs/cgroup/user.slice/job_4/memory.max" to "max\n",
            "sys/fs/cgroup/user.slice/memory.max" to "536870912\n",
        ),
        FakeMachine(
            "version 2 in a container, whose group is the top of what it sees",
            1.GiB,
            2,
            meminfo,
            "proc/self/cgroup" to "0::/docker/4711\n",
            "sys/fs/cgroup/memory.max" to "1073741824\n",
            "sys/fs/cgroup/memory.events" to "oom_kill 2\n",
        ),
        FakeMachine(
            "version 1 beside version 2",
            256.MiB,
            5,
            meminfo,
            "proc/self/cgroup" to "9:name=systemd:/\n4:cpu,memory:/slurm/uid_0/job_4\n0::/\n",
            "sys/fs/cgroup/memory/slurm/uid_0/job_4/memory.limit_in_bytes" to "268435456\n",
            "sys/fs/cgroup/memory/slurm/uid_0/job_4/memory.oom_control" to
                "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes" to "9223372036854771712\n",
        ),
        FakeMachine(
            "an old version 1 that does not count",
            8.GiB,
            7,
            meminfo,
            vmstat,
            "proc/self/cgroup" to "4:memory:/\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes" to "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.oom_control" to "oom_kill_disable 0\nunder_oom 0\n",
        ),
        FakeMachine(
            "a group with a name that leads elsewhere",
            8.GiB,
            0,
            meminfo,
            "proc/self/cgroup" to "0::/../../../etc\n",
            "etc/memory.max" to "1\n",
        ),
    )

class MachineSpec :
    FunSpec({
        fun root(vararg files: Pair<String, String>): Path =
            tempdir().toPath().also { root ->
                for ((name, text) in files) root.resolve(name).createParentDirectories().writeText(text)
            }

        context("memory and kills are read as the kernel shows them") {
            withData(nameFn = { it.name }, machines) { machine ->
                val root = root(*machine.files)
                Machine.local(root = root).memory shouldBe machine.memory
                OomKills(root).count() shouldBe machine.kills
            }
        }

        context("cards are counted as the environment allows") {
            val root = root("dev/nvidia0" to "", "dev/nvidia1" to "", "dev/nvidiactl" to "", "dev/null" to "")
            withData(
                nameFn = { "${it.first}" },
                emptyMap<String, String>() to 2,
                mapOf("CUDA_VISIBLE_DEVICES" to "0") to 1,
                mapOf("CUDA_VISIBLE_DEVICES" to "") to 0,
                mapOf("CUDA_VISIBLE_DEVICES" to "-1") to 0,
                mapOf("CUDA_VISIBLE_DEVICES" to "NoDevFiles") to 0,
                mapOf("CUDA_VISIBLE_DEVICES" to "GPU-5ca1ab1e, 3,-1,4") to 2,
                mapOf("ROCR_VISIBLE_DEVICES" to "0,1,2") to 3,
                mapOf("HIP_VISIBLE_DEVICES" to "1,2") to 2,
            ) { (variables, count) ->
                Machine.local(variables::get, root).gpus shouldBe count
            }
        }

        test("this machine has a name, a core and memory") {
            val machine = Machine.local()
            machine.cpus shouldBeGreaterThanOrEqual 1
            machine.memory.shouldNotBeNull().bytes shouldBeGreaterThanOrEqual 64.MiB.bytes
            machine.host shouldMatch Regex(".+")
            // The namespace tells containers with numbers of their own apart.
            machine.bootId shouldMatch Regex("[0-9a-f-]{36}-[0-9]+")
            machine.bootId shouldBe ProcessIdentity.current().bootId
        }
    })
