package mydriver

import com.tngtech.archunit.base.DescribedPredicate
import com.tngtech.archunit.core.domain.JavaAccess
import com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe
import java.sql.DriverManager
import java.time.Clock
import java.time.Instant
import java.util.UUID
import mydriver.testing.productionClasses

/** What only some packages may touch, so that everything else can be tested without it. */
private val boundaries: Map<String, ArchRule> =
    mapOf(
        "only mydriver.store knows SQL" to
            library(
                "org.jetbrains.exposed..",
                "java.sql..",
                "javax.sql..",
                "org.sqlite..",
                "org.postgresql..",
                "com.zaxxer..",
                allowedIn = listOf("store"),
            ),
        "only mydriver.command and mydriver.host know the command line library" to
            library("com.github.ajalt..", allowedIn = listOf("command", "host")),
        "only mydriver.host and the script definition know the compiler" to
            library(
                "org.jetbrains.kotlin..",
                "kotlin.script.experimental.jvmhost..",
                allowedIn = listOf("host", "script"),
            ),
        "nobody uses kotlin-reflect, whose first use costs more than a whole command" to
            library("kotlin.reflect.full..", "kotlin.reflect.jvm..", allowedIn = listOf()),
        "the job contract is plain Java" to
            noClasses()
                .that()
                .resideInAPackage("mydriver.job..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("kotlin..", "kotlinx..")),
        "only mydriver.process starts processes" to
            access("start processes", allowedIn = listOf("process")) {
                it in
                    setOf("java.lang.ProcessBuilder.<init>", "java.lang.ProcessBuilder.start", "java.lang.Runtime.exec")
            },
        "only mydriver.host prints, exits or reads the environment" to
            access("print, exit or read the environment", allowedIn = listOf("host")) {
                it in
                    setOf(
                        "java.lang.System.getenv",
                        "java.lang.System.exit",
                        "java.lang.Runtime.exit",
                        "java.lang.Runtime.halt",
                        "java.lang.System.out",
                        "java.lang.System.err",
                        "java.lang.System.in",
                        "java.lang.System.console",
                    )
            },
        "only mydriver.host reads the clock or draws true randomness" to
            access("read the clock or draw true randomness", allowedIn = listOf("host")) {
                it in
                    setOf(
                        "java.lang.System.currentTimeMillis",
                        "java.time.Clock.systemUTC",
                        "java.time.Clock.systemDefaultZone",
                        "java.time.Clock.system",
                        "java.lang.Math.random",
                        "java.util.UUID.randomUUID",
                        "java.security.SecureRandom.<init>",
                    ) || (it.startsWith("java.time.") && it.endsWith(".now"))
            },
    )

class BoundariesSpec :
    FunSpec({
        context("the product keeps its boundaries") {
            withTests(boundaries.keys) { boundaries.getValue(it).allowEmptyShould(true).check(productionClasses) }
        }

        context("a trespasser is found") {
            val trespasser = ClassFileImporter().importClasses(Trespasser::class.java)
            withTests(boundaries.keys.filter { it.startsWith("only mydriver.") && "compiler" !in it }) {
                boundaries.getValue(it).evaluate(trespasser).hasViolation() shouldBe true
            }
        }
    })

private fun library(vararg packages: String, allowedIn: List<String>): ArchRule =
    noClasses()
        .that()
        .resideOutsideOfPackages(*inside(allowedIn))
        .should()
        .dependOnClassesThat(resideInAnyPackage(*packages))

private fun access(what: String, allowedIn: List<String>, forbidden: (String) -> Boolean): ArchRule =
    noClasses()
        .that()
        .resideOutsideOfPackages(*inside(allowedIn))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe<JavaAccess<*>>(what) {
                forbidden("${it.targetOwner.fullName}.${it.target.name}") && !takesAClock(it)
            }
        )

/** `Instant.now(clock)` is how time comes in; `Instant.now()` is how it must not. */
private fun takesAClock(access: JavaAccess<*>) =
    Clock::class.java.name in access.target.fullName.substringAfter('(', "")

private fun inside(packages: List<String>) = packages.map { "mydriver.$it.." }.toTypedArray()

/** Does everything that is forbidden in its package. */
@Suppress("unused")
private class Trespasser {
    fun sql() = DriverManager.getDrivers()

    fun commandLine(): Class<*> = com.github.ajalt.clikt.core.CoreCliktCommand::class.java

    fun processes(): Process = ProcessBuilder("true").start()

    fun prints() = println(System.getenv("HOME"))

    fun time(): Pair<Instant, UUID> = Instant.now() to UUID.randomUUID()
}
