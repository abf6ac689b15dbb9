package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests

/** Plays every page as a reader would, but for that of digits, which [DigitsEndToEndSpec] plays. */
class TranscriptsEndToEndSpec :
    FunSpec({
        // The name of a page, or part of it, for whoever works on one.
        val only = System.getProperty("mydriver.page").orEmpty()
        val played = pages.filter { it.blocks.isNotEmpty() && it.path != DIGITS && only in it.path }

        context("scripts and transcripts do what the page says") {
            withTests(nameFn = Page::path, ts = played) { page -> play(page) }
        }
    })
