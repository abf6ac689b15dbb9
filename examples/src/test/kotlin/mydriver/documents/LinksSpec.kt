package mydriver.documents

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotBeEmpty
import kotlin.io.path.exists
import mydriver.testing.projectFolder

class LinksSpec :
    FunSpec({
        test("every relative link of a page leads to a file of the project, and to a heading in it") {
            pages.shouldNotBeEmpty()
            pages.flatMap { page -> linksOf(page).filterNot { leads(page, it) }.map { "$page: $it" } }.shouldBeEmpty()
        }

        test("every page of docs/ can be reached from its index") {
            val index = pages.single { it.path == "docs/README.md" }
            val listed = pages.filter { it.path.matches(Regex("docs/[^/]+\\.md")) && it !== index }
            listed.filter { page -> linksOf(index).none { it == page.path.removePrefix("docs/") } }.shouldBeEmpty()
        }

        test("links are found, code is not") {
            val page = Page("a.md", listOf("[a](b.md), [c](https://d), `[e](f.md)`", "```text", "[g](h)", "```"))
            linksOf(page) shouldContainExactly listOf("b.md")
        }
    })

private val link = Regex("""\[[^\]]*]\(([^)\s]+)\)""")

private fun linksOf(page: Page): List<String> {
    val fenced = page.blocks.flatMap { (it.line - 1)..(it.line + it.content.size) }.toSet()
    return page.lines
        .filterIndexed { i, _ -> i !in fenced }
        .flatMap { line -> link.findAll(line.replace(Regex("`[^`]*`"), "")).map { it.groupValues[1] } }
        .filterNot { it.matches(Regex("[a-z]+:.*")) }
}

private fun leads(page: Page, link: String): Boolean {
    val path = link.substringBefore('#')
    val file = projectFolder.resolve(page.path).let { if (path.isEmpty()) it else it.resolveSibling(path) }.normalize()
    if (!file.exists()) return false
    val heading = link.substringAfter('#', "")
    if (heading.isEmpty()) return true
    val target = pages.single { projectFolder.resolve(it.path) == file }
    return target.lines.filter { it.startsWith("#") }.any { anchor(it) == heading }
}

/** The anchor that Markdown viewers give a heading. */
private fun anchor(heading: String): String =
    heading.trimStart('#').trim().lowercase().replace(Regex("[^\\p{L}\\p{N} _-]"), "").replace(' ', '-')
