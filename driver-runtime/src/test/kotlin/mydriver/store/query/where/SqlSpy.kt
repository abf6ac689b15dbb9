package mydriver.store.query.where

import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy
import java.sql.Connection
import java.sql.Statement
import java.util.concurrent.ConcurrentLinkedQueue
import mydriver.store.StoreOptions
import mydriver.store.TableSetUrl
import mydriver.store.dialect.Access
import mydriver.store.dialect.Dialect

/** A database as it is, of which every SQL text that reaches it is kept until [taken]. */
internal class SqlSpy(private val real: Dialect) : Dialect by real {
    private val seen = ConcurrentLinkedQueue<String>()

    /** Returns what has reached the database since the last time. */
    fun taken(): List<String> = generateSequence { seen.poll() }.toList()

    override fun connect(url: TableSetUrl, options: StoreOptions, access: Access): Connection =
        spied(Connection::class.java, real.connect(url, options, access))

    private fun <T : Any> spied(type: Class<T>, target: T): T =
        type.cast(
            Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, method, args ->
                (args?.firstOrNull() as? String)?.takeIf { method.name in TAKING_SQL }?.let(seen::add)
                val result =
                    try {
                        method.invoke(target, *args.orEmpty())
                    } catch (failure: InvocationTargetException) {
                        throw failure.targetException
                    }
                if (method.name == "createStatement") spied(Statement::class.java, result as Statement) else result
            }
        )

    private companion object {
        val TAKING_SQL =
            setOf(
                "prepareStatement",
                "prepareCall",
                "nativeSQL",
                "execute",
                "executeQuery",
                "executeUpdate",
                "addBatch",
            )
    }
}
