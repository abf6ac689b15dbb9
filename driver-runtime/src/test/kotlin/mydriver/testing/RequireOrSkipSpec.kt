package mydriver.testing

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.string.shouldContain
import org.opentest4j.TestAbortedException

class RequireOrSkipSpec :
    FunSpec({
        val said = mutableListOf<String>()
        beforeTest { said.clear() }

        test("what is there is used without a word") {
            requireOrSkip("warp drive", requireAll = true, said::add) { true }
            said.shouldBeEmpty()
        }

        test("what is missing skips the test and says so") {
            shouldThrow<TestAbortedException> { requireOrSkip("warp drive", requireAll = false, said::add) { false } }
            said shouldContainExactly listOf("skipped: no warp drive")
        }

        test("what is missing fails the test where everything is required") {
            shouldThrow<AssertionError> { requireOrSkip("warp drive", requireAll = true, said::add) { false } }
                .message shouldContain "no warp drive"
        }
    })
