package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests

/** Plays every page as a reader would, but for that of digits, which [DigitsEndToEndSpec] plays. */
class TranscriptsEndToEndSpec :
    FunSpec({
        // Names of pages, or parts of them, for whoever works on some.
        val only = System.getProperty("mydriver.page").orEmpty().split(',')
        val played = pages.filter { page ->
            page.blocks.isNotEmpty() && page.path != DIGITS && only.any { it in page.path }
        }

        context("scripts and transcripts do what the page says") {
            withTests(nameFn = Page::path, ts = played) { page -> play(page) }
        }
    })
