package mydriver.host

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly

/**
 * What must not compile. Every wrong line ends in a comment that holds a part of the message that is expected for it.
 */
private val wrongUses =
    """
    data class P(val lr: Double, val layers: Int = 3)
    experiment<P>("wrong") {
        database(5) // actual type is 'Int'
        resources { cpus = "two" } // actual type is 'String'
        resources { cpu = 2 } // Unresolved reference 'cpu'
        retries { max = 2.5 } // actual type is 'Double'
        retries { on(OutOfDisk) { } } // Unresolved reference 'OutOfDisk'
        retries { on(Timeout) { backoff(1.seconds) } } // implicit receiver
        root = "here" // Cannot access
        grid {
            trial(P(0.1, layer = 3)) // No parameter with name 'layer'
            trial(P("0.1")) // actual type is 'String'
            trial(P()) // No value passed for parameter 'lr'
            trial("lr" to 0.1) // actual type is 'Pair
            where { it.rate > 1 } // Unresolved reference 'rate'
            job { } // implicit receiver
            uniform("lr") // receiver
            sample(3, seed = 1) { where { it.lr > 1 } } // implicit receiver
            sample(3, seed = 1) { trial(P(choice("lr", "0.1"))) } // 'Double' was expected
            grid { } // implicit receiver
        }
        job { p ->
            grid { } // implicit receiver
            deadline.length // Unresolved reference 'length'
            retries { } // implicit receiver
            report("loss", p.rate) // Unresolved reference 'rate'
            report("loss", listOf(1.0)) // none of the following
            report(0.5, "loss") // none of the following
            stopRequested = true // 'val' cannot be reassigned
        }
        trial(P(0.1)) // None of the following candidates
    }
    experiment("untold") { } // Cannot infer type
    val lists = trials // Unresolved reference 'trials'
    """
        .trimIndent()

class WrongUseSpec :
    FunSpec({
        val lab = ScriptLab(tempdir().toPath())
        val message =
            shouldThrow<ScriptFault> {
                    lab.loader(lab.compiler()).load(lab.write("wrong.exp.kts", wrongUses), emptyList())
                }
                .message!!
        val told =
            Regex("""^wrong\.exp\.kts:(\d+):\d+: (.*)$""", RegexOption.MULTILINE).findAll(message).map {
                it.groupValues[1].toInt() to it.groupValues[2]
            }
        val wrong =
            wrongUses
                .lines()
                .withIndex()
                .filter { " // " in it.value }
                .map { (i, line) ->
                    (i + 1) to line.substringAfter(" // ")
                }

        for ((line, part) in wrong) {
            test("line $line does not compile: ${wrongUses.lines()[line - 1].substringBefore(" // ").trim()}") {
                val messages = told.filter { it.first == line }.map { it.second }.toList()
                messages.filter { part.lowercase() in it.lowercase() }.ifEmpty { messages shouldContain part }
            }
        }

        test("nothing but the wrong lines is complained of") {
            told.map { it.first }.toSortedSet().toList() shouldContainExactly wrong.map { it.first }
        }
    })
