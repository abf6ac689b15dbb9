package mydriver.report.page

import mydriver.report.study.Commit
import mydriver.report.study.Origin
import mydriver.report.study.Study

/** Where the results come from. */
internal fun Html.provenance(study: Study, setting: Setting) {
    val origins = study.record.origins
    element("dl", "class" to "facts") {
        fact("table set", study.name)
        fact("database", setting.database)
        setting.script?.let { fact("script", it) }
        setting.selection?.let { fact("trials", it) }
        fact("report made by", "mydriver ${setting.version}, ${plain(study.summary.read)}")
    }
    if (origins.commits.size > 1)
        words("p", "The code differed between attempts; see the commits.", "class" to "warning")
    origins("commit", origins.commits) { commit(it) }
    origins("script and imports, by content", origins.bundles) { it ?: "not recorded" }
    origins("versions", origins.versions) { it ?: "not recorded" }
    origins("host", origins.hosts) { it }
    setting.source?.let { source ->
        element("details", "id" to "source") {
            words("summary", "The script as it was when the report was made")
            element("pre") { text(source) }
        }
    }
}

private fun Html.fact(name: String, value: String) {
    words("dt", name)
    words("dd", plain(value))
}

private fun <T> Html.origins(name: String, origins: List<Origin<T>>, told: (T) -> String) {
    if (origins.isEmpty()) return
    element("table", "class" to "origins") {
        element("tr") {
            words("th", name)
            words("th", "attempts")
            words("th", "time")
        }
        for (origin in origins.take(MOST)) element("tr") {
            words("td", plain(told(origin.value)))
            words("td", grouped(origin.attempts), "class" to "number")
            words("td", told(origin.seconds), "class" to "number")
        }
    }
    if (origins.size > MOST) words("p", "and ${origins.size - MOST} more", "class" to "note")
}

private fun commit(commit: Commit?): String =
    when {
        commit == null -> "no git commit"
        commit.dirty -> "${commit.hash} with changes"
        else -> commit.hash
    }

private const val MOST = 12
