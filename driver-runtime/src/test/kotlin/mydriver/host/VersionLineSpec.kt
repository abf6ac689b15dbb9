package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldStartWith

class VersionLineSpec :
    FunSpec({
        test("the version line names the program") {
            versionLine() shouldStartWith "mydriver "
        }
    })
