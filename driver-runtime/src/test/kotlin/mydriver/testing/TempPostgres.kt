package mydriver.testing

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Path
import java.sql.DriverManager
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/**
 * A real PostgreSQL server on the loopback interface, in a temporary folder, that ends with this process however this
 * process ends: its guardian shell waits for the end of our pipe, stops the server and deletes the folder.
 *
 * Specs take fresh databases from the one server that all of them share: `TempPostgres.shared.freshDatabase()`.
 */
class TempPostgres
private constructor(private val guardian: Process, private val ready: Semaphore, val port: Int, val folder: Path) :
    AutoCloseable {
    private val databases = AtomicInteger()

    /** Makes an empty database that no other spec has seen. */
    fun freshDatabase(): PostgresDatabase {
        // Of one length, so that no name begins with another.
        val name = "fresh_%04d".format(databases.incrementAndGet())
        val maintenance = PostgresDatabase("postgres", port)
        DriverManager.getConnection(maintenance.jdbcUrl).use { connection ->
            connection.createStatement().use { it.execute("CREATE DATABASE $name") }
        }
        return PostgresDatabase(name, port)
    }

    /** Stops the server, cutting all connections, and returns when it has started again. */
    fun restart() {
        guardian.outputStream.write('\n'.code)
        guardian.outputStream.flush()
        check(ready.tryAcquire(60, TimeUnit.SECONDS)) { "PostgreSQL did not start again" }
    }

    /** Stops the server and returns when its folder is gone. */
    override fun close() {
        guardian.outputStream.close()
        if (!guardian.waitFor(30, TimeUnit.SECONDS)) guardian.destroyForcibly()
    }

    companion object {
        /** The server of this test process, started by its first user. */
        val shared: TempPostgres by lazy {
            start().also { Runtime.getRuntime().addShutdownHook(thread(start = false) { it.close() }) }
        }

        /** Starts a server of one's own; [binaries] finds or unpacks its programs below the given folder. */
        fun start(binaries: (scratch: Path) -> Path = ::postgresBinaries): TempPostgres {
            val account = ServerAccount.ofThisProcess()
            val folder = account.newFolder("mydriver-postgres-")
            val programs = binaries(folder)
            val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
            val guardian =
                ProcessBuilder(
                        listOf("sh", "-c", guardianScript, "sh", "$programs", "$folder", "$port") + account.prefix
                    )
                    .directory(File("/"))
                    .redirectErrorStream(true)
                    .start()
            return TempPostgres(guardian, awaitReady(guardian), port, folder)
        }

        /** Returns what is released whenever the server has started again. */
        private fun awaitReady(guardian: Process): Semaphore {
            val ready = CompletableFuture<Unit>()
            val again = Semaphore(0)
            thread(isDaemon = true, name = "log of the test PostgreSQL") {
                val log = StringBuilder()
                guardian.inputStream.bufferedReader().forEachLine { line ->
                    if (!ready.isDone) log.appendLine(line)
                    if ("database system is ready to accept connections" !in line) return@forEachLine
                    if (!ready.complete(Unit)) again.release()
                }
                ready.completeExceptionally(IllegalStateException("PostgreSQL did not start:\n$log"))
            }
            ready.get(5, TimeUnit.MINUTES)
            return again
        }
    }
}

/** One database of a test server; everybody on the loopback interface may log in, as `postgres`. */
class PostgresDatabase(val name: String, val port: Int) {
    /** The address as users write it; a table set's name can be appended after a slash. */
    val url: String = "postgres://postgres@127.0.0.1:$port/$name"

    val jdbcUrl: String = "jdbc:postgresql://127.0.0.1:$port/$name?user=postgres"
}

/**
 * $1 programs, $2 folder, $3 port, then the words that change to the server's account. A line starts the server anew;
 * `read` fails when the process that holds our pipe has ended. A Ctrl-C, which reaches the whole process group, must
 * not keep it from cleaning up. The shell keeps its own account, which may delete whatever is in the folder.
 */
private val guardianScript =
    """
    trap '' INT HUP
    programs=%1 folder=%2 port=%3
    shift 3
    "%@" "%programs/initdb" --pgdata="%folder/data" --username=postgres --auth=trust --encoding=UTF8 --no-locale \
        --no-sync >"%folder/initdb.log" 2>&1 || { cat "%folder/initdb.log"; rm -rf "%folder"; exit 1; }
    serve() {
        "%@" "%programs/postgres" -D "%folder/data" -h 127.0.0.1 -p "%port" -c unix_socket_directories= -c fsync=off \
            -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB &
        server=%!
    }
    end() {
        kill -INT "%server"
        wait "%server"
    }
    serve "%@"
    while read -r _; do
        end
        serve "%@"
    done
    end
    rm -rf "%folder"
    """
        .trimIndent()
        .replace('%', '$')
