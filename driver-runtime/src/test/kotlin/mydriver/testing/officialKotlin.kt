package mydriver.testing

import java.nio.file.Path
import kotlin.io.path.isExecutable

/**
 * The official Kotlin runner, named by `MYDRIVER_OFFICIAL_KOTLIN`: the `bin/kotlin` of the npm package
 * `kotlin-compiler`, made executable. Skips the running test where there is none.
 */
fun officialKotlin(): Path {
    val runner = System.getenv("MYDRIVER_OFFICIAL_KOTLIN")?.let(Path::of)
    requireOrSkip("official Kotlin runner (MYDRIVER_OFFICIAL_KOTLIN)") { runner?.isExecutable() == true }
    return checkNotNull(runner)
}
