package mydriver.command

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.path.createDirectories

/** Who wins: an option over the environment, the environment over the script, the script over the default. */
class SettingsSpec :
    FunSpec({
        val folder = tempdir().toPath()
        val elsewhere = folder.resolve("elsewhere").createDirectories()

        /** Returns value and origin of a setting as `config` shows them. */
        fun config(setting: String, declared: Boolean, variables: Map<String, String>, vararg options: String): String {
            val script =
                specScript(folder) {
                    if (declared) {
                        database("sqlite:declared.db?table=d")
                        root("declared")
                    }
                }
            val desk = Desk(elsewhere, environment = variables)
            val ended = desk.type("config", "--format", "tsv", *options, script = script)
            ended.err shouldBe ""
            return ended.out.lines().single { it.startsWith("$setting\t") }.removePrefix("$setting\t")
        }

        val variables = mapOf("MYDRIVER_DATABASE" to "sqlite:variable.db", "MYDRIVER_ROOT" to "variable")
        val options = arrayOf("--database", "sqlite:option.db", "--root", "option")

        test("an option wins, and is relative to where it was typed") {
            config("database", true, variables, *options) shouldBe
                "sqlite:$elsewhere/option.db?table=spec\toption --database"
            config("root", true, variables, *options) shouldBe "$elsewhere/option\toption --root"
        }

        test("then the environment, relative to the same") {
            config("database", true, variables) shouldBe
                "sqlite:$elsewhere/variable.db?table=spec\tenvironment variable MYDRIVER_DATABASE"
            config("root", true, variables) shouldBe "$elsewhere/variable\tenvironment variable MYDRIVER_ROOT"
        }

        test("then the script, relative to itself; an empty variable says nothing") {
            val empty = mapOf("MYDRIVER_DATABASE" to "", "MYDRIVER_ROOT" to "")
            config("database", true, empty) shouldBe "sqlite:$folder/declared.db?table=d\tscript spec.exp.kts"
            config("root", true, empty) shouldBe "$folder/declared\tscript spec.exp.kts"
        }

        test("then what stands beside the script") {
            config("database", false, emptyMap()) shouldBe "sqlite:$folder/spec.db?table=spec\tdefault"
            config("root", false, emptyMap()) shouldBe "$folder/spec.trials\tdefault"
        }

        test("~ is the home folder") {
            config("root", false, mapOf("MYDRIVER_ROOT" to "~/x")) shouldContain "$elsewhere/x\t"
        }

        test("a password is never shown") {
            val url = "postgres://me:secret@db.example.org/lab/t"
            val shown = config("database", true, mapOf("MYDRIVER_DATABASE" to url))
            shown shouldContain "postgres://me:***@db.example.org/lab/t"
            shown shouldNotContain "secret"
        }

        context("a wrong URL is a fault of the settings, and is named") {
            withData("mysql://x/y", "postgres://", "sqlite:") { url ->
                val ended = Desk(folder).type("config", "--database", url, script = specScript(folder))
                ended.code shouldBe 3
                ended.out shouldBe ""
            }
        }
    })
