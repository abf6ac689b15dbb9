package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CyclicBarrier
import kotlin.concurrent.thread
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import mydriver.command.Bundle

class BundleFolderSpec :
    FunSpec({
        test("workers that begin at once all find the script of the same bundle") {
            val folder = tempdir().toPath()
            val barrier = CyclicBarrier(WORKERS)
            val bundles = (1..ROUNDS).map { Bundle("spec.exp.kts", "text $it") }
            val failures = ConcurrentLinkedQueue<Throwable>()
            val texts = ConcurrentLinkedQueue<String>()
            val workers =
                List(WORKERS) {
                    thread {
                        for (bundle in bundles) {
                            barrier.await()
                            runCatching { texts += BundleFolder(folder).script(bundle).readText() }
                                .onFailure(failures::add)
                        }
                    }
                }
            workers.forEach(Thread::join)
            failures.shouldBeEmpty()
            texts.sorted() shouldContainExactly bundles.flatMap { bundle -> List(WORKERS) { bundle.text } }.sorted()
            folder.listDirectoryEntries().map { it.name }.filter { it.startsWith(".") }.shouldBeEmpty()
        }
    }) {
    private companion object {
        const val WORKERS = 4
        const val ROUNDS = 100
    }
}
