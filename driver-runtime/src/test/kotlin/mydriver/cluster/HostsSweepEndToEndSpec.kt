package mydriver.cluster

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.io.path.exists

/** Hosts that share no folder: what attempts need is sent there, and what they leave is fetched. */
class HostsSweepEndToEndSpec :
    FunSpec({
        onHosts("the digits sweep runs to its end on two hosts, and its files are fetched", hosts = 2) {
            site.digits()
            site.succeed("dispatch", "--on", "ssh:h1,h2")
            site.awaitDone(DIGITS)
            site.everyTrialDoneOnce(DIGITS)
            site.rows("SELECT DISTINCT host, scheduler FROM %attempt ORDER BY host") shouldBe
                listOf(listOf("h1", "ssh"), listOf("h2", "ssh"))
            val known = site.nativeIds().flatMap { it.split(',') }.toSet()
            site.told {
                site.rows("SELECT DISTINCT native_id FROM %attempt").map { it.single() }.toSet() shouldBe known
            }
            for (host in listOf("h1", "h2")) cluster.on(host, "ls ~/.mydriver/programs").trim().length shouldBe HASH

            site.succeed("pull", "--all")
            for (id in 1..DIGITS) site.folder.resolve("digits.trials/digits/$id/attempt-1/stdout").exists() shouldBe
                true
        }
    })

private const val HASH = 24
