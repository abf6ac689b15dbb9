package mydriver.model

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class ReleaseSpec :
    FunSpec({
        test("the release is the version of the Maven project") {
            Release.VERSION shouldBe System.getProperty("mydriver.version")
        }
    })
