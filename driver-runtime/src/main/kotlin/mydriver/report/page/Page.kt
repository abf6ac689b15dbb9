package mydriver.report.page

import mydriver.report.study.Study

/**
 * A report as one HTML file that needs nothing else: no network, no other file. Its scripts may not even ask for one (a
 * content security policy of the page itself says so).
 *
 * Without scripts the tables and [figures] are there; with them the tables sort, and learning curves, parallel
 * coordinates and the timeline are drawn from the data, which stand in the element `study` as JSON, every number with
 * all its digits.
 *
 * @property setting what the study cannot know: the script and so on
 * @property figures in the order in which they are shown
 */
internal class Page(private val study: Study, private val setting: Setting, private val figures: List<PlacedFigure>) {
    /** Writes the page to [out]. */
    fun write(out: Appendable) {
        out.append("<!DOCTYPE html>\n")
        Html(out).element("html", "lang" to "en") {
            element("head") { head() }
            raw("\n").element("body") { body() }
        }
        out.append("\n")
    }

    private fun Html.head() {
        single("meta", "charset" to "utf-8")
        single("meta", "http-equiv" to "Content-Security-Policy", "content" to POLICY)
        single("meta", "name" to "viewport", "content" to "width=device-width, initial-scale=1")
        single("meta", "name" to "color-scheme", "content" to "light dark")
        single("meta", "name" to "generator", "content" to "mydriver ${setting.version}")
        words("title", "${study.name}: report")
        element("style") { raw(resource("page.css")) }
    }

    private fun Html.body() {
        val sections = sections()
        element("header") {
            words("h1", plain(study.name))
            element("p", "class" to "conclusion") { conclusion(study) }
            element("nav") { for (section in sections) words("a", section.title, "href" to "#${section.id}") }
        }
        raw("\n").element("main") {
            for (section in sections) {
                raw("\n").element("section", "id" to section.id) {
                    words("h2", section.title)
                    section.content(this)
                }
            }
        }
        element("div", "id" to "tip", "role" to "status", "hidden" to "")
        raw("\n").element("script", "type" to "application/json", "id" to "study") {
            raw(StringBuilder().also { writeData(study, figures, it) })
        }
        for (name in SCRIPTS) raw("\n").element("script") { raw(resource(name)) }
    }

    private fun sections(): List<Section> =
        listOfNotNull(
            Section("summary", "Summary") { summary(study) },
            Section("best", "Best trials") { bestTrials(study) }.takeIf { study.best.isNotEmpty() },
            Section("figures", "Figures") { figures(figures) }.takeIf { figures.isNotEmpty() },
            Section("importance", "Importance of params") { importance(study) }.takeIf { study.importance != null },
            Section("curves", "Learning curves") { curves(study) }.takeIf { study.curves.isNotEmpty() },
            Section("parallel", "Parallel coordinates") { parallel(study) }.takeIf { isParallel(study) },
            Section("failures", "Failures") { failures(study) },
            Section("timeline", "Timeline") { timeline(study) }.takeIf { study.timeline.from != null },
            Section("provenance", "Provenance") { provenance(study, setting) },
        )

    private class Section(val id: String, val title: String, val content: Html.() -> Unit)

    private fun resource(name: String): String =
        checkNotNull(Page::class.java.getResourceAsStream("/mydriver/report/page/$name")) { "$name is missing" }
            .use { it.readBytes().decodeToString() }

    private companion object {
        const val POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
        val SCRIPTS = listOf("chart.js", "table.js", "figures.js", "curves.js", "parallel.js", "timeline.js")
    }
}
