package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests

/** Plays every page of the guide as a reader would. */
class TranscriptsEndToEndSpec : FunSpec({ playAll { it.path.startsWith("docs/") } })

/** Plays the README and the examples' pages, but for that of digits, which [DigitsEndToEndSpec] plays. */
class ExampleTranscriptsEndToEndSpec : FunSpec({ playAll { !it.path.startsWith("docs/") && it.path != DIGITS } })

private fun FunSpec.playAll(which: (Page) -> Boolean) {
    // Names of pages, or parts of them, for whoever works on some.
    val only = System.getProperty("mydriver.page").orEmpty().split(',')
    val played = pages.filter { page -> page.blocks.isNotEmpty() && which(page) && only.any { it in page.path } }
    context("scripts and transcripts do what the page says") {
        withTests(nameFn = Page::path, ts = played) { page -> play(page) }
    }
}
