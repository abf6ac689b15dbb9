package mydriver

import com.tngtech.archunit.base.DescribedPredicate
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage
import com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import mydriver.testing.productionClasses

/**
 * The arrows of docs/structure.md: what each package may use of the others. A package that is not in this table does
 * not exist; a new one is added here, with its arrows, before its first class.
 */
private val arrows: Map<String, Set<String>> = buildMap {
    put("job", setOf())
    put("model", setOf("job"))
    put("space", getValue("model") + "model")
    put("dsl", getValue("space") + "space")
    put("script", getValue("dsl") + "dsl")

    val foundation = setOf("model", "job")
    put("store", foundation)
    put("process", foundation)
    put("staging", foundation + "process")
    val services = setOf("worker", "dispatch", "report", "template", "joblist", "queuefolder")
    for (service in services) put(service, foundation + "store" + "process" + "staging")
    put("web", getValue("report") + "report")
    put("command", services + "web" + getValue("report") + getValue("script") + "script")
    put("host", getValue("command") + "command")
}

class ArchitectureSpec :
    FunSpec({
        test("every package has its place among the arrows") {
            val packages = productionClasses.map { it.packageName.substringAfter("mydriver").trim('.') }.toSet()
            val unplaced = packages.filter { it.substringBefore('.') !in arrows }
            withClue("give these packages their arrows in ArchitectureSpec and docs/structure.md") {
                unplaced.shouldBeEmpty()
            }
        }

        context("a package uses only what its arrows point to") {
            withTests(arrows.keys) { name ->
                onlyUses(name, arrows.getValue(name)).check(productionClasses)
            }
        }

        test("packages form no cycle") {
            slices()
                .matching("mydriver.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(productionClasses)
        }

        test("a forbidden arrow is found") {
            onlyUses("model", setOf()).evaluate(productionClasses).hasViolation() shouldBe true
        }
    })

private fun onlyUses(name: String, others: Set<String>): ArchRule {
    val allowed = (others + name).map { "mydriver.$it.." }.toTypedArray()
    val foreign: DescribedPredicate<JavaClass> = resideInAPackage("mydriver..").and(resideOutsideOfPackages(*allowed))
    return noClasses()
        .that()
        .resideInAPackage("mydriver.$name..")
        .should()
        .dependOnClassesThat(foreign)
        .because("mydriver.$name may use ${others.ifEmpty { setOf("no other package") }}")
        .allowEmptyShould(true)
}
