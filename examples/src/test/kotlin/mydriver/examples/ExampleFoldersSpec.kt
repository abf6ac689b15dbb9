package mydriver.examples

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.file.shouldExist
import java.io.File

class ExampleFoldersSpec :
    FunSpec({
        test("the examples are run from their own module") {
            File("pom.xml").shouldExist()
        }
    })
