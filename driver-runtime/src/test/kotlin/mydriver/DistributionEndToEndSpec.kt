package mydriver

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.ServiceLoader
import java.util.jar.JarFile
import kotlin.io.path.listDirectoryEntries
import mydriver.testing.projectFolder

private val distribution: Path = projectFolder.resolve("driver-runtime/target/mydriver")
private const val COMPILER = "org/jetbrains/kotlin/cli/jvm/K2JVMCompiler.class"

class DistributionEndToEndSpec :
    FunSpec({
        val entries = entriesOf(distribution.resolve("mydriver.jar"))

        test("mydriver.jar holds no compiler; the folder beside it does") {
            entries
                .filter {
                    it.startsWith("org/jetbrains/kotlin/cli/") || it.startsWith("kotlin/script/experimental/jvmhost/")
                }
                .shouldBeEmpty()
            distribution
                .resolve("compiler")
                .listDirectoryEntries("*.jar")
                .filter { COMPILER in entriesOf(it) }
                .size shouldBe 1
        }

        test("mydriver.jar holds no signature and no module of the jars it is made of") {
            entries
                .filter { it.endsWith("module-info.class") || it.matches(Regex("META-INF/[^/]+\\.(SF|RSA|DSA)")) }
                .shouldBeEmpty()
        }

        test("no entry of mydriver.jar is there twice") {
            entries.groupBy { it }.filterValues { it.size > 1 }.keys.shouldBeEmpty()
        }

        test("every class of the product loads from mydriver.jar, and both databases have their driver") {
            loader(distribution.resolve("mydriver.jar")).use { loader ->
                val own = entries.filter { it.isOwnClass() && !it.needsCompiler() }
                own.shouldNotBeEmpty()
                own.forEach { loader.load(it) }
                val drivers = ServiceLoader.load(java.sql.Driver::class.java, loader).map { it.javaClass.name }
                drivers shouldContainAll listOf("org.sqlite.JDBC", "org.postgresql.Driver")
            }
        }

        test("the script definition and the compilation load once the compiler's folder is there") {
            val compiler = distribution.resolve("compiler").listDirectoryEntries("*.jar")
            loader(distribution.resolve("mydriver.jar"), *compiler.toTypedArray()).use { loader ->
                val own = entries.filter { it.isOwnClass() && it.needsCompiler() }
                own.shouldNotBeEmpty()
                own.forEach { loader.load(it) }
            }
        }
    })

private fun loader(vararg jars: Path) =
    URLClassLoader(jars.map { it.toUri().toURL() }.toTypedArray(), ClassLoader.getPlatformClassLoader())

private fun ClassLoader.load(entry: String): Class<*> =
    Class.forName(entry.removeSuffix(".class").replace('/', '.'), false, this)

private fun String.isOwnClass() = startsWith("mydriver/") && endsWith(".class")

private fun String.needsCompiler() = startsWith("mydriver/script/") || startsWith("mydriver/host/compile/")

private fun entriesOf(jar: Path): List<String> =
    JarFile(jar.toFile()).use { file ->
        file.entries().asSequence().filter { !it.isDirectory }.map { it.name }.toList()
    }
