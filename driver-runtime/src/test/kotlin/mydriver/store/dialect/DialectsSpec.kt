package mydriver.store.dialect

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import mydriver.store.TableSetUrl
import mydriver.testing.productionClasses

class DialectsSpec :
    FunSpec({
        test("every dialect in the package is in the list") {
            val inPackage =
                productionClasses.getPackage("mydriver.store.dialect").classes.filter { type ->
                    type.isAssignableTo(Dialect::class.java) && !type.isInterface
                }
            inPackage.map { it.name } shouldContainExactlyInAnyOrder Dialects.all.map { it.javaClass.name }
        }

        test("every kind of URL is served by exactly one dialect") {
            for (text in listOf("sqlite:a.db?table=t", "postgres://h/d/t")) {
                val url = TableSetUrl.parse(text, Path.of("/"), null) { null }
                Dialects.all.count { it.serves(url) } shouldBe 1
            }
        }
    })
