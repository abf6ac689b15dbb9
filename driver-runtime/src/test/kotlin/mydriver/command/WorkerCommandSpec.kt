package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import mydriver.store.TestPlace

class WorkerCommandSpec :
    FunSpec({
        val folder = tempdir().toPath()

        context("a worker that is to end while it signs on does so in order, and signs off") {
            withData(nameFn = { it.label }, TestPlace.all) { place ->
                val url = place.url()
                val script = scriptFile(folder, Awkward())
                val desk = Desk(folder, environment = mapOf("MYDRIVER_DATABASE" to url.masked))
                desk.succeed(script, "insert")
                fun workers(): List<Any?> = place.query(url, "SELECT state FROM \"${url.name}_worker\"")
                var known: List<Any?>? = null
                desk.listening = { known = workers() }
                desk.signal = 143
                desk.type("worker", script = script).let {
                    it.code shouldBe 143
                    it.out shouldContain "stopping: no more trials are claimed"
                }
                known shouldBe emptyList()
                workers() shouldContainExactly listOf("ENDED")
            }
        }
    })
