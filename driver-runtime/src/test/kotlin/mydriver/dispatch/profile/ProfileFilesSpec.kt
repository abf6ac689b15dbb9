package mydriver.dispatch.profile

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import mydriver.dispatch.DispatchWishes
import mydriver.dispatch.WorkerSetting
import mydriver.model.ConfigurationError
import mydriver.model.Resources
import mydriver.model.UsageError

class ProfileFilesSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val near = folder.resolve("mydriver.yaml")
        val far = folder.resolve("config.yaml")
        val nothing = { _: String -> false }

        fun read(nearText: String?, farText: String? = null): Profiles {
            for ((file, text) in listOf(near to nearText, far to farText)) {
                file.toFile().delete()
                if (text != null) file.writeText(text.trimIndent() + "\n")
            }
            return ProfileFiles(listOf(near, far)).read()
        }

        test("no file is no profile, and so is an empty one") {
            read(null).all shouldBe emptyList()
            read("# nothing yet").all shouldBe emptyList()
            read(null).target(null, nothing).backend.name shouldBe "local"
        }

        test("every key is read") {
            val profile =
                read(
                        """
                        profiles:
                          site:
                            scheduler: local
                            queue: gpu
                            account: lab
                            walltime: 1h30m
                            nodes: 2
                            raw: [--constraint=skylake, "-l mem=1G"]
                            flags: --hold
                            workers: 20
                            trials_per_worker: 4
                            workers_per_node: 2
                            max_concurrent: 8
                            requeue: true
                            warning: 2m
                            hosts: [h1, h2]
                            environment: { LANG: "C", ODD: "a 'b' $ c" }
                            prologue: |
                              module load java
                              ulimit -c 0
                            epilogue: echo bye
                            launcher: /opt/my driver/bin/mydriver
                            java_home: /opt/jdk
                        """
                    )
                    .all
                    .single()
            profile.resources shouldBe
                Resources(
                    walltime = 90.minutes,
                    queue = "gpu",
                    account = "lab",
                    nodes = 2,
                    raw = listOf("--constraint=skylake", "-l mem=1G"),
                )
            profile.wishes shouldBe DispatchWishes(20, 8, 4, 2, listOf("h1", "h2"), listOf("--hold"))
            profile.setting shouldBe
                WorkerSetting(
                    mapOf("JAVA_HOME" to "/opt/jdk", "LANG" to "C", "ODD" to "a 'b' $ c"),
                    "module load java\nulimit -c 0\n",
                    "echo bye",
                )
            profile.requeue shouldBe true
            profile.warning shouldBe 2.minutes
            profile.launcher.toString() shouldBe "/opt/my driver/bin/mydriver"
            profile.origin shouldBe "$near:2"
            profile.shown.keys.toList() shouldBe ProfileReader.KEYS
            profile.shown["environment"] shouldBe "LANG, ODD"
        }

        test("all faults of all files are told at once, each with its line") {
            shouldThrow<ConfigurationError> {
                    read(
                        """
                        defualt: site
                        profiles:
                          site:
                            schedular: slurm
                            walltime: long
                            nodes: 0
                            requeue: perhaps
                            launcher: bin/mydriver
                            queue: a b
                            environment: { 1X: y, OK: [1] }
                          other: 7
                        """,
                        """
                        profiles: []
                        """,
                    )
                }
                .message shouldBe
                """
                $near:1: there is no key "defualt"; did you mean default? known here: default, profiles
                $near:4: profile site: there is no key "schedular"; did you mean scheduler? known here: ${ProfileReader.KEYS.joinToString()}
                $near:5: profile site: walltime: "long": it must be a time, such as 90s, 4h or 1:30:00
                $near:6: profile site: nodes: "0": it must be a whole number from 1 on
                $near:7: profile site: requeue: "perhaps": it must be true or false
                $near:8: profile site: launcher: "bin/mydriver" must be an absolute path: workers start in a folder of their own
                $near:9: profile site: queue: "a b"; it must be a name without spaces
                $near:10: profile site: environment: "1X" cannot name a variable; use letters, digits and _, no digit first
                $near:10: profile site: environment: OK must be one text
                $near:11: the profile other must hold keys, such as scheduler: slurm
                $far:1: profiles must hold names, each with the keys of a profile below it
                """
                    .trimIndent()
        }

        test("a file that is no YAML is told with its line") {
            shouldThrow<ConfigurationError> { read("profiles:\n  a: [") }.message!!.substringBeforeLast(": ") shouldBe
                "$near:3"
        }

        test("of two profiles with one name the nearer one is taken, whole") {
            val profiles =
                read(
                    "default: a\nprofiles:\n  a: { scheduler: local, workers: 1 }",
                    "default: b\nprofiles:\n  a: { scheduler: local, account: x }\n  b: { scheduler: local, walltime: 1h }",
                )
            profiles.usual shouldBe Usual("a", "$near:1")
            profiles.target(null, nothing).profile!!.wishes.workers shouldBe 1
            profiles.target("a", nothing).profile!!.resources.account shouldBe null
            profiles.target("b", nothing).profile!!.resources.walltime shouldBe 1.hours
        }

        test("a profile named as a scheduler goes with it, also when that is detected") {
            val profiles = read("profiles:\n  local: { workers: 3 }")
            profiles.target("local", nothing).profile!!.wishes.workers shouldBe 3
            profiles.target(null, nothing).profile!!.wishes.workers shouldBe 3
        }

        test("hosts may stand behind the name of a scheduler") {
            val target = Profiles().target("local:h1, h2", nothing)
            target.backend.name to target.hosts shouldBe ("local" to listOf("h1", "h2"))
        }

        test("an unknown name is told with those that there are") {
            val profiles = read("profiles:\n  gpu: { scheduler: local }")
            val message = shouldThrow<UsageError> { profiles.target("gpuu", nothing) }.message!!
            message.substringBefore("; there are") shouldBe "there is no scheduler \"gpuu\""
            message.substringAfter("; profiles") shouldBe ": gpu; did you mean gpu?"
        }
    })
