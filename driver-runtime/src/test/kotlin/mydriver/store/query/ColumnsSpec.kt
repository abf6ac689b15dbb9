package mydriver.store.query

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.matchers.shouldBe

class ColumnsSpec :
    FunSpec({
        context("in a pattern an asterisk stands for any characters") {
            withTests(
                nameFn = { (pattern, name, fits) -> "$pattern ${if (fits) "fits" else "does not fit"} $name" },
                Triple("*", "", true),
                Triple("*", "lr", true),
                Triple("model.*", "model.layers", true),
                Triple("model.*", "model", false),
                Triple("*_error", "valid_error", true),
                Triple("*_error", "valid_error2", false),
                Triple("a*b*c", "a-b-b-c", true),
                Triple("a*b*c", "abc", true),
                Triple("a*b*c", "acb", false),
                Triple("aa*aa", "aaa", false),
                Triple("*a*a*", "a", false),
                Triple("lr", "lr", true),
                Triple("l.", "lr", false),
            ) { (pattern, name, fits) ->
                globMatches(pattern, name) shouldBe fits
            }
        }
    })
