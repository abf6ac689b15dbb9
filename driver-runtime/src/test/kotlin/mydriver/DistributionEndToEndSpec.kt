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
            val jar = distribution.resolve("mydriver.jar").toUri().toURL()
            URLClassLoader(arrayOf(jar), ClassLoader.getPlatformClassLoader()).use { loader ->
                val own = entries.filter { it.startsWith("mydriver/") && it.endsWith(".class") }
                own.shouldNotBeEmpty()
                own.forEach { Class.forName(it.removeSuffix(".class").replace('/', '.'), false, loader) }
                val drivers = ServiceLoader.load(java.sql.Driver::class.java, loader).map { it.javaClass.name }
                drivers shouldContainAll listOf("org.sqlite.JDBC", "org.postgresql.Driver")
            }
        }
    })

private fun entriesOf(jar: Path): List<String> =
    JarFile(jar.toFile()).use { file ->
        file.entries().asSequence().filter { !it.isDirectory }.map { it.name }.toList()
    }
